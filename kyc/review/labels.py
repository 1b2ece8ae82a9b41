"""What the pages call reasons, in the words of a policy."""

from __future__ import annotations

from django.utils.translation import get_language

from kyc.policy.content import PolicyContent, Reason


def reason_label(reason: Reason) -> str:
    """The reason as the policy words it, in the reader's language."""
    return reason.label.get(get_language() or "en", reason.label["en"])


def reason_label_of(policy: PolicyContent, code: str) -> str:
    """As ``reason_label``; the code itself where the policy version has no such reason."""
    reason = policy.reason(code)
    return reason_label(reason) if reason else code
