"""The upper level: who reported, what came otherwise than in bundles, and who is reminded."""
