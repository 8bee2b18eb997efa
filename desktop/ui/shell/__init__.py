"""The window around the pages: navigation, search, log-in, lock, the first run, and what catches a bug."""
