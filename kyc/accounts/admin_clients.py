"""API clients in the administration. Every change goes through ``kyc.accounts.clients``."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kyc.accounts import clients
from kyc.accounts.actors import actor_of
from kyc.accounts.models import ApiClient, ApiService
from kyc.accounts.site import WrittenByServices, shown_once
from kyc.documents.errors import DeskError
from kyc.web.words import say_error

if TYPE_CHECKING:  # generic for the type checker only
    ClientModelForm = forms.ModelForm[ApiClient]
else:
    ClientModelForm = forms.ModelForm


class ApiClientForm(ClientModelForm):
    """Whether a field was changed is held against what the page showed, not against what is kept by then: calls take
    from the quota while somebody reads."""

    services = forms.MultipleChoiceField(
        label=_("opened services"), choices=ApiService.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    buckets = forms.CharField(label=_("buckets"), required=False, help_text=_("One or several, separated by spaces."))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "buckets" in self.initial:
            self.initial["buckets"] = " ".join(self.initial["buckets"])
        for field in self.fields.values():
            field.show_hidden_initial = True

    def clean_buckets(self) -> list[str]:
        return str(self.cleaned_data["buckets"]).split()

    class Meta:
        model = ApiClient
        fields = ("name",)


@admin.register(ApiClient)
class ApiClientAdmin(WrittenByServices):
    """Clients are disabled, never deleted. Keys are shown once, in the answer to the request that made them."""

    form = ApiClientForm
    actions = ("rotate_keys", "revoke_former_keys")
    list_display = ("name", "is_enabled", "state", "quota", "app_id", "secret_id", "rotated_at", "created_at")
    list_filter = ("is_enabled", "state")
    search_fields = ("name", "app_id", "secret_id")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        names = ("app_id", "secret_id", "project_id", "iam_domain", "iam_user", "rotated_at", "created_at")
        return ("name",) if obj is None else ("name", *clients.CHANGEABLE, *names)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return tuple(name for name in self.get_fields(request, obj) if name not in clients.CHANGEABLE) if obj else ()

    def save_model(self, request: HttpRequest, obj: ApiClient, form: forms.ModelForm[ApiClient], change: bool) -> None:
        if change:
            changes = {name: form.cleaned_data[name] for name in form.changed_data}
            clients.change_client(actor=actor_of(request), client=obj, changes=changes)
            return
        made, credentials = clients.create_client(actor=actor_of(request), name=obj.name)
        obj.__dict__.update(made.__dict__, credentials=credentials)

    def response_add(self, request: HttpRequest, obj: ApiClient, post_url_continue: str | None = None) -> HttpResponse:
        messages.warning(request, gettext("These are shown once. Keep them where only the client can read them."))
        given = {obj.name: asdict(obj.__dict__["credentials"])}
        return shown_once(request, self.admin_site, given, reverse("admin:accounts_apiclient_change", args=[obj.pk]))

    @admin.action(description=_("Give a new key and password"))
    def rotate_keys(self, request: HttpRequest, queryset: QuerySet[ApiClient]) -> HttpResponseBase | None:
        given = {}
        for client in queryset:
            try:
                secret_key, password = clients.rotate(actor=actor_of(request), client=client)
            except DeskError as error:
                # Those that have new keys by now must see them.
                messages.error(request, f"{client.name}: {say_error(error)}")
            else:
                given[client.name] = {"secret_key": secret_key, "iam_password": password}
        if not given:
            return None
        messages.warning(request, gettext("These are shown once. Keep them where only the client can read them."))
        messages.info(request, gettext("The former key is taken for one more day, unless it is revoked."))
        return shown_once(request, self.admin_site, given, reverse("admin:accounts_apiclient_changelist"))

    @admin.action(description=_("Revoke the former key now"))
    def revoke_former_keys(self, request: HttpRequest, queryset: QuerySet[ApiClient]) -> HttpResponseBase | None:
        revoked = sum(clients.revoke_former_key(actor=actor_of(request), client=client) for client in queryset)
        sentence = ngettext(
            "The former key of %(count)d client was revoked.",
            "The former keys of %(count)d clients were revoked.",
            revoked,
        )
        messages.success(request, sentence % {"count": revoked})
        return None
