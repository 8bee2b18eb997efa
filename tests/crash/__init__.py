"""The process is killed at any moment; whatever it had told as done must be there afterwards, and nothing half."""
