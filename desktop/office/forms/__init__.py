"""Filling somebody else's form: single cells of an .xlsx or .docx, every other byte of its parts as it was."""
