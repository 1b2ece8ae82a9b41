"""The frame that every page stands in: policy, language, theme, navigation, error pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django.fixtures import Settings

from kyc.accounts.models import Role, User
from kyc.documents.errors import EngineUnavailable
from kyc.web import errors

ROOT = Path(django_settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))

pytestmark = pytest.mark.django_db


def member(role: Role, **more: object) -> User:
    return User.objects.create_user(f"test-{role}", password="a long enough phrase", role=role, **more)


def signed_in(role: Role) -> Client:
    client = Client()
    client.force_login(member(role))
    return client


def page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_the_policy_allows_nothing_inline_and_nobody_else(client: Client) -> None:
    policy = client.get(reverse("account_login"))["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert "http" not in policy
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_no_template_holds_inline_code_or_a_foreign_address(template: Path) -> None:
    text = re.sub(r"{#.*?#}", "", template.read_text())
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"<style\b", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"\son[a-z]+\s*=", text)
    assert not re.search(r"(src|href|action)\s*=\s*[\"'](https?:)?//", text)


def test_static_files_name_no_foreign_address() -> None:
    for path in [*(ROOT / "static").rglob("*.css"), *(ROOT / "static").rglob("*.js")]:
        found = re.findall(
            r"(?:https?:)?//[a-z0-9-]+\.[a-z]+[^\s\"')]*", re.sub(r"^\s*//.*$", "", path.read_text(), flags=re.M)
        )
        assert [url for url in found if "www.w3.org" not in url] == [], path


@pytest.mark.parametrize(
    ("role", "there", "absent"),
    [
        (Role.REVIEWER, {"upload", "case_list"}, {"trail", "reports", "admin:index"}),
        (Role.LEAD, {"upload", "case_list", "reports"}, {"trail", "admin:index"}),
        (Role.MANAGER, {"reports"}, {"upload", "case_list", "trail", "admin:index"}),
        (Role.AUDITOR, {"trail"}, {"upload", "case_list", "reports", "admin:index"}),
        (Role.ADMINISTRATOR, {"admin:index"}, {"upload", "case_list", "trail", "reports"}),
    ],
)
def test_navigation_shows_what_the_role_may_open(role: Role, there: set[str], absent: set[str]) -> None:
    client = signed_in(role)
    nav = re.search(r"<nav.*?</nav>", page(client, reverse("account_change_password")), re.S)
    assert nav
    hrefs = set(re.findall(r'href="([^"]+)"', nav.group()))
    assert {reverse(name) for name in there} <= hrefs
    assert not {reverse(name) for name in absent} & hrefs


def test_language_switch(client: Client) -> None:
    login = reverse("account_login")
    assert '<html lang="en"' in page(client, login)
    response = client.post(reverse("set_language"), {"language": "zh-hans", "next": login})
    assert response["Location"] == login
    text = page(client, login)
    assert '<html lang="zh-hans"' in text
    assert re.search(r'value="zh-hans"[^>]*aria-pressed="true"', text)


def test_theme_switch_without_javascript(client: Client) -> None:
    login = reverse("account_login")
    assert 'data-theme="system"' in page(client, login)
    response = client.post(reverse("theme"), {"theme": "dark", "next": login})
    assert (response.status_code, response["Location"]) == (303, login)
    assert client.cookies["theme"]["samesite"] == "Lax"
    assert 'data-theme="dark"' in page(client, login)


@pytest.mark.parametrize("theme", ["", "sepia", '"><script>'])
def test_an_unknown_theme_is_refused_and_never_written_into_a_page(client: Client, theme: str) -> None:
    assert client.post(reverse("theme"), {"theme": theme}).status_code == 400
    client.cookies["theme"] = theme
    assert 'data-theme="system"' in page(client, reverse("account_login"))


def test_the_theme_switch_leads_nowhere_else(client: Client) -> None:
    response = client.post(reverse("theme"), {"theme": "dark", "next": "https://example.com/"})
    assert response["Location"] == reverse("home")


def test_the_banner_is_there_while_a_demo_account_is(client: Client) -> None:
    user = member(Role.REVIEWER, is_demo=True)
    assert "demo-banner" in page(client, reverse("account_login"))
    user.delete()
    assert "demo-banner" not in page(client, reverse("account_login"))


def test_a_page_that_is_not_there(client: Client) -> None:
    response = client.get("/nothing/here")
    assert response.status_code == 404
    assert b"Nothing here" in response.content
    assert b'class="topbar"' in response.content


def test_error_pages_keep_the_language(client: Client) -> None:
    response = client.get("/nothing/here", headers={"Accept-Language": "zh-hans"})
    assert b'<html lang="zh-hans"' in response.content
    assert "language" in response["Vary"].lower()


def test_a_form_that_was_open_too_long() -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(reverse("theme"), {"theme": "dark"})
    assert response.status_code == 403
    assert b"open for too long" in response.content


def test_a_request_that_is_too_large() -> None:
    request = RequestFactory().get("/")
    assert errors.bad_request(request, RequestDataTooBig()).status_code == 413
    assert errors.bad_request(request, ValueError("inner text")).status_code == 400
    assert b"inner text" not in errors.bad_request(request, ValueError("inner text")).content


def test_a_server_error_says_so_even_when_its_page_cannot_be_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*args: object, **kwargs: object) -> None:
        raise OperationalError("database is away")

    monkeypatch.setattr(errors, "render", unreachable)
    response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert b"The desk made a mistake" in response.content
    assert b"database is away" not in response.content


def test_an_expected_failure_becomes_its_sentence() -> None:
    middleware = errors.DeskErrorMiddleware(
        lambda request: errors.error_page(request, status=200, title="", sentence="")
    )
    response = middleware.process_exception(RequestFactory().get("/"), EngineUnavailable("inner details"))
    assert response is not None
    assert response.status_code == 503
    assert b"recognition engine is not working" in response.content
    assert b"inner details" not in response.content
    assert middleware.process_exception(RequestFactory().get("/"), ValueError()) is None


def test_htmx_is_told_to_keep_within_the_policy(client: Client, settings: Settings) -> None:
    text = page(client, reverse("account_login"))
    assert '"allowEval": false' in text
    assert '"includeIndicatorStyles": false' in text
    assert '"historyCacheSize": 0' in text
    assert re.search(r'<body hx-headers=\'{"X-CSRFToken": "\w+"}\'', text)
