"""What allauth may do here: sign people in whom an administrator invited, and keep their second factors sealed."""

from __future__ import annotations

import base64
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from kyc.vault import keystore, seal

_PURPOSE: Final = "second factors"


class StaffOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """No sign-up, no mail: accounts come from administrators, links are handed over by hand."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The desk has no mail server; nothing it does waits for a mail."""


class SealedFactorsAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of second factors are sealed in the database; allauth's own way stores them in clear."""

    def encrypt(self, text: str) -> str:
        sealed = seal.seal(keystore.derived_key(_PURPOSE), text.encode(), _PURPOSE)
        return base64.b64encode(sealed).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        sealed = base64.b64decode(encrypted_text.encode("ascii"))
        return seal.unseal(keystore.derived_key(_PURPOSE), sealed, _PURPOSE).decode()
