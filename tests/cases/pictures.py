"""Uploads for tests that do not look at the pictures."""

from __future__ import annotations

from kyc.audit.actor import SYSTEM
from kyc.cases.models import Case
from kyc.cases.services import UploadedPage
from kyc.documents.results import DeclaredData
from kyc.intake.services import receive

REFERENCE = "CUSTOMER-4711"
DECLARED = DeclaredData("肖行梓", "219963199109029839", "1991-09-02", "2038-06-02")


def page(mark: bytes = b"front", **values: object) -> UploadedPage:
    facts = {"page": 0, "format": "JPEG", "width": 1600, "height": 1200, "view_width": 1600, "view_height": 1200}
    return UploadedPage(data=b"original " + mark, view_jpeg=b"view " + mark, **{**facts, **values})  # type: ignore[arg-type]


def received(reference: str = REFERENCE, *marks: bytes) -> Case:
    pages = [page(mark) for mark in marks or (b"front", b"back")]
    return receive(actor=SYSTEM, user=None, reference=reference, pages=pages, declared=DECLARED, kind_stated="")
