"""Moving in: a person's list becomes records in four steps, and nothing is stored before the last."""
