"""Upload forms sent at one moment to a running desk: the same form is one case, two forms are two; both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.accounts.people import PASSWORD
from tests.other_processes import call
from tests.postgres import create_database
from tests.running.processes import wait_for
from tests.running_desk import ROOT, Desk, desk

PROGRAM = "tests.concurrency.uploads"
PICTURE = (ROOT / "kyc" / "demo_pictures" / "clean_portrait.jpg").read_bytes()
#: Forms sent each time; the web server answers eight requests at once.
AT_ONCE = 4

pytestmark = pytest.mark.xdist_group("uploads")


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def running(request: pytest.FixtureRequest) -> Iterator[Desk]:
    more = {"KYC_DEMO": "0", "DJANGO_SETTINGS_MODULE": "tests.running.gated_settings"}
    if request.param == "postgresql":
        more["KYC_DATABASE_URL"] = create_database(request.getfixturevalue("postgres_server"))
    with desk(**more) as running:
        call(running.environment, PROGRAM, "person", "kim")
        yield running


@pytest.fixture
def browser(running: Desk) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=running.url, timeout=60) as client:
        client.get("/accounts/login/")
        send(client, "/accounts/login/", login="kim", password=PASSWORD)
        yield client


def send(client: httpx.Client, path: str, picture: bytes = b"", **values: str) -> str:
    """Send a form; where the desk then leads."""
    data = {**values, "csrfmiddlewaretoken": client.cookies["csrftoken"]}
    response = client.post(path, data=data, files={"front": ("front.jpg", picture)} if picture else None)
    assert response.status_code == 302, response.text
    return response.headers["Location"]


def at_once(actions: Sequence[Callable[[], str]]) -> list[str]:
    barrier = Barrier(len(actions))

    def act(action: Callable[[], str]) -> str:
        barrier.wait()
        return action()

    with ThreadPoolExecutor(len(actions)) as threads:
        return list(threads.map(act, actions))


def wait_until_inspected(browser: httpx.Client, progress: str) -> None:
    wait_for("inspected", lambda: browser.get(progress).status_code == 302)


def cases_of(running: Desk, reference: str) -> list[dict[str, Any]]:
    return [case for case in call(running.environment, PROGRAM, "cases") if case["reference"] == reference]


RECEIVED_AND_INSPECTED = ["case.received", "inspection.finished"]


def test_the_same_form_is_one_case(running: Desk, browser: httpx.Client) -> None:
    same = partial(send, browser, "/upload", PICTURE, token=str(uuid4()), reference="SAME")
    (progress,) = set(at_once([same] * AT_ONCE))
    wait_until_inspected(browser, progress)
    (case,) = cases_of(running, "SAME")
    assert (case["events"], case["inspections"]) == (RECEIVED_AND_INSPECTED, ["succeeded"])


def test_other_forms_are_other_cases_also_of_one_applicant(running: Desk, browser: httpx.Client) -> None:
    forms = [partial(send, browser, "/upload", PICTURE, token=str(uuid4()), reference="OTHER") for _ in range(AT_ONCE)]
    for progress in at_once(forms):
        wait_until_inspected(browser, progress)
    cases = cases_of(running, "OTHER")
    assert len({case["number"] for case in cases}) == len(cases) == AT_ONCE
    for case in cases:
        assert (case["events"], case["inspections"]) == (RECEIVED_AND_INSPECTED, ["succeeded"])


def test_the_same_new_pictures_are_one_round(running: Desk, browser: httpx.Client) -> None:
    progress = send(browser, "/upload", PICTURE, token=str(uuid4()), reference="AGAIN")
    wait_until_inspected(browser, progress)
    again = partial(send, browser, progress.replace("progress", "pictures"), PICTURE, round="1")
    assert at_once([again] * AT_ONCE) == [progress] * AT_ONCE
    wait_until_inspected(browser, progress)
    (case,) = cases_of(running, "AGAIN")
    assert case["rounds"] == len(case["inspections"]) == 2
    assert case["events"] == [*RECEIVED_AND_INSPECTED, "pictures.replaced", "inspection.finished"]
