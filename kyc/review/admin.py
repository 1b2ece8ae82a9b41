"""Decisions to read, without their notes."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from kyc.accounts.site import ReadOnlyAdmin
from kyc.review.models import Decision


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = ("case", "round", "outcome", "reason_codes", "decided_by", "decided_at")
    list_filter = ("outcome", "decided_by")
    search_fields = ("case__number",)
    date_hierarchy = "decided_at"
    ordering = ("-decided_at",)
    list_select_related = ("case", "decided_by")
    fields = ("case", "round", "outcome", "reason_codes", "decided_by", "decided_at", "policy_version")

    @admin.display(description=_("reasons"))
    def reason_codes(self, decision: Decision) -> str:
        return ", ".join(str(reason["code"]) for reason in decision.reasons)
