"""Programs around the window: pictures of the pages, translations, speed."""
