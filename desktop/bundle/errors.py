"""Why a bundle is refused, beyond the form of its file; the sentences are in ``translations/*/sync.json``.

Those of the container are in ``zip_errors``; a wrong signature, a broken chain and a letter for another are the
vault's and the journal's own.
"""

from desktop.domain.errors import UserError


class BundleNewer(UserError):
    """A later version of the program wrote it. Facts: ``theirs`` and ``ours``, format numbers."""

    code = "bundle_newer"


class BundleOlder(UserError):
    """It is in a form that is no longer accepted. Facts: ``theirs`` and ``ours``, format numbers."""

    code = "bundle_older"


class BundleMalformed(UserError):
    """A content is not what the format says. Facts: ``name`` of the entry, ``detail`` for the telephone."""

    code = "bundle_malformed"


class BundleChanged(UserError):
    """A content is not the one that was signed. Fact: ``name``, the entry's."""

    code = "bundle_changed"


class BundleOverfull(UserError):
    """A content grows beyond all measure when it is opened. Facts: ``name``, ``limit`` in megabytes."""

    code = "bundle_overfull"


class UnknownSender(UserError):
    """The device that signed it was never enrolled here. Fact: ``key``, the first letters of its id."""

    code = "bundle_unknown_sender"


class UnknownDevice(UserError):
    """It brings operations of a device that nobody has vouched for. Facts: ``station``, ``key``."""

    code = "bundle_unknown_device"


class RevokedKey(UserError):
    """It was signed, or some of its operations were, by a device whose rights were revoked. Fact: ``station``."""

    code = "bundle_revoked_key"


class BundleForOthers(UserError):
    """It was written for other devices than this one."""

    code = "bundle_for_others"


class BundleGap(UserError):
    """Something before it has not arrived. Facts: ``station``, ``first`` and ``last`` of what is missing."""

    code = "bundle_gap"


class PacksMissing(BundleGap):
    """Bundles before it have not arrived. Facts: ``station``, ``first`` and ``last`` of the sender's own numbers."""

    code = "bundle_packs_missing"


class BundleForked(UserError):
    """It contradicts what is held of a device. Facts: ``station``, ``copy``, where the file was put aside."""

    code = "bundle_forked"


class ForeignRecord(UserError):
    """A device wrote in another station's record. Facts: ``station``, ``owner``."""

    code = "bundle_foreign_record"


class RegisterAboveRole(UserError):
    """A device wrote in a register that its certificate does not have. Facts: ``station``, ``register``."""

    code = "bundle_register_above_role"


class ForeignErasure(UserError):
    """A device erased what another station wrote. Facts: ``station``, ``owner``."""

    code = "bundle_foreign_erasure"


class BeyondSalvage(UserError):
    """What says who sends a bundle and what is in it is itself damaged, so nothing of the rest can be believed."""

    code = "bundle_beyond_salvage"


class BundleSwapped(UserError):
    """The file is not the one of the preview any more."""

    code = "bundle_swapped"
