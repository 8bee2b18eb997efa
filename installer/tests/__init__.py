"""Proof that what was built can be installed and works; run by ``make installer``."""
