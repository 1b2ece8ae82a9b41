"""What can go wrong with sealed data."""

from kyc.documents.errors import DeskError
from kyc.documents.words import N_


class VaultUnavailable(DeskError):
    code = "vault_unavailable"
    retryable = True
    message = N_("The key store cannot be reached at the moment.")


class KeyMissing(DeskError):
    code = "key_missing"
    message = N_("The key of this case is gone; its pictures and values can no longer be opened.")


class SealBroken(DeskError):
    code = "seal_broken"
    message = N_("Stored data does not open with its key: it was changed, or belongs elsewhere.")
