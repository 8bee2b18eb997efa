"""The Debian package, and preparing a Debian machine."""
