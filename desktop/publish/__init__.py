"""The consolidated register on PostgreSQL: verified operations and the rows folded from them, for many readers."""
