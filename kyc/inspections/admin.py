"""Runs to read: which engine, how it ended, which detectors spoke. No values, places or reasons."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from kyc.accounts.site import NamedValuesFilter, ReadOnlyAdmin, ReadOnlyInline
from kyc.inspections import admin_cloud  # noqa: F401 - registers accounts and orders
from kyc.inspections.models import Check, Finding, Inspection
from kyc.web.labels import FAILURES, label


class FindingInline(ReadOnlyInline):
    model = Finding
    fields = ("side_name", "warning", "said", "gravity", "score", "line", "detector_version")

    @admin.display(description=_("side"))
    def side_name(self, finding: Finding) -> str:
        return label(finding.side, "side")

    @admin.display(description=_("warning"))
    def warning(self, finding: Finding) -> str:
        return label(finding.code, "warning")

    @admin.display(description=_("outcome"))
    def said(self, finding: Finding) -> str:
        return label(finding.outcome, "outcome")

    @admin.display(description=_("severity"))
    def gravity(self, finding: Finding) -> str:
        return label(finding.severity, "severity")


class CheckInline(ReadOnlyInline):
    model = Check
    fields = ("name", "said")

    @admin.display(description=_("check"))
    def name(self, check: Check) -> str:
        return label(check.code, "check")

    @admin.display(description=_("outcome"))
    def said(self, check: Check) -> str:
        return label(check.outcome, "outcome")


class FailureFilter(NamedValuesFilter):
    names = FAILURES


@admin.register(Inspection)
class InspectionAdmin(ReadOnlyAdmin):
    list_display = ("case_number", "round", "state", "kind_name", "reader", "queued_at", "finished_at", "failure")
    list_filter = ("state", "purpose", ("engine", NamedValuesFilter), ("failure_code", FailureFilter))
    search_fields = ("document__case__number",)
    date_hierarchy = "queued_at"
    ordering = ("-queued_at",)
    list_select_related = ("document__case",)
    fields = (
        "case_number",
        "round",
        "purpose",
        "asked_of",
        "state",
        "attempts",
        "queued_at",
        "started_at",
        "finished_at",
        "engine",
        "engine_version",
        "account_name",
        "kind_name",
        "failure",
        "failure_retryable",
        "policy_version",
    )
    inlines = (FindingInline, CheckInline)

    @admin.display(description=_("case"), ordering="document__case__number")
    def case_number(self, inspection: Inspection) -> str:
        return inspection.document.case.number

    @admin.display(description=_("read by"), ordering="account_name")
    def reader(self, inspection: Inspection) -> str:
        return label(inspection.read_by, "engine") or self.get_empty_value_display()

    @admin.display(description=_("engine asked"), ordering="asked")
    def asked_of(self, inspection: Inspection) -> str:
        return label(inspection.asked, "engine") or self.get_empty_value_display()

    @admin.display(description=_("kind"), ordering="kind")
    def kind_name(self, inspection: Inspection) -> str:
        return label(inspection.kind, "kind") or self.get_empty_value_display()

    @admin.display(description=_("failure"), ordering="failure_code")
    def failure(self, inspection: Inspection) -> str:
        return label(inspection.failure_code, "failure") or self.get_empty_value_display()
