"""The first run: five questions, one at a time, and three doors into the program."""
