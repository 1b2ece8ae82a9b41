"""Audit events in words, for the case page and the trail. What an event holds is never personal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kyc.accounts.models import Role
from kyc.audit.actions import Action
from kyc.audit.models import AuditEvent
from kyc.cases.states import CaseState
from kyc.inspections.models import InspectionState
from kyc.review.models import AGREED, DISAGREED, DecisionOutcome
from kyc.web.labels import FAILURES, label

#: Words for what an event goes from and to.
_STATES: dict[str, Any] = {
    **dict(CaseState.choices),
    **dict(InspectionState.choices),
    **dict(DecisionOutcome.choices),
    **dict(Role.choices),
    **FAILURES,
    AGREED: gettext_lazy("agreed"),
    DISAGREED: gettext_lazy("disagreed"),
    "works": gettext_lazy("works"),
    "holds": gettext_lazy("holds"),
    "broken": gettext_lazy("broken"),
    "active": gettext_lazy("active"),
    "inactive": gettext_lazy("closed"),
    "created": gettext_lazy("created"),
    "changed": gettext_lazy("changed"),
    "discarded": gettext_lazy("discarded"),
    "link issued": gettext_lazy("one-time link issued"),
    "second factor removed": gettext_lazy("second factor removed"),
    "totp added": gettext_lazy("authenticator app added"),
    "totp removed": gettext_lazy("authenticator app removed"),
    "recovery_codes added": gettext_lazy("recovery codes made"),
    "recovery_codes removed": gettext_lazy("recovery codes removed"),
    "recovery_codes made anew": gettext_lazy("recovery codes made anew"),
    "totp": gettext_lazy("authenticator app"),
    "recovery_codes,totp": gettext_lazy("authenticator app and recovery codes"),
}


def action_label(event: AuditEvent) -> str:
    """What was done; the code itself for an action that this version does not know."""
    return str(Action(event.action).label) if event.action in Action.values else event.action


def role_label(event: AuditEvent) -> str:
    """The role that the actor had then."""
    return str(Role(event.actor_role).label) if event.actor_role in Role.values else event.actor_role


def in_words(events: Iterable[AuditEvent]) -> list[dict[str, Any]]:
    """Events as pages show them."""
    return [
        {"event": event, "label": action_label(event), "role": role_label(event), "words": describe(event)}
        for event in events
    ]


def describe(event: AuditEvent) -> str:
    """What else the event says, in a sentence or less."""
    return " · ".join(_parts(event))


def _parts(event: AuditEvent) -> Iterator[str]:
    details = event.details if isinstance(event.details, dict) else {}
    if event.old and event.new:
        yield f"{_named(event.old)} → {_named(event.new)}"
    elif event.new:
        yield _named(event.new)
    if event.reasons:
        yield _("reasons: %(reasons)s") % {"reasons": ", ".join(event.reasons)}
    if event.side:
        yield label(event.side, "side")
    if event.note and event.action == Action.CASE_DECIDED:
        yield _("with a note")
    yield from _of_details(details)


def _of_details(details: dict[str, Any]) -> Iterator[str]:
    if details.get("round"):
        yield _("round %(round)s") % {"round": details["round"]}
    if details.get("warning"):
        named = [label(details["warning"], "warning"), label(details.get("subtype", ""), "subtype")]
        yield ": ".join(name for name in named if name)
    if details.get("warnings"):
        yield _("warnings: %(names)s") % {"names": ", ".join(label(code, "warning") for code in details["warnings"])}
    if details.get("asked") or details.get("account"):
        yield _("engine: %(engine)s") % {"engine": label(details.get("asked") or details["account"], "engine")}
    if details.get("unread"):
        yield _("%(count)s fields unread") % {"count": details["unread"]}
    if details.get("pictures"):
        yield _("pictures: %(count)s") % {"count": details["pictures"]}
    if details.get("kind_stated"):
        yield _("said to be: %(kind)s") % {"kind": label(details["kind_stated"], "kind")}
    if "rows" in details:
        yield _("rows: %(count)s") % {"count": details["rows"]}
    if "events" in details:
        yield _("events: %(count)s") % {"count": details["events"]}


def _named(state: str) -> str:
    return str(_STATES.get(state, state))
