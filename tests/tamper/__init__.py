"""Changing a register behind the program, in every way that comes to mind: all of it must be found."""
