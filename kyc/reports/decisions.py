"""Decisions for managers: filtered, counted, and as CSV without personal values."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django import forms
from django.db.models import Count, F, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kyc.accounts.models import User
from kyc.documents.kinds import DocumentKind
from kyc.documents.warnings import Outcome
from kyc.inspections.models import Finding
from kyc.review.models import Decision, DecisionOutcome
from kyc.web.labels import KINDS

#: What makes a spreadsheet take a cell for a formula (OWASP, "CSV injection"); such cells get an apostrophe in front.
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
BOM: Final = "\ufeff"
BATCH: Final = 500
DEFAULT_DAYS: Final = 30

COLUMNS: Final = (
    "case",
    "round",
    "document_kind",
    "outcome",
    "reason_codes",
    "reason_types",
    "warnings",
    "decided_by",
    "decided_at",
    "received_at",
    "hours_from_receipt",
    "policy_version",
)


#: The document that a decision was about: what its inspection recognised, else what the uploader said.
KIND: Final = Coalesce(NullIf(F("inspection__kind"), Value("")), F("document__kind_stated"))


class DecisionFilters(forms.Form):
    """Which decisions: by day (both ends included, in the desk's time zone), document, outcome, reviewer."""

    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(
        label=_("Document"),
        required=False,
        choices=[("", _("All")), *((kind.value, KINDS[kind]) for kind in DocumentKind)],
    )
    outcome = forms.ChoiceField(label=_("Outcome"), required=False)
    reviewer = forms.ModelChoiceField(label=_("Reviewer"), required=False, queryset=User.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome, reviewer = self.fields["outcome"], self.fields["reviewer"]
        assert isinstance(outcome, forms.ChoiceField)  # noqa: S101 - as declared above
        assert isinstance(reviewer, forms.ModelChoiceField)  # noqa: S101
        outcome.choices = [("", _("All")), *DecisionOutcome.choices]
        deciders = Decision.objects.order_by().values("decided_by")
        reviewer.queryset = User.objects.filter(pk__in=deciders).order_by("username")
        reviewer.empty_label = str(_("All"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("The period ends before it begins."))
        return cleaned

    def decisions(self) -> QuerySet[Decision]:
        """The decisions that a valid form asks for, oldest first."""
        asked = self.cleaned_data
        found = Decision.objects.annotate(kind=KIND).order_by("decided_at", "pk")
        if asked["since"]:
            found = found.filter(decided_at__gte=midnight(asked["since"]))
        if asked["until"]:
            found = found.filter(decided_at__lt=midnight(asked["until"] + timedelta(days=1)))
        if asked["kind"]:
            found = found.filter(kind=asked["kind"])
        if asked["outcome"]:
            found = found.filter(outcome=asked["outcome"])
        if asked["reviewer"]:
            found = found.filter(decided_by=asked["reviewer"])
        return found

    def for_trail(self) -> dict[str, str]:
        """What was asked for, as the trail keeps it."""
        asked = self.cleaned_data
        reviewer = asked["reviewer"].get_username() if asked["reviewer"] else ""
        filters = {name: asked[name] for name in ("since", "until", "kind", "outcome")} | {"reviewer": reviewer}
        return {name: str(value) for name, value in filters.items() if value}


def default_period() -> dict[str, str]:
    """The last thirty days, today included."""
    today = timezone.localdate()
    return {"since": str(today - timedelta(days=DEFAULT_DAYS - 1)), "until": str(today)}


def by_reviewer(decisions: QuerySet[Decision]) -> list[dict[str, Any]]:
    """How many decisions of each outcome every reviewer took, in the order of ``DecisionOutcome``."""
    return [{"reviewer": name, **counts} for name, counts in _counted(decisions, "decided_by__username")]


def by_kind(decisions: QuerySet[Decision]) -> list[dict[str, Any]]:
    """As ``by_reviewer``, for every kind of document in the order of ``DocumentKind``; "" for one never recognised."""
    rows = dict(_counted(decisions, "kind"))
    return [{"kind": kind, **rows[kind]} for kind in (*DocumentKind, "") if kind in rows]


def _counted(decisions: QuerySet[Decision], by: str) -> Iterator[tuple[str, dict[str, Any]]]:
    counted: dict[str, dict[str, int]] = {}
    for row in decisions.order_by(by).values(by, "outcome").annotate(count=Count("pk")):
        counted.setdefault(row[by], {})[row["outcome"]] = row["count"]
    for name, counts in counted.items():
        yield name, {"counts": [counts.get(outcome, 0) for outcome in DecisionOutcome], "all": sum(counts.values())}


def totals(rows: Sequence[dict[str, Any]]) -> list[int]:
    """The sums of ``by_reviewer``'s columns, that of all outcomes last."""
    columns = [list(column) for column in zip(*(row["counts"] for row in rows), strict=True)]
    sums = [sum(column) for column in columns] or [0] * len(DecisionOutcome)
    return [*sums, sum(sums)]


def csv_lines(decision_ids: Sequence[uuid.UUID]) -> Iterator[str]:
    """The export in lines, read in batches, a byte order mark first (spreadsheets take UTF-8 for something else
    without it). No values of applicants."""
    yield BOM + _line(COLUMNS)
    for start in range(0, len(decision_ids), BATCH):
        yield from _batch(decision_ids[start : start + BATCH])


def safe_cell(value: object) -> str:
    """``value`` as text that no spreadsheet runs."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _batch(decision_ids: Sequence[uuid.UUID]) -> Iterator[str]:
    related = ("case", "decided_by", "policy_version")
    found = Decision.objects.annotate(kind=KIND).select_related(*related).in_bulk(decision_ids)
    warnings = _warnings(found.values())
    for decision_id in decision_ids:
        decision = found[decision_id]
        yield _line(_cells(decision, warnings.get(decision.inspection_id, [])))


def _cells(decision: Any, warnings: Sequence[str]) -> tuple[object, ...]:
    case = decision.case
    return (
        case.number,
        decision.round,
        decision.kind,
        decision.outcome,
        " ".join(reason["code"] for reason in decision.reasons),
        " ".join(reason["type"] for reason in decision.reasons),
        " ".join(warnings),
        decision.decided_by.get_username(),
        _moment(decision.decided_at),
        _moment(case.received_at),
        f"{(decision.decided_at - case.received_at).total_seconds() / 3600:.2f}",
        decision.policy_version.number,
    )


def _warnings(decisions: Any) -> dict[uuid.UUID | None, list[str]]:
    """Detected warnings of the inspections that were decided on."""
    inspections = [decision.inspection_id for decision in decisions if decision.inspection_id]
    detected = Finding.objects.filter(inspection__in=inspections, outcome=Outcome.DETECTED.value)
    codes: dict[uuid.UUID | None, list[str]] = {}
    for inspection_id, code in detected.order_by("code").values_list("inspection_id", "code").distinct():
        codes.setdefault(inspection_id, []).append(code)
    return codes


def _line(cells: Sequence[object]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, quoting=csv.QUOTE_MINIMAL).writerow([safe_cell(cell) for cell in cells])
    return buffer.getvalue()


def _moment(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds")


def midnight(day: date) -> datetime:
    """When ``day`` begins in the desk's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))
