"""The journal: operations, their hashes, and the fold that turns them into the state of records.

The format is frozen (``docs/journal-format.md``, with test vectors); everything here is pure.
"""
