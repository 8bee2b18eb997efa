"""Values as people write them in cells and fields, parsed once at the edge; after that the type is the proof.

Every parser is pure, never raises on what was typed, and tells in a :class:`~desktop.domain.values.parsed.Parsed`
what it took for granted: a repair, a doubt, or why it refused.
"""
