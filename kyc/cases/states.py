"""The states of a case and the moves between them."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseState(models.TextChoices):
    """received → inspecting → waiting → decided, with awaiting_applicant after a resubmission request.

    ``proposed`` waits for a second reviewer, ``escalated`` and ``on_hold`` are routing, ``restricted`` is kept by duty
    only, ``erased`` has lost its personal data. A claim is a lease and no state.
    """

    RECEIVED = "received", _("Received")
    INSPECTING = "inspecting", _("Being inspected")
    WAITING = "waiting", _("Waiting for review")
    PROPOSED = "proposed", _("Proposed")
    DECIDED = "decided", _("Decided")
    AWAITING_APPLICANT = "awaiting_applicant", _("Awaiting applicant")
    ESCALATED = "escalated", _("Escalated")
    ON_HOLD = "on_hold", _("On hold")
    RESTRICTED = "restricted", _("Restricted")
    ERASED = "erased", _("Erased")


#: States in which a reviewer's decision can still be taken.
OPEN_STATES: Final = (CaseState.WAITING, CaseState.ESCALATED)

#: States that end a round: somebody decided.
SETTLED_STATES: Final = (CaseState.DECIDED, CaseState.AWAITING_APPLICANT)

#: Where a case may go from each state. New pictures or another inspection bring it back to ``received``.
MOVES: Final[dict[CaseState, frozenset[CaseState]]] = {
    CaseState.RECEIVED: frozenset({CaseState.INSPECTING, CaseState.WAITING, CaseState.RECEIVED}),
    CaseState.INSPECTING: frozenset({CaseState.WAITING, CaseState.RECEIVED, CaseState.INSPECTING}),
    CaseState.WAITING: frozenset(
        {
            CaseState.RECEIVED,
            CaseState.PROPOSED,
            CaseState.DECIDED,
            CaseState.AWAITING_APPLICANT,
            CaseState.ESCALATED,
            CaseState.ON_HOLD,
        }
    ),
    CaseState.PROPOSED: frozenset({CaseState.WAITING, CaseState.DECIDED, CaseState.AWAITING_APPLICANT}),
    CaseState.ESCALATED: frozenset(
        {CaseState.RECEIVED, CaseState.WAITING, CaseState.PROPOSED, CaseState.DECIDED, CaseState.AWAITING_APPLICANT}
    ),
    CaseState.ON_HOLD: frozenset({CaseState.WAITING, CaseState.ESCALATED}),
    CaseState.AWAITING_APPLICANT: frozenset({CaseState.RECEIVED, CaseState.RESTRICTED, CaseState.ERASED}),
    CaseState.DECIDED: frozenset({CaseState.RESTRICTED, CaseState.ERASED}),
    CaseState.RESTRICTED: frozenset({CaseState.ERASED}),
    CaseState.ERASED: frozenset(),
}


def sources_of(state: CaseState) -> tuple[CaseState, ...]:
    """The states from which a case may go to ``state``."""
    return tuple(source for source, targets in MOVES.items() if state in targets)
