"""Totals of all units, and units set against each other."""
