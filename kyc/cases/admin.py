"""Cases to read: where they stand, nothing of whom they are about."""

from __future__ import annotations

from django.contrib import admin

from kyc.accounts.site import ReadOnlyAdmin, ReadOnlyInline
from kyc.cases.models import Case, Document


class DocumentInline(ReadOnlyInline):
    model = Document
    fields = ("kind", "kind_stated", "round", "created_at")


@admin.register(Case)
class CaseAdmin(ReadOnlyAdmin):
    list_display = ("number", "state", "received_at", "decided_at", "policy_version")
    list_filter = ("state", "policy_version")
    search_fields = ("number",)
    date_hierarchy = "received_at"
    ordering = ("-received_at",)
    list_select_related = ("policy_version",)
    fields = ("number", "state", "received_at", "decided_at", "policy_version", "created_by")
    inlines = (DocumentInline,)
