"""The pages about people: records that may be one, and one person as a whole."""
