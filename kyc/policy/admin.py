"""Policy versions: drafts to write, a comparison to read before publishing, and published versions to look up."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kyc.accounts.actors import actor_of
from kyc.accounts.site import ReadOnlyAdmin, may_administer
from kyc.authenticity.lines import DEFAULT_LINES
from kyc.documents.errors import DeskError
from kyc.policy import services
from kyc.policy.difference import differences
from kyc.policy.forms import OUTCOME_LABELS, Draft
from kyc.policy.models import PolicyState, PolicyVersion
from kyc.web.labels import KINDS, label
from kyc.web.words import say_error


@admin.register(PolicyVersion)
class PolicyVersionAdmin(ReadOnlyAdmin):
    """Drafts and versions; each change is a service of ``kyc.policy.services``."""

    views = ("changelist", "add", "change")
    list_display = ("name", "state", "note", "created_by", "created_at", "published_by", "published_at")
    list_filter = ("state",)
    ordering = ("-number", "-created_at")

    @admin.display(description=_("version"))
    def name(self, version: PolicyVersion) -> str:
        return _name(version)

    def has_add_permission(self, request: HttpRequest, *_: Any) -> bool:
        return may_administer(request)

    def get_urls(self) -> list[URLPattern]:
        def guarded(view: Any) -> Any:
            return self.admin_site.admin_view(view)

        own = [
            path("<int:pk>/publish/", guarded(self.publish_view), name="policy_policyversion_publish"),
            path("<int:pk>/discard/", guarded(self.discard_view), name="policy_policyversion_discard"),
        ]
        return own + super().get_urls()

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """A draft that begins as the version in force."""
        return self._edit(request, services.current(), is_new=True)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        version = get_object_or_404(PolicyVersion, pk=_whole(object_id))
        if version.state == PolicyState.PUBLISHED:
            return self._show(request, version)
        return self._edit(request, version, is_new=False)

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """GET compares the draft with the version in force, POST publishes it."""
        draft = get_object_or_404(PolicyVersion, pk=pk, state=PolicyState.DRAFT)
        if request.method == "POST":
            return self._publish(request, draft)
        in_force = services.current()
        changes = differences(services.content_of(in_force), services.content_of(draft))
        context = {"draft": draft, "in_force": in_force, "changes": changes}
        return self._page(request, "publish", gettext("Publish this draft?"), context)

    def discard_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        draft = get_object_or_404(PolicyVersion, pk=pk, state=PolicyState.DRAFT)
        if request.method != "POST":
            return redirect("admin:policy_policyversion_change", draft.pk)
        services.discard_draft(draft, actor_of(request))
        messages.success(request, gettext("The draft was discarded."))
        return redirect("admin:policy_policyversion_changelist")

    def _publish(self, request: HttpRequest, draft: PolicyVersion) -> HttpResponseBase:
        try:
            published = services.publish(draft, actor_of(request))
        except DeskError as error:
            messages.error(request, say_error(error))
            return redirect("admin:policy_policyversion_change", draft.pk)
        messages.success(request, gettext("Version %(number)s is in force.") % {"number": published.number})
        return redirect("admin:policy_policyversion_change", published.pk)

    def _edit(self, request: HttpRequest, version: PolicyVersion, *, is_new: bool) -> HttpResponse:
        if not may_administer(request):
            raise PermissionDenied
        draft = Draft(request.POST or None, version, services.content_of(version))
        if request.method == "POST" and draft.is_valid():
            return self._saved_or_told(request, version, draft, is_new=is_new)
        title = gettext("New draft") if is_new else gettext("Draft")
        return self._page(request, "draft", title, {"draft": draft, "version": None if is_new else version})

    def _saved_or_told(
        self, request: HttpRequest, version: PolicyVersion, draft: Draft, *, is_new: bool
    ) -> HttpResponse:
        try:
            return self._save(request, version, draft, is_new=is_new)
        except DeskError as error:
            messages.error(request, say_error(error))
            return redirect("admin:policy_policyversion_changelist")

    def _save(self, request: HttpRequest, version: PolicyVersion, draft: Draft, *, is_new: bool) -> HttpResponse:
        actor = actor_of(request)
        assert draft.content is not None  # noqa: S101 - is_valid() saw to it
        if is_new:
            saved = services.create_draft(actor, draft.content, draft.note)
        else:
            saved = services.change_draft(version, actor, draft.content, draft.note)
        if "_publish" in request.POST:
            return redirect("admin:policy_policyversion_publish", saved.pk)
        messages.success(request, gettext("The draft is saved. It is not in force until it is published."))
        return redirect("admin:policy_policyversion_change", saved.pk)

    def _show(self, request: HttpRequest, version: PolicyVersion) -> HttpResponse:
        content = services.content_of(version)
        context = {
            "version": version,
            "reasons": [
                (reason, [OUTCOME_LABELS[outcome] for outcome in reason.outcomes]) for reason in content.reasons
            ],
            "kinds": [KINDS[kind] for kind in content.accepted_kinds],
            "lines": [
                (label(code, "warning"), content.lines.get(code), shipped) for code, shipped in DEFAULT_LINES.items()
            ],
        }
        return self._page(request, "version", _name(version), context)

    def _page(self, request: HttpRequest, name: str, title: str, context: dict[str, Any]) -> HttpResponse:
        common = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "list_url": reverse("admin:policy_policyversion_changelist"),
        }
        return TemplateResponse(request, f"admin/policy/{name}.html", {**common, **context})


def _name(version: PolicyVersion) -> str:
    if version.number is None:
        return gettext("Draft")
    return gettext("Version %(number)s") % {"number": version.number}


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() else 0
