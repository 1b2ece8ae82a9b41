"""Decisions for managers: filtered, counted, and as CSV without personal values."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from django import forms
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kyc.accounts.models import User
from kyc.documents.kinds import DocumentKind
from kyc.documents.warnings import Outcome
from kyc.inspections.models import Finding
from kyc.reports.csv_files import BOM, csv_line
from kyc.reports.periods import KIND, PeriodFilters
from kyc.review.models import Decision, DecisionOutcome

BATCH: Final = 500

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


class DecisionFilters(PeriodFilters):
    """Decisions by period and document, outcome and reviewer."""

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

    def decisions(self) -> QuerySet[Decision]:
        asked, found = self.cleaned_data, super().decisions()
        if asked["outcome"]:
            found = found.filter(outcome=asked["outcome"])
        if asked["reviewer"]:
            found = found.filter(decided_by=asked["reviewer"])
        return found


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
    """The export in lines, read in batches. No values of applicants."""
    yield BOM + csv_line(COLUMNS)
    for start in range(0, len(decision_ids), BATCH):
        yield from _batch(decision_ids[start : start + BATCH])


def _batch(decision_ids: Sequence[uuid.UUID]) -> Iterator[str]:
    related = ("case", "decided_by", "policy_version")
    found = Decision.objects.annotate(kind=KIND).select_related(*related).in_bulk(decision_ids)
    warnings = _warnings(found.values())
    for decision_id in decision_ids:
        decision = found[decision_id]
        yield csv_line(_cells(decision, warnings.get(decision.inspection_id, [])))


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


def _moment(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds")
