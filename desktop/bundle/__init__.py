"""The .tqb file: canonical ZIP, manifest and parts."""
