"""Cloud accounts and orders of engines in the administration. Every change goes through ``cloud_accounts``."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kyc.accounts.actors import actor_of
from kyc.accounts.site import WrittenByServices
from kyc.inspections import cloud_accounts
from kyc.inspections.admin_forms import PLACES, CloudAccountForm, EngineOrderForm, said_of_order
from kyc.inspections.models import CloudAccount, EngineOrder
from kyc.web.labels import label
from kyc.web.words import say_error


@admin.register(CloudAccount)
class CloudAccountAdmin(WrittenByServices):
    """Accounts are disabled, never deleted; their credentials are never shown again."""

    form = CloudAccountForm
    actions = ("try_accounts",)
    list_display = ("name", "protocol", "endpoint", "documents", "is_enabled", "rotated_at")
    list_filter = ("protocol", "is_enabled")
    search_fields = ("name", "endpoint")
    fields = ("name", "protocol", *cloud_accounts.CHANGEABLE)

    @admin.display(description=_("documents"))
    def documents(self, account: CloudAccount) -> str:
        return ", ".join(label(kind, "kind") for kind in account.kinds) or self.get_empty_value_display()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        given = [_("Kept encrypted and never shown again.")]
        if obj is not None:
            given.append(_("Leave both empty to keep the present ones."))
        sent = _(
            "Tick what may leave this machine. Pictures of such documents are sent to the endpoint, whole and unmasked,"
            " with nothing but the kind and side they show: whenever this account stands in the order of their kind and"
            " its turn comes, and whenever a reviewer asks it for a second opinion."
        )
        stamps = () if obj is None else ("rotated_at", "created_at")
        return (
            (None, {"fields": ("name", "protocol", "endpoint", "region", "is_enabled", *stamps)}),
            (_("Credentials"), {"fields": ("secret_id", "secret_key"), "description": " ".join(map(str, given))}),
            (_("What is sent, and to whom"), {"fields": ("kinds",), "description": sent}),
            (
                _("Of single protocols"),
                {
                    "fields": ("app_id", "bucket", "project_id"),
                    "description": _(
                        "Tencent's older API needs the app id and the bucket, Huawei Cloud the project id; Tencent"
                        " Cloud OCR needs none of them."
                    ),
                },
            ),
            (_("Times and rates"), {"fields": ("connect_seconds", "answer_seconds", "calls_per_second")}),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return () if obj is None else ("name", "protocol", "rotated_at", "created_at")

    def save_model(
        self, request: HttpRequest, obj: CloudAccount, form: forms.ModelForm[CloudAccount], change: bool
    ) -> None:
        assert isinstance(form, CloudAccountForm)  # noqa: S101 - Django gives back the form it was told to use
        actor, values = actor_of(request), form.cleaned_data
        details = {name: values[name] for name in cloud_accounts.CHANGEABLE}
        if not change:
            made = cloud_accounts.create_account(
                actor=actor, name=values["name"], protocol=values["protocol"], **details, **form.credentials
            )
            obj.__dict__.update(made.__dict__)
            return
        cloud_accounts.change_account(actor=actor, account=obj, changes=details)
        if form.credentials:
            cloud_accounts.rotate_credentials(actor=actor, account=obj, **form.credentials)

    def response_add(self, request: HttpRequest, obj: CloudAccount, *more: Any) -> HttpResponse:
        return _back_to_try(request, obj) or super().response_add(request, obj, *more)

    def response_change(self, request: HttpRequest, obj: CloudAccount) -> HttpResponse:
        return _back_to_try(request, obj) or super().response_change(request, obj)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Django saves within a transaction. The vendor is called after it: nobody else could write meanwhile."""
        response = super().changeform_view(request, object_id, form_url, extra_context)
        account = getattr(response, "account_to_try", None)
        if account is not None:
            _try(request, account)
        return response

    @admin.action(description=_("Try these accounts (one call each, with an empty picture)"))
    def try_accounts(self, request: HttpRequest, queryset: QuerySet[CloudAccount]) -> HttpResponseBase | None:
        for account in queryset:
            _try(request, account)
        return None


@admin.register(EngineOrder)
class EngineOrderAdmin(WrittenByServices):
    """One order a kind; a kind without one is read on this machine alone."""

    form = EngineOrderForm
    list_display = ("kind_name", "engines_in_order", "sent_to", "changed_at")
    fields = ("kind", *PLACES)

    @admin.display(description=_("stated kind"), ordering="kind")
    def kind_name(self, order: EngineOrder) -> str:
        return label(order.kind, "order")

    @admin.display(description=_("engines, in the order in which they are asked"))
    def engines_in_order(self, order: EngineOrder) -> str:
        return said_of_order(order)

    @admin.display(description=_("pictures are sent to"))
    def sent_to(self, order: EngineOrder) -> str:
        accounts = [place.account for place in order.engines.select_related("account")]
        return ", ".join(account.endpoint for account in accounts if account) or gettext("nobody")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        told = _(
            "Documents stated to be of this kind are read by the first engine that works; the next is asked only where"
            " one does not work. A vendor is sent the pictures, whole and unmasked, with the kind and side they show,"
            " and nothing else of the case. A vendor can be chosen once its account may be sent such documents."
        )
        return ((None, {"fields": self.get_fields(request, obj), "description": told}),)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("kind", *PLACES) if obj is None else ("kind_name", *PLACES)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return () if obj is None else ("kind_name",)

    def save_model(
        self, request: HttpRequest, obj: EngineOrder, form: forms.ModelForm[EngineOrder], change: bool
    ) -> None:
        assert isinstance(form, EngineOrderForm)  # noqa: S101 - Django gives back the form it was told to use
        saved = cloud_accounts.set_order(actor=actor_of(request), kind=form.kind_set, engines=form.engines)
        obj.__dict__.update(saved.__dict__)
        _say_what_is_sent(request, saved, [account for account in form.engines if account])


def _back_to_try(request: HttpRequest, account: CloudAccount) -> HttpResponse | None:
    """The account's own page, which says what came of trying it, where that was asked for."""
    if "_try" not in request.POST:
        return None
    response = HttpResponseRedirect(reverse("admin:inspections_cloudaccount_change", args=[account.pk]))
    response.account_to_try = account  # type: ignore[attr-defined]
    return response


def _try(request: HttpRequest, account: CloudAccount) -> None:
    wrong = cloud_accounts.try_account(actor=actor_of(request), account=account)
    if wrong:
        whose = "" if "engine" in wrong.params else f"{account.name}: "
        messages.error(request, whose + say_error(wrong))
    else:
        said = gettext("%(name)s works: the vendor answers and accepts the credentials.")
        messages.success(request, said % {"name": account.name})


def _say_what_is_sent(request: HttpRequest, order: EngineOrder, accounts: list[CloudAccount]) -> None:
    kind = label(order.kind, "order")
    if not accounts:
        messages.info(request, gettext("%(kind)s: read on this machine, nothing leaves it.") % {"kind": kind})
        return
    said = gettext("%(kind)s: pictures are sent to %(endpoints)s from now on.")
    messages.warning(request, said % {"kind": kind, "endpoints": ", ".join(one.endpoint for one in accounts)})
