"""Moving in: what the rows of a person's list mean for the registers. Pure; nothing is stored here."""
