"""Measurements at full size, as ratios and times in one run; no test asserts a time."""
