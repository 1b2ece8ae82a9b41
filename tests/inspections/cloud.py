"""Cloud accounts for tests, and an engine that stands in for a vendor: it says what it is told and calls nobody."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kyc.audit.actor import SYSTEM
from kyc.documents.errors import DeskError
from kyc.documents.kinds import DocumentKind, FieldName
from kyc.documents.results import InspectionRequest, InspectionResult
from kyc.engines.cloud import making
from kyc.engines.cloud.access import CloudAccess
from kyc.inspections import cloud_accounts, engines
from kyc.inspections.models import CloudAccount
from tests.inspections.engines import CertainEngine

SECRET_ID, SECRET_KEY = "AKIDexampleexample", "key-that-nobody-may-see"
VENDOR = {"vendor_code": "InternalError", "request_id": "request-7"}


class StandIn:
    """What the vendor behind ``access`` answers: ``CertainEngine``'s result with other values for some fields."""

    version = "3"

    def __init__(self, access: CloudAccess, vendor: Vendor) -> None:
        self.name, self.access, self._vendor = access.protocol.value, access, vendor
        self.is_closed = False

    def close(self) -> None:
        self.is_closed = True

    def inspect(self, request: InspectionRequest) -> InspectionResult:
        self._vendor.requests.append(request)
        if self._vendor.failure:
            raise self._vendor.failure
        result = CertainEngine(Path()).inspect(request)
        fields = [replace(field, **self._vendor.changes.get(field.name, {})) for field in result.fields]
        kept = tuple(field for field in fields if field.name not in self._vendor.leaves_out)
        values: dict[str, Any] = {name: getattr(result, name) for name in InspectionResult.__slots__}
        told: dict[str, Any] = {
            "engine": self.name,
            "engine_version": self.version,
            "fields": kept,
            "notes": (),
            "findings": (),
        }
        told["kind"] = self._vendor.kind
        return InspectionResult(**{**values, **told})


class Vendor:
    """The stand-ins of one test, by what they answer; ``made`` are their engines, first to last."""

    def __init__(self) -> None:
        self.failure: DeskError | None = None
        self.changes: dict[FieldName, dict[str, Any]] = {}
        self.leaves_out: set[FieldName] = set()
        self.kind = DocumentKind.CN_ID_CARD
        self.refusal: DeskError | None = None
        self.made: list[StandIn] = []
        self.tried: list[CloudAccess] = []
        self.requests: list[InspectionRequest] = []

    def make_engine(self, access: CloudAccess) -> StandIn:
        self.made.append(StandIn(access, self))
        return self.made[-1]

    def try_access(self, access: CloudAccess) -> None:
        self.tried.append(access)
        if self.refusal:
            raise self.refusal


def stand_in(monkeypatch: pytest.MonkeyPatch) -> Vendor:
    """Put a vendor that calls nobody in place of every cloud engine."""
    vendor = Vendor()
    monkeypatch.setattr(making, "make_engine", vendor.make_engine)
    monkeypatch.setattr(making, "try_access", vendor.try_access)
    monkeypatch.setattr(engines, "_of_accounts", {})
    return vendor


def account(name: str = "Shanghai", *kinds: str, protocol: str = "tencent_v3", **more: Any) -> CloudAccount:
    """An account that may be sent ``kinds``."""
    details = {
        "endpoint": "https://ocr.example.com",
        "region": "ap-guangzhou",
        "secret_id": SECRET_ID,
        "secret_key": SECRET_KEY,
        **more,
    }
    return cloud_accounts.create_account(actor=SYSTEM, name=name, protocol=protocol, kinds=list(kinds), **details)
