"""The doors without a window: what guards them by itself, the API in front of it, and the window's way to it."""
