"""Every URL against every role. An address without a row fails, and so does a row that the desk answers otherwise.

Cases, drafts and links in these addresses do not exist: whoever may come in gets 404 (or what the row says), and
whoever may not is refused before the desk looks, so that nobody can find out what exists.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import pytest
from django.core.cache import cache
from django.http import HttpResponseBase
from django.test import Client

from kyc.accounts.models import Role, User
from tests.access.routes import routes
from tests.accounts.people import one_of_each

ANONYMOUS: Final = "anonymous"
ROLES: Final = frozenset(Role.values)
EVERYBODY: Final = ROLES | {ANONYMOUS}
SIGNED_OUT: Final = frozenset({ANONYMOUS})
UPLOADING: Final = frozenset({Role.REVIEWER, Role.SENIOR_REVIEWER, Role.LEAD})
REVIEWING: Final = UPLOADING
EXPORTING: Final = frozenset({Role.LEAD, Role.MANAGER})
AUDITING: Final = frozenset({Role.AUDITOR})
ADMINISTERING: Final = frozenset({Role.ADMINISTRATOR})

NOBODY: Final = frozenset[str]()

NO_CASE: Final = "00000000-0000-4000-8000-000000000000"
METHODS: Final = ("GET", "POST")


@dataclass(frozen=True)
class Allowed:
    """Who gets in, and with which status; everybody else is sent to sign in or gets 403.

    ``others`` is the status for those outside where the page says something else to them than 403.
    """

    who: frozenset[str]
    status: int
    others: int = 403


@dataclass(frozen=True)
class Row:
    url: str
    get: Allowed
    post: Allowed
    data: Mapping[str, str] = field(default_factory=dict)


def page(url: str, who: frozenset[str], get: int = 200, post: int = 405, **data: str) -> Row:
    return Row(url, Allowed(who, get), Allowed(who, post), data)


def own(url: str, get: int = 200, post: int = 200, **data: str) -> Row:
    """A page of everybody's own account."""
    return page(url, ROLES, get, post, **data)


def administration(url: str, get: int = 200, post: int = 200) -> Row:
    return page(f"/admin/{url}", ADMINISTERING, get, post)


def read_only(model: str) -> dict[str, Row]:
    """List and page of rows that administrators read. Nobody posts anything to them."""
    listed, single = f"admin/{model}/", f"admin/{model}/<path:object_id>/change/"
    return {
        listed: administration(f"{model}/"),
        single: Row(f"/admin/{model}/0/change/", Allowed(ADMINISTERING, 302), Allowed(NOBODY, 0)),
    }


TABLE: Final[dict[str, Row]] = {
    # open to all
    "healthz": page("/healthz", EVERYBODY, 503, 405),
    "i18n/setlang/": page("/i18n/setlang/", EVERYBODY, 302, 302, language="en"),
    "theme": page("/theme", EVERYBODY, 405, 303, theme="dark"),
    "favicon.ico": page("/favicon.ico", EVERYBODY, 301, 405),
    "accounts/login/": Row("/accounts/login/", Allowed(SIGNED_OUT, 200, 302), Allowed(SIGNED_OUT, 200, 302)),
    "accounts/inactive/": page("/accounts/inactive/", EVERYBODY, 200, 405),
    "accounts/first/<str:uidb64>/<str:token>/": page("/accounts/first/MQ/a-b/", EVERYBODY, 410, 410),
    # one's own account
    "accounts/logout/": Row("/accounts/logout/", Allowed(ROLES, 200, 302), Allowed(ROLES, 302, 302)),
    "accounts/reauthenticate/": own("/accounts/reauthenticate/"),
    "accounts/password/": own("/accounts/password/"),
    "accounts/2fa/": own("/accounts/2fa/", post=405),
    "accounts/2fa/authenticate/": page("/accounts/2fa/authenticate/", EVERYBODY, 302, 302),
    "accounts/2fa/reauthenticate/": own("/accounts/2fa/reauthenticate/", 302, 302),
    "accounts/2fa/totp/activate/": own("/accounts/2fa/totp/activate/", 302, 302),
    "accounts/2fa/totp/deactivate/": own("/accounts/2fa/totp/deactivate/", 404, 404),
    "accounts/2fa/codes/": own("/accounts/2fa/codes/", 404, 405),
    "accounts/2fa/codes/generate/": own("/accounts/2fa/codes/generate/", 302, 302),
    "accounts/2fa/codes/download/": own("/accounts/2fa/codes/download/", 404, 404),
    # the way in
    "upload": page("/upload", UPLOADING, 200, 422),
    "cases/<uuid:case_id>/progress": page(f"/cases/{NO_CASE}/progress", UPLOADING, 404, 405),
    "cases/<uuid:case_id>/inspect-again": page(f"/cases/{NO_CASE}/inspect-again", UPLOADING, 405, 404),
    "cases/<uuid:case_id>/pictures": page(f"/cases/{NO_CASE}/pictures", UPLOADING, 404, 404),
    # the work
    # What is posted here is a call of a vendor's API, whoever is signed in: it is answered as one.
    "": page("/", EVERYBODY, 302, 200),
    "cases": page("/cases", REVIEWING),
    "cases/search": page("/cases/search", REVIEWING, 405, 302),
    "cases/next": page("/cases/next", REVIEWING, 405, 302),
    "cases/none-left": page("/cases/none-left", REVIEWING),
    "cases/<uuid:case_id>": page(f"/cases/{NO_CASE}", REVIEWING, 404, 405),
    "cases/<uuid:case_id>/decide": page(f"/cases/{NO_CASE}/decide", REVIEWING, 405, 404),
    "cases/<uuid:case_id>/release": page(f"/cases/{NO_CASE}/release", REVIEWING, 405, 404),
    "cases/<uuid:case_id>/warnings/<int:finding_id>": page(f"/cases/{NO_CASE}/warnings/1", REVIEWING, 405, 404),
    "cases/<uuid:case_id>/second-opinions": page(f"/cases/{NO_CASE}/second-opinions", REVIEWING, 404, 404),
    "cases/<uuid:case_id>/second-opinions/<uuid:inspection_id>": page(
        f"/cases/{NO_CASE}/second-opinions/{NO_CASE}", REVIEWING, 404, 405
    ),
    "cases/<uuid:case_id>/evidence/<int:evidence_id>": page(f"/cases/{NO_CASE}/evidence/1", REVIEWING, 404, 405),
    "cases/<uuid:case_id>/images/<uuid:capture_id>": page(f"/cases/{NO_CASE}/images/{NO_CASE}", REVIEWING, 404, 405),
    "cases/<uuid:case_id>/crops/<int:crop_id>": page(f"/cases/{NO_CASE}/crops/1", REVIEWING, 404, 405),
    # numbers and the trail
    "reports": page("/reports", EXPORTING),
    "reports/decisions.csv": page("/reports/decisions.csv?since=2026-01-01&until=2026-01-31", EXPORTING),
    "reports/detectors": page("/reports/detectors", EXPORTING),
    "reports/detectors.csv": page("/reports/detectors.csv?since=2026-01-01&until=2026-01-31", EXPORTING),
    "trail": page("/trail", AUDITING),
    "trail/verify": page("/trail/verify", AUDITING, 405, 200),
    "trail/cases/<str:number>": page("/trail/cases/2026-000001", AUDITING, 404, 405),
    # the administration
    "admin/": administration(""),
    "admin/jsi18n/": administration("jsi18n/", post=405),
    "admin/^(?P<app_label>accounts|audit|policy|cases|inspections|review|gateway)/$": administration("accounts/"),
    "admin/(?P<url>.*)$": administration("nothing-here/", 404, 404),
    "admin/accounts/user/": administration("accounts/user/"),
    "admin/accounts/user/add/": administration("accounts/user/add/"),
    "admin/accounts/user/<path:object_id>/change/": administration("accounts/user/0/change/", 302, 302),
    "admin/accounts/apiclient/": administration("accounts/apiclient/"),
    "admin/accounts/apiclient/add/": administration("accounts/apiclient/add/"),
    "admin/accounts/apiclient/<path:object_id>/change/": administration("accounts/apiclient/0/change/", 302, 302),
    "admin/policy/policyversion/": administration("policy/policyversion/"),
    "admin/policy/policyversion/add/": administration("policy/policyversion/add/"),
    "admin/policy/policyversion/<path:object_id>/change/": administration("policy/policyversion/0/change/", 404, 404),
    "admin/policy/policyversion/<int:pk>/publish/": administration("policy/policyversion/0/publish/", 404, 404),
    "admin/policy/policyversion/<int:pk>/discard/": administration("policy/policyversion/0/discard/", 404, 404),
    "admin/inspections/cloudaccount/": administration("inspections/cloudaccount/"),
    "admin/inspections/cloudaccount/add/": administration("inspections/cloudaccount/add/"),
    "admin/inspections/cloudaccount/<path:object_id>/change/": administration(
        "inspections/cloudaccount/0/change/", 302, 302
    ),
    "admin/inspections/engineorder/": administration("inspections/engineorder/"),
    "admin/inspections/engineorder/add/": administration("inspections/engineorder/add/"),
    "admin/inspections/engineorder/<path:object_id>/change/": administration(
        "inspections/engineorder/0/change/", 302, 302
    ),
    **read_only("audit/auditevent"),
    **read_only("cases/case"),
    **read_only("inspections/inspection"),
    **read_only("review/decision"),
    **read_only("gateway/apicall"),
}


def test_every_url_has_its_row() -> None:
    assert routes() == sorted(TABLE)


@pytest.fixture
def people(db: None) -> dict[str, User]:
    cache.clear()
    return one_of_each()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("route", sorted(TABLE))
def test_only_those_in_the_table_get_in(route: str, method: str, people: dict[str, User]) -> None:
    row = TABLE[route]
    allowed = row.get if method == "GET" else row.post
    got = {who: seen(answer(row, method, people.get(who))) for who in sorted(EVERYBODY)}
    assert got == {who: expected(allowed, who) for who in sorted(EVERYBODY)}


def answer(row: Row, method: str, user: User | None) -> HttpResponseBase:
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    return client.get(row.url) if method == "GET" else client.post(row.url, dict(row.data))


def seen(response: HttpResponseBase) -> int | str:
    """The status, or that the visitor was sent to sign in."""
    sent_to_sign_in = response.status_code == 302 and response["Location"].startswith("/accounts/login/?next=")
    return "sign in" if sent_to_sign_in else response.status_code


def expected(allowed: Allowed, who: str) -> int | str:
    if who in allowed.who:
        return allowed.status
    return "sign in" if who == ANONYMOUS and allowed.others == 403 else allowed.others
