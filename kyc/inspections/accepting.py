"""Whether the case's policy takes the document that was seen: a check like any other, so that everything read stays to
be looked at and the reviewer is told plainly why it cannot be approved."""

from __future__ import annotations

from typing import Final

from kyc.documents.kinds import DocumentKind
from kyc.documents.results import CheckOutcome, CheckResult
from kyc.documents.words import N_, Words
from kyc.policy.content import PolicyContent

CODE: Final = "kind_accepted"


def check_kind(kind: DocumentKind, policy: PolicyContent) -> CheckResult:
    """Passed for a kind that ``policy`` accepts, failed for any other; it has no fields."""
    if kind in policy.accepted_kinds:
        words = Words(N_("The policy of this case accepts this document: %(kind)s."), {"kind": kind.value})
        return CheckResult(CODE, CheckOutcome.PASSED, words)
    message = N_("The policy of this case does not accept this document, so it cannot be approved: %(kind)s.")
    return CheckResult(CODE, CheckOutcome.FAILED, Words(message, {"kind": kind.value}))
