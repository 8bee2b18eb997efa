"""What proves a chain from outside of it, and what may be found not to be as it was left."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Witness(StrEnum):
    """Who holds a hash of a chain; its words are ``audit.witness.<value>``."""

    SIGNED = "signed"
    """The device signed it when it wrote a bundle, or at its end."""
    RECEIPT = "receipt"
    """Another computer said that it holds the chain up to here."""
    COPY = "copy"
    """A copy of the register ends here."""
    BESIDE = "beside"
    """The small file beside the register. Whoever can change the one can change the other."""


@dataclass(frozen=True)
class Point:
    """A place of a chain that somebody else vouches for. ``on`` is when, in ISO form, where that is known."""

    seq: int
    hash: str
    witness: Witness
    on: str = ""

    @property
    def strong(self) -> bool:
        """Whether it says something to others than those who have this computer."""
        return self.witness is not Witness.BESIDE


class Fault(StrEnum):
    """What is not as this program left it; its words are ``audit.fault.<value>``."""

    CHAIN = "chain"
    """An operation was changed, removed, put in or moved."""
    GONE = "gone"
    """A content is gone that nobody erased."""
    ERASURE = "erasure"
    """What is marked as erased, or what is there, is not what the erasures say."""
    ASIDE = "aside"
    """It counts, or does not, without a reason."""
    ORIGIN = "origin"
    """By which bundle it came is not so."""
    STRAY = "stray"
    """Rows that belong to nothing."""
    POINT = "point"
    """Somebody holds another hash of this place: the chain was written anew before it."""
    CUT = "cut"
    """Somebody holds more of the chain than there is."""
    SIGNATURE = "signature"
    """A signature is not the device's."""
    DEVICE = "device"
    """What is kept of a device is not what its certificate says."""
    LOG = "log"
    """A line of the access log was changed, removed, put in or moved."""
    LOG_CUT = "log_cut"
    """An operation vouches for a state of the access log that is not there."""


@dataclass(frozen=True)
class Finding:
    """One thing that was found; ``device`` and ``seq`` say where, as far as there is a place."""

    fault: Fault
    device: str = ""
    seq: int = 0
