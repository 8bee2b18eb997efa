"""The recovery code, read back from its paper."""
