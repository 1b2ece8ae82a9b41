"""Users and roles, API clients, and the trail to read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kyc.accounts import admin_clients, links, services  # noqa: F401 - the first registers API clients
from kyc.accounts.actors import actor_of
from kyc.accounts.models import Role, User
from kyc.accounts.site import NamedValuesFilter, ReadOnlyAdmin, WrittenByServices, shown_once
from kyc.audit.actor import Actor
from kyc.audit.models import AuditEvent


@admin.register(User)
class UserAdmin(WrittenByServices):
    """Every change goes through ``kyc.accounts.services``; accounts are closed, never deleted."""

    actions = ("issue_links", "remove_second_factors")
    list_display = ("username", "full_name", "role", "is_active", "can_sign_in", "is_demo", "last_login")
    list_filter = ("role", "is_active", "is_demo")
    search_fields = ("username", "first_name", "last_name")
    ordering = ("username",)

    @admin.display(description=_("name"))
    def full_name(self, user: User) -> str:
        return user.get_full_name()

    @admin.display(description=_("has a password"), boolean=True)
    def can_sign_in(self, user: User) -> bool:
        return user.has_usable_password()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        names = ("username", "role", "first_name", "last_name", "email")
        return names if obj is None else (*names, "is_active", "last_login", "date_joined", "is_demo")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return () if obj is None else ("username", "last_login", "date_joined", "is_demo")

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm[User], change: bool) -> None:
        if change:
            _save_changes(actor_of(request), obj, form.changed_data)
            return
        names = ("username", "role", "first_name", "last_name", "email")
        made = services.create_user(actor=actor_of(request), **{name: getattr(obj, name) for name in names})
        obj.__dict__.update(made.__dict__)

    def response_add(self, request: HttpRequest, obj: User, post_url_continue: str | None = None) -> HttpResponse:
        return self._links_for(request, [obj])

    @admin.action(description=_("Give a one-time link to set a password"))
    def issue_links(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponseBase | None:
        return self._links_for(request, queryset.filter(is_active=True))

    @admin.action(description=_("Remove the second factor (device lost)"))
    def remove_second_factors(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponseBase | None:
        removed = sum(services.remove_second_factor(actor=actor_of(request), user=user) for user in queryset)
        sentence = ngettext(
            "The second factor of %(count)d account was removed.",
            "The second factors of %(count)d accounts were removed.",
            removed,
        )
        messages.success(request, sentence % {"count": removed})
        return None

    def _links_for(self, request: HttpRequest, users: Iterable[User]) -> HttpResponse:
        sentence = gettext("Hand this link to %(name)s; it works once and for three days: %(link)s")
        for user in users:
            link = request.build_absolute_uri(links.issue_link(actor=actor_of(request), user=user))
            messages.info(request, sentence % {"name": user.get_username(), "link": link})
        return shown_once(request, self.admin_site, {}, reverse("admin:accounts_user_changelist"))


def _save_changes(actor: Actor, user: User, changed: list[str]) -> None:
    """One service for each kind of change; ``user`` holds what the form says, the database what was."""
    services.change_details(
        actor=actor, user=user, first_name=user.first_name, last_name=user.last_name, email=user.email
    )
    if "role" in changed:
        services.change_role(actor=actor, user=user, role=user.role)
    if "is_active" in changed:
        (services.reactivate if user.is_active else services.deactivate)(actor=actor, user=user)


class RoleFilter(NamedValuesFilter):
    names: Mapping[str, Any] = dict(Role.choices)


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    """The trail to look through; it holds no personal values. Verifying and exporting it is the auditor's page."""

    list_display = ("sequence", "at", "action", "actor_name", "actor_role", "case_number", "subject", "old", "new")
    list_filter = ("action", ("actor_role", RoleFilter))
    search_fields = ("case_number", "actor_name", "subject")
    date_hierarchy = "at"
    ordering = ("-sequence",)
    show_full_result_count = False
    fields = (
        "sequence",
        "at",
        "action",
        "actor_kind",
        "actor_id",
        "actor_name",
        "actor_role",
        "ip",
        "user_agent",
        "case_number",
        "side",
        "subject",
        "old",
        "new",
        "reasons",
        "policy_version",
        "details",
        "previous_hash",
        "previous_case_hash",
        "hash",
    )
