"""Printing certificates: whom, with which common lines, and the very paper before it is printed."""
