"""Cases to read: where they stand, nothing of whom they are about."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from kyc.accounts.site import ReadOnlyAdmin, ReadOnlyInline
from kyc.cases.models import Case, Document
from kyc.web.labels import label


class DocumentInline(ReadOnlyInline):
    model = Document
    fields = ("kind_name", "stated_name", "round", "created_at")

    @admin.display(description=_("kind"))
    def kind_name(self, document: Document) -> str:
        return label(document.kind, "kind") or self.get_empty_value_display()

    @admin.display(description=_("stated kind"))
    def stated_name(self, document: Document) -> str:
        return label(document.kind_stated, "kind") or self.get_empty_value_display()


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
