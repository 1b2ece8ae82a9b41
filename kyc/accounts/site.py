"""The administration: Django's admin for the role that administers, with nothing in it that goes round the services."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, URLResolver
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _

from kyc.accounts.guards import current_user, require
from kyc.accounts.rights import Right, has_right
from kyc.documents.errors import DeskError
from kyc.web.words import say_error

if TYPE_CHECKING:  # generic for the type checker only
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
else:
    ModelAdmin, TabularInline = admin.ModelAdmin, admin.TabularInline

#: Words of Django's admin that its own Chinese catalogue lacks; ours is asked first.
BORROWED_WORDS = (_("Model name"), _("Add link"), _("Change or view list link"), _("Error:"))

#: Addresses of Django's admin that the desk has its own pages for, or no use.
_NOT_OURS = frozenset({"login", "logout", "password_change", "password_change_done", "autocomplete", "view_on_site"})


class DeskAdminSite(admin.AdminSite):
    """Open to administrators by role; Django's staff and superuser flags open nothing.

    Signing in and out stay with allauth's pages, so that second factor, limits and trail hold here too.
    """

    site_header = _("Administration")
    site_title = _("Review desk")
    index_title = _("Administration")
    enable_nav_sidebar = False

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take in the desk's own pages only: allauth's would show the secrets of second factors."""
        if admin_class is not None and issubclass(admin_class, ReadOnlyAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        return may_administer(request)

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        return require(Right.ADMINISTER)(super().admin_view(view, cacheable))

    def get_urls(self) -> list[URLPattern | URLResolver]:
        return [found for found in super().get_urls() if getattr(found, "name", None) not in _NOT_OURS]


def may_administer(request: HttpRequest) -> bool:
    return request.user.is_authenticated and has_right(current_user(request), Right.ADMINISTER)


class ReadOnlyAdmin(ModelAdmin):
    """Rows that administrators read and services write: no adding, changing or deleting.

    A subclass names in ``fields`` what may be seen; sealed values, image paths and free text are never among it.
    """

    actions: tuple[str, ...] = ()
    #: Names of the views of Django's admin that this one keeps.
    views: tuple[str, ...] = ("changelist", "change")

    def get_urls(self) -> list[URLPattern]:
        model = self.model._meta
        names = {f"{model.app_label}_{model.model_name}_{view}" for view in self.views}
        return [found for found in super().get_urls() if getattr(found, "name", None) in names]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return tuple(str(name) for name in self.get_fields(request, obj))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_administer(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return may_administer(request)

    def has_add_permission(self, request: HttpRequest, *_: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    # The trail says who did what; a second log beside it would only differ from it.
    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        """Nothing."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        """Nothing."""


class WrittenByServices(ReadOnlyAdmin):
    """Rows that administrators add and change by way of services, and nobody deletes."""

    views = ("changelist", "add", "change")

    def has_add_permission(self, request: HttpRequest, *_: Any) -> bool:
        return may_administer(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_administer(request)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Django's page; what a service refused becomes a message, and nothing of that save stays."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except DeskError as error:
            messages.error(request, say_error(error))
            return HttpResponseRedirect(request.get_full_path())


def shown_once(
    request: HttpRequest, site: admin.AdminSite, given: Mapping[str, Mapping[str, str]], then: str
) -> HttpResponse:
    """A page with what is given to somebody and never shown again, by name, and with the messages so far. It is the
    answer to the very request that made them: on the way to another page they would travel in a cookie.

    ``then`` is where the page leads on.
    """
    context = {**site.each_context(request), "title": _("Shown once"), "given": given, "then": then}
    response = render(request, "admin/accounts/shown_once.html", context)
    add_never_cache_headers(response)
    return response


class NamedValuesFilter(admin.AllValuesFieldListFilter):
    """The values of a column in words. Without a word for none, the link to it would be an empty one."""

    names: Mapping[str, Any] = {}

    def choices(self, changelist: Any) -> Iterator[Any]:
        for choice in super().choices(changelist):
            shown = str(choice["display"])
            yield {**choice, "display": self.names.get(shown, shown) if shown else _("none")}


class ReadOnlyInline(TabularInline):
    """Rows under their parent, as ``ReadOnlyAdmin`` shows them."""

    extra = 0
    can_delete = False
    show_change_link = False

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return tuple(str(name) for name in self.get_fields(request, obj))

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return may_administer(request)

    def has_add_permission(self, request: HttpRequest, *_: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
