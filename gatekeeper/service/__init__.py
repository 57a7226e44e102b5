"""The service: doors without a window, the API, and the window's connection to it."""
