"""Words on the screen, dates and numbers, in Vietnamese and English."""
