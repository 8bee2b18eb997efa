"""What is reported: the figures of a period."""
