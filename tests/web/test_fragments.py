"""A page for the browser, a part of it for htmx, and never the one from a cache in place of the other."""

from __future__ import annotations

import pytest
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory
from django.urls import reverse

from kyc.web.fragments import SignInAgainMiddleware, redirect_whole_page, wants_fragment

HTMX = {"HX-Request": "true"}


@pytest.mark.parametrize(
    ("headers", "fragment"),
    [
        ({}, False),
        (HTMX, True),
        ({**HTMX, "HX-Boosted": "true"}, False),
        ({**HTMX, "HX-History-Restore-Request": "true"}, False),
    ],
)
def test_who_gets_a_fragment(headers: dict[str, str], fragment: bool) -> None:
    assert wants_fragment(RequestFactory().get("/", headers=headers)) is fragment


def test_a_redirect_moves_the_whole_page_also_out_of_htmx() -> None:
    plain = redirect_whole_page(RequestFactory().get("/"), "/cases/")
    assert (plain.status_code, plain["Location"]) == (302, "/cases/")
    htmx = redirect_whole_page(RequestFactory().get("/", headers=HTMX), "/cases/")
    assert (htmx.status_code, htmx["HX-Redirect"], htmx.content) == (204, "/cases/", b"")
    assert plain["Vary"] == htmx["Vary"] == "HX-Request"


def answer(location: str, **headers: str) -> HttpResponse:
    middleware = SignInAgainMiddleware(lambda request: HttpResponseRedirect(location))
    response = middleware(RequestFactory().get("/cases/1/progress", {"seen": "queued"}, headers=headers))
    assert isinstance(response, HttpResponse)
    return response


def test_sign_in_never_ends_up_in_a_fragment() -> None:
    login = reverse("account_login")
    response = answer(f"{login}?next=/cases/1/progress", **HTMX, **{"HX-Current-URL": "http://testserver/cases/1?a=b"})
    assert response.status_code == 204
    assert response["HX-Redirect"] == f"{login}?next=/cases/1%3Fa%3Db"


def test_other_redirects_and_pages_are_left_alone() -> None:
    assert answer("/elsewhere", **HTMX)["Location"] == "/elsewhere"
    login = reverse("account_login")
    assert answer(f"{login}?next=/")["Location"] == f"{login}?next=/"


def test_nobody_is_sent_back_to_another_site() -> None:
    login = reverse("account_login")
    response = answer(f"{login}?next=/", **HTMX, **{"HX-Current-URL": "https://example.com/trap"})
    assert "example.com" not in response["HX-Redirect"]
