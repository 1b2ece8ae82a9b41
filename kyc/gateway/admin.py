"""Calls of the gateway, for administrators to read: who called what, when, and how it ended."""

from __future__ import annotations

from django.contrib import admin

from kyc.accounts.site import ReadOnlyAdmin
from kyc.gateway.models import ApiCall


@admin.register(ApiCall)
class ApiCallAdmin(ReadOnlyAdmin):
    list_display = ("at", "client", "api", "action", "code", "kind", "milliseconds", "calls", "request_id")
    list_filter = ("api", "action", "code", "client")
    search_fields = ("request_id",)
    date_hierarchy = "at"
    show_full_result_count = False
    list_select_related = ("client",)
    fields = ("at", "client", "api", "action", "code", "kind", "milliseconds", "calls", "request_id")
