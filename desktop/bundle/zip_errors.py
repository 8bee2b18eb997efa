"""Why a file is not a bundle in the canonical form, or cannot be written as one."""

from desktop.domain.errors import UserError


class NotABundle(UserError):
    """The file does not begin as a ZIP does."""

    code = "bundle_not_a_bundle"


class BundleTruncated(UserError):
    """The file ends before its contents do."""

    code = "bundle_truncated"


class BundleNotCanonical(UserError):
    """A byte is not the one that the writer of bundles puts there. Fact: ``at``, the place in the file."""

    code = "bundle_not_canonical"


class BundleBadName(UserError):
    """An entry has another name than its place demands. Fact: ``name``, printable."""

    code = "bundle_bad_name"


class BundleOversized(UserError):
    """The whole or an entry is larger than allowed. Facts: ``megabytes`` and ``limit``, both rounded up."""

    code = "bundle_oversized"


class BundleTooManyParts(UserError):
    """There are more parts than allowed. Fact: ``limit``."""

    code = "bundle_too_many_parts"


class BundlePartDamaged(UserError):
    """A content does not have the checksum written beside it. Fact: ``name``."""

    code = "bundle_part_damaged"


class BundleUnreadable(UserError):
    """The system could not read the file on its drive. Fact: ``at``, the place in the file."""

    code = "bundle_unreadable"


class BundleSourceChanged(UserError):
    """A file changed between the two times it was read for writing. Fact: ``name``, the entry's."""

    code = "bundle_source_changed"
