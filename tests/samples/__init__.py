"""Files that are kept for ever; README.md says what each is."""
