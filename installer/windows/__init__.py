"""The Windows setup program, built on Debian."""
