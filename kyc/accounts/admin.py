"""Users and roles, API clients, and the trail to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kyc.accounts import clients, links, services
from kyc.accounts.actors import actor_of
from kyc.accounts.models import ApiClient, ApiService, Role, User
from kyc.accounts.site import NamedValuesFilter, ReadOnlyAdmin, may_administer
from kyc.audit.actor import Actor
from kyc.audit.models import AuditEvent
from kyc.documents.errors import DeskError
from kyc.web.words import say_error


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """Every change goes through ``kyc.accounts.services``; accounts are closed, never deleted."""

    views = ("changelist", "add", "change")
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

    def has_add_permission(self, request: HttpRequest, *_: Any) -> bool:
        return may_administer(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_administer(request)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        names = ("username", "role", "first_name", "last_name", "email")
        return names if obj is None else (*names, "is_active", "last_login", "date_joined", "is_demo")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return () if obj is None else ("username", "last_login", "date_joined", "is_demo")

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Django's page; what a service refused becomes a message, and nothing of that save stays."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except DeskError as error:
            messages.error(request, say_error(error))
            return HttpResponseRedirect(request.get_full_path())

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm[User], change: bool) -> None:
        if change:
            _save_changes(actor_of(request), obj, form.changed_data)
            return
        names = ("username", "role", "first_name", "last_name", "email")
        made = services.create_user(actor=actor_of(request), **{name: getattr(obj, name) for name in names})
        obj.__dict__.update(made.__dict__)
        self._show_link(request, made)

    @admin.action(description=_("Give a one-time link to set a password"))
    def issue_links(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponseBase | None:
        for user in queryset.filter(is_active=True):
            self._show_link(request, user)
        return None

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

    def _show_link(self, request: HttpRequest, user: User) -> None:
        link = request.build_absolute_uri(links.issue_link(actor=actor_of(request), user=user))
        sentence = gettext("Hand this link to %(name)s; it works once and for three days: %(link)s")
        messages.info(request, sentence % {"name": user.get_username(), "link": link})


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


if TYPE_CHECKING:  # generic for the type checker only
    ClientModelForm = forms.ModelForm[ApiClient]
else:
    ClientModelForm = forms.ModelForm


class ApiClientForm(ClientModelForm):
    services = forms.MultipleChoiceField(
        label=_("opened services"), choices=ApiService.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    buckets = forms.CharField(label=_("buckets"), required=False, help_text=_("One or several, separated by spaces."))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "buckets" in self.initial:
            self.initial["buckets"] = " ".join(self.initial["buckets"])

    def clean_buckets(self) -> list[str]:
        return str(self.cleaned_data["buckets"]).split()

    class Meta:
        model = ApiClient
        fields = ("name",)


@admin.register(ApiClient)
class ApiClientAdmin(ReadOnlyAdmin):
    """Every change goes through ``kyc.accounts.clients``; clients are disabled, never deleted. Keys are shown once."""

    form = ApiClientForm
    views = ("changelist", "add", "change")
    actions = ("rotate_keys",)
    list_display = ("name", "is_enabled", "state", "quota", "app_id", "secret_id", "rotated_at", "created_at")
    list_filter = ("is_enabled", "state")
    search_fields = ("name", "app_id", "secret_id")

    def has_add_permission(self, request: HttpRequest, *_: Any) -> bool:
        return may_administer(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_administer(request)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        names = ("app_id", "secret_id", "project_id", "iam_domain", "iam_user", "rotated_at", "created_at")
        return ("name",) if obj is None else ("name", *clients.CHANGEABLE, *names)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return tuple(name for name in self.get_fields(request, obj) if name not in clients.CHANGEABLE) if obj else ()

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Django's page; what a service refused becomes a message, and nothing of that save stays."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except DeskError as error:
            messages.error(request, say_error(error))
            return HttpResponseRedirect(request.get_full_path())

    def save_model(self, request: HttpRequest, obj: ApiClient, form: forms.ModelForm[ApiClient], change: bool) -> None:
        if change:
            changes = {name: form.cleaned_data[name] for name in form.changed_data}
            clients.change_client(actor=actor_of(request), client=obj, changes=changes)
            return
        made, credentials = clients.create_client(actor=actor_of(request), name=obj.name)
        obj.__dict__.update(made.__dict__)
        messages.warning(request, gettext("These are shown once. Keep them where only the client can read them."))
        messages.info(request, " · ".join(f"{name} {value}" for name, value in asdict(credentials).items()))

    @admin.action(description=_("Give a new key and password"))
    def rotate_keys(self, request: HttpRequest, queryset: QuerySet[ApiClient]) -> HttpResponseBase | None:
        for client in queryset:
            secret_key, password = clients.rotate(actor=actor_of(request), client=client)
            sentence = gettext(
                "Shown once, for %(name)s: secret_key %(key)s · iam_password %(password)s. The former key is taken for"
                " one more day."
            )
            messages.info(request, sentence % {"name": client.name, "key": secret_key, "password": password})
        return None
