"""Making what people install, and proving it."""
