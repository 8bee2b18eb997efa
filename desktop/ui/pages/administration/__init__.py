"""The unit, its users, the check of the data, and the looks of the window."""
