"""Use cases: one function each, with its permission, its transaction and its result."""
