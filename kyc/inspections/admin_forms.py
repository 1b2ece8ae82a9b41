"""The administration's forms for cloud accounts and orders of engines: what services would refuse is said beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kyc.documents.errors import DeskError
from kyc.inspections import cloud_accounts
from kyc.inspections.errors import (
    CredentialsMissing,
    DetailMissing,
    EndpointRefused,
    FigureOutOfRange,
    KindNotServed,
)
from kyc.inspections.models import LOCAL, NOT_STATED, CloudAccount, EngineOrder
from kyc.web.labels import KINDS, ORDERS, label
from kyc.web.words import say_error

if TYPE_CHECKING:  # generic for the type checker only
    AccountModelForm = forms.ModelForm[CloudAccount]
    OrderModelForm = forms.ModelForm[EngineOrder]
else:
    AccountModelForm = OrderModelForm = forms.ModelForm

#: Beside which field each sentence stands; all others above the form.
_PLACES: Final[dict[type[DeskError], str]] = {
    EndpointRefused: "endpoint",
    KindNotServed: "kinds",
    CredentialsMissing: "secret_key",
}
#: What is said under a field.
_TOLD: Final = {
    "name": _("Reviewers see it beside what the account read. It stays."),
    "endpoint": _(
        "https:// and a host, such as https://ocr.tencentcloudapi.com, https://recognition.image.myqcloud.com or"
        " https://ocr.cn-north-4.myhuaweicloud.com."
    ),
    "region": _("Tencent Cloud OCR needs one that it serves, such as ap-guangzhou."),
    "calls_per_second": _("What the vendor allows this account; calls over it wait."),
}
#: The places of an order, first to last.
PLACES: Final = ("first", "second", "third", "fourth")


def secret_field(title: Any) -> forms.CharField:
    """A credential: typed unseen, never sent back to the page."""
    unseen = forms.PasswordInput(render_value=False, attrs={"autocomplete": "off", "class": "vTextField"})
    return forms.CharField(label=title, required=False, max_length=200, widget=unseen)


class CloudAccountForm(AccountModelForm):
    secret_id = secret_field(_("secret id (access key)"))
    secret_key = secret_field(_("secret key"))
    kinds = forms.MultipleChoiceField(
        label=_("documents that may be sent there"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = CloudAccount
        fields = ("name", "protocol", *cloud_accounts.CHANGEABLE)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.label = capfirst(str(field.label))
        for name, told in _TOLD.items():
            if name in self.fields:
                self.fields[name].help_text = told
        served = set(cloud_accounts.kinds_of(self.instance.protocol)) if self.instance.pk else set(KINDS)
        self.fields["kinds"].choices = [(kind, name) for kind, name in KINDS.items() if kind in served]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        protocol = self.instance.protocol or values.get("protocol")
        if protocol and not self.errors:
            self._tell(lambda: cloud_accounts.check(protocol, values))
            self._tell(self._check_credentials)
        return values

    @property
    def credentials(self) -> dict[str, str]:
        """Both as typed; empty where they stay as they are."""
        pair = {name: self.cleaned_data.get(name, "").strip() for name in ("secret_id", "secret_key")}
        return pair if any(pair.values()) else {}

    def _check_credentials(self) -> None:
        typed, is_new = self.credentials, self.instance.pk is None
        if not all(typed.values()) or (is_new and not typed):
            raise CredentialsMissing

    def _tell(self, check: Any) -> None:
        try:
            check()
        except DetailMissing as error:
            for name in str(error.params["names"]).split(", "):
                self.add_error(name, gettext("This protocol needs it."))
        except FigureOutOfRange as error:
            self.add_error(str(error.params["figure"]), say_error(error))
        except DeskError as error:
            self.add_error(_PLACES.get(type(error)), say_error(error))


class EngineOrderForm(OrderModelForm):
    kind = forms.ChoiceField(label=_("stated kind"))
    first = forms.ChoiceField(label=_("asked first"))
    second = forms.ChoiceField(label=_("where that does not work"), required=False)
    third = forms.ChoiceField(label=_("then"), required=False)
    fourth = forms.ChoiceField(label=_("at last"), required=False)

    class Meta:
        model = EngineOrder
        fields = ("kind",)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._accounts = {str(account.pk): account for account in _accounts_for(self.instance.kind)}
        choices = [
            (LOCAL, gettext("This machine: nothing leaves it")),
            *((key, said_of(account)) for key, account in self._accounts.items()),
        ]
        for field in self.fields.values():
            field.label = capfirst(str(field.label))
        for place in PLACES:
            self.fields[place].choices = choices if place == "first" else [("", "—"), *choices]  # type: ignore[attr-defined]
        if self.instance.pk:
            del self.fields["kind"]
        else:
            taken = set(EngineOrder.objects.values_list("kind", flat=True))
            self.fields["kind"].choices = [(k, name) for k, name in ORDERS.items() if k not in taken]  # type: ignore[attr-defined]
        for place, account in zip(PLACES, _present(self.instance), strict=False):
            self.initial[place] = str(account.pk) if account else LOCAL

    @property
    def kind_set(self) -> str:
        return self.instance.kind or str(self.cleaned_data.get("kind", ""))

    @property
    def engines(self) -> list[CloudAccount | None]:
        """The engines chosen, first to last; None is this machine."""
        chosen = [self.cleaned_data.get(place, "") for place in PLACES]
        return [self._accounts.get(key) for key in chosen if key]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                cloud_accounts.check_order(self.kind_set, self.engines)
            except DeskError as error:
                self.add_error(None, say_error(error))
        return values


def said_of(account: CloudAccount) -> str:
    """An account with what putting it into an order means."""
    sent = gettext("%(name)s: pictures are sent to %(endpoint)s")
    would_be = gettext("%(name)s (disabled): pictures would be sent to %(endpoint)s")
    sentence = sent if account.is_enabled else would_be
    return sentence % {"name": account.name, "endpoint": account.endpoint}


def said_of_order(order: EngineOrder) -> str:
    """An order in one line."""
    names = [account.name if account else label(LOCAL, "engine") for account in _present(order)]
    return " → ".join(names)


def _present(order: EngineOrder) -> list[CloudAccount | None]:
    if not order.pk:
        return []
    return [place.account for place in order.engines.select_related("account")]


def _accounts_for(kind: str) -> list[CloudAccount]:
    """The accounts that may be sent ``kind``, none where only this machine can read; all while no kind is chosen."""
    accounts = CloudAccount.objects.all()
    if kind == NOT_STATED:
        return []
    return [account for account in accounts if not kind or kind in account.kinds]
