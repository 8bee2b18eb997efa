"""Wires every layer together: command line, crash hooks, log, self-test and sample data."""
