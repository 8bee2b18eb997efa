"""Text folding, Vietnamese collation and ids."""
