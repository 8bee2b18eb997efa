"""Values and rules, pure: no input, no output, time is an argument."""
