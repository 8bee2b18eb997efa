"""Made-up people and their work, for practice, demonstrations and tests; no record is of a living person."""

from desktop.app.sample.station import Size, make_sample

__all__ = ["Size", "make_sample"]
