"""What can go wrong with keys that a person can mend; the sentences are in ``translations/*/vault.json``."""

from __future__ import annotations

from desktop.domain.errors import UserError


class SignatureWrong(UserError):
    """The content was changed after it was signed, or somebody else signed it."""

    code = "signature_wrong"


class SealedForAnother(UserError):
    """The content is encrypted to other devices than this one."""

    code = "sealed_for_another"


class SealDamaged(UserError):
    """The encrypted content is not whole, or was changed."""

    code = "seal_damaged"


class KeyFileDamaged(UserError):
    """A key file that is not one, or not whole. ``detail`` is for the telephone, never shown alone."""

    code = "key_file_damaged"


class KeyFileTooNew(UserError):
    """A key file in a format that a later version of the program writes."""

    code = "key_file_too_new"


class CertificateForeign(UserError):
    """The certificate names another issuer than the one it was to be checked against."""

    code = "certificate_foreign"


class SuccessorRefused(UserError):
    """A device that claims to replace another without the other's signature, or with other rights."""

    code = "successor_refused"


class RecoveryCodeIncomplete(UserError):
    """Too few or too many digits. Facts: ``digits`` typed, ``expected``."""

    code = "recovery_code_incomplete"


class RecoveryCodeMistyped(UserError):
    """Some groups do not agree with their check digit. Fact: ``groups``, numbered from 1, as in "2, 5"."""

    code = "recovery_code_mistyped"


class WrongRecoveryCode(UserError):
    """The code is well formed but does not open this keyring."""

    code = "wrong_recovery_code"


class WrongPackCode(UserError):
    """The code is well formed but is not that of this print pack, or the pack's lock was changed."""

    code = "wrong_pack_code"


class WrongPassword(UserError):
    """The user and the password do not go together. It never says which of the two is wrong."""

    code = "wrong_password"


class PasswordRefused(UserError):
    """A new password that is too weak or cannot be typed everywhere. Fact: ``problems``, codes with commas."""

    code = "password_refused"


class UserKnown(UserError):
    """A user with this id is in the keyring already. Fact: ``name``."""

    code = "user_known"


class LastUser(UserError):
    """The only user of a keyring cannot be taken out of it. Fact: ``name``."""

    code = "last_user"


class KeyringDamaged(UserError):
    """The keyring is not one, not whole, or was changed by somebody without its secrets."""

    code = "keyring_damaged"


class KeyringTooNew(UserError):
    """The keyring is in a format that a later version of the program writes."""

    code = "keyring_too_new"


class SharesSame(UserError):
    """Twice the share of one person. Fact: ``number``."""

    code = "shares_same"


class SharesForeign(UserError):
    """The two shares are not of one code."""

    code = "shares_foreign"
