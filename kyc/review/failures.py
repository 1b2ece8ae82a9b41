"""Why a reading came to nothing, as pages say it: whose matter it is, the sentence, what a vendor's support asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kyc.documents.errors import EngineAccountRefused, EngineNotConfigured, EngineUnavailable, VendorUnavailable
from kyc.documents.words import Words
from kyc.inspections import selectors
from kyc.inspections.models import Inspection
from kyc.vault.errors import KeyMissing, SealBroken, VaultUnavailable

#: Whose matter a failure is; a picture's where nothing else is said.
_MATTERS: Final[dict[str, str | Promise]] = {
    EngineAccountRefused.code: _("our account"),
    EngineNotConfigured.code: _("our account"),
    VendorUnavailable.code: _("the vendor"),
    EngineUnavailable.code: _("the engine"),
    VaultUnavailable.code: _("the key store"),
    KeyMissing.code: _("the key store"),
    SealBroken.code: _("the key store"),
}
_PICTURE: Final = _("the picture")


@dataclass(frozen=True, slots=True)
class ShownFailure:
    """``vendor_code`` and ``request_id`` are given where the sentence does not say them itself. Other pictures can only
    help where ``lies_with_picture``."""

    matter: str
    lies_with_picture: bool
    words: Words
    notes: tuple[Words, ...]
    vendor_code: str = ""
    request_id: str = ""


def shown_failure(inspection: Inspection) -> ShownFailure | None:
    """None for a run that did not fail."""
    words = selectors.failure_of(inspection)
    if words is None:
        return None
    return ShownFailure(
        matter=str(_MATTERS.get(inspection.failure_code, _PICTURE)),
        lies_with_picture=inspection.failure_code not in _MATTERS,
        words=words,
        notes=tuple(selectors.notes_of(inspection)),
        **{name: _unsaid(words, name) for name in ("vendor_code", "request_id")},
    )


def _unsaid(words: Words, name: str) -> str:
    value: Any = words.params.get(name, "")
    return "" if f"%({name})s" in words.message else str(value)
