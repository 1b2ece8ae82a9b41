"""What the pages call checks and reasons."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kyc.policy.content import PolicyContent, Reason

CHECKS: Final[dict[str, str | Promise]] = {
    "both_faces": _("Both faces are there"),
    "number_check_digit": _("Check digit of the number"),
    "number_birth_date": _("Number and date of birth"),
    "number_sex": _("Number and sex"),
    "validity_term": _("Length of validity"),
    "not_expired": _("Not expired"),
    "already_valid": _("Already valid"),
    "issued_after_birth": _("Issued after birth"),
    "age_and_term": _("Age and length of validity"),
    "authority_region": _("Authority and address"),
    "declared_name": _("Declared name"),
    "declared_number": _("Declared number"),
    "declared_birth_date": _("Declared date of birth"),
    "declared_expiry": _("Declared end of validity"),
}


def check_label(code: str) -> str:
    """The check's name; its code where it has none (yet)."""
    return str(CHECKS.get(code, code))


def reason_label(reason: Reason) -> str:
    """The reason as the policy words it, in the reader's language."""
    return reason.label.get(get_language() or "en", reason.label["en"])


def reason_label_of(policy: PolicyContent, code: str) -> str:
    """As ``reason_label``; the code itself where the policy version has no such reason."""
    reason = policy.reason(code)
    return reason_label(reason) if reason else code
