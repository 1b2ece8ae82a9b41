"""Runs to read: which engine, how it ended, which detectors spoke. No values, places or reasons."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from kyc.accounts.site import ReadOnlyAdmin, ReadOnlyInline
from kyc.inspections.models import Check, Finding, Inspection


class FindingInline(ReadOnlyInline):
    model = Finding
    fields = ("side", "code", "outcome", "severity", "score", "line", "detector_version")


class CheckInline(ReadOnlyInline):
    model = Check
    fields = ("code", "outcome")


@admin.register(Inspection)
class InspectionAdmin(ReadOnlyAdmin):
    list_display = ("case_number", "round", "state", "kind", "engine", "queued_at", "finished_at", "failure_code")
    list_filter = ("state", "engine", "failure_code")
    search_fields = ("document__case__number",)
    date_hierarchy = "queued_at"
    ordering = ("-queued_at",)
    list_select_related = ("document__case",)
    fields = (
        "case_number",
        "round",
        "state",
        "attempts",
        "queued_at",
        "started_at",
        "finished_at",
        "engine",
        "engine_version",
        "kind",
        "failure_code",
        "failure_retryable",
        "policy_version",
    )
    inlines = (FindingInline, CheckInline)

    @admin.display(description=_("case"), ordering="document__case__number")
    def case_number(self, inspection: Inspection) -> str:
        return inspection.document.case.number
