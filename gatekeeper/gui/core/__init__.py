"""The window itself, and what all pages share."""
