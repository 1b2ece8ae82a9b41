"""An engine that asks a cloud service: one call for each capture, with the side that it is said to show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kyc.documents import errors
from kyc.documents.errors import DeskError, EngineNotConfigured, EngineUnavailable, InspectionError
from kyc.documents.kinds import FIELDS, SIDES, DocumentKind, Side
from kyc.documents.results import CaptureInput, InspectionRequest, InspectionResult
from kyc.engines.cloud.access import CloudAccess
from kyc.engines.cloud.account import Account
from kyc.engines.cloud.assembling import Answered, assembled
from kyc.engines.cloud.hearing import Heard, Page, Question, Vendor
from kyc.engines.cloud.pictures import Limits, Sent, prepare
from kyc.engines.cloud.vendor_errors import Refused
from kyc.engines.collecting import Seconds
from kyc.imaging.sandbox import MEBIBYTE

#: Of a picture whose side nobody stated: it shows another one than was asked for.
_OTHER_SIDE: Final = (errors.NoDocumentFound, errors.WrongSide, errors.UnreadableDocument, errors.NoTextFound)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A capture with what is sent of it and the side that it is said to show; None where nobody said."""

    capture: CaptureInput
    sent: Sent
    side: Side | None


class CloudEngine:
    """As ``protocol.Engine``. ``kinds`` are the documents that it may be sent and can read.

    A kind must be stated: these services are asked for one document and recognise none.
    """

    def __init__(self, access: CloudAccess, vendor: Vendor, account: Account) -> None:
        self.name = access.protocol.value
        self.version = vendor.version
        self.kinds = access.kinds & frozenset(vendor.sides)
        self._access, self._vendor, self._account = access, vendor, account

    def inspect(self, request: InspectionRequest) -> InspectionResult:
        """As ``Engine.inspect``.

        Raises:
            EngineNotConfigured: credentials are missing, the kind is not stated, or one that the account may not be
                sent or the service does not read.
            EngineAccountRefused, VendorUnavailable: as their sentences say, with the vendor's code and request id.
            InspectionError: what the vendor says of the picture.
        """
        try:
            return self._inspect(request)
        except DeskError:
            raise
        except Exception as error:  # an answer that nobody thought of; what it holds may be personal
            raise EngineUnavailable(type(error).__name__) from error

    def ask(self, question: Question) -> Heard:
        """One question to the vendor, tried again where that can help.

        Raises:
            Refused
        """
        return self._account.call(
            lambda: self._vendor.request(question), lambda answer: self._vendor.heard(answer, question)
        )

    def close(self) -> None:
        """Close the account's connections."""
        self._account.close()

    def _inspect(self, request: InspectionRequest) -> InspectionResult:
        kind, seconds = self._checked_kind(request), Seconds()
        with seconds.stage("decode"):
            asked = [self._prepared(kind, capture, request.max_side) for capture in request.captures]
        with seconds.stage("ask"):
            answered, is_swapped = self._answered(kind, asked)
        with seconds.stage("collect"):
            return assembled(self, self._access.name, answered, request, is_swapped=is_swapped, seconds=seconds)

    def _checked_kind(self, request: InspectionRequest) -> DocumentKind:
        missing = self._vendor.missing()
        if missing:
            raise EngineNotConfigured(f"no {', '.join(missing)}", engine=self._access.name)
        if request.kind_stated is None:
            raise EngineNotConfigured("no kind stated", engine=self._access.name)
        if request.kind_stated not in self.kinds:
            raise EngineNotConfigured(f"not for {request.kind_stated}", engine=self._access.name)
        return request.kind_stated

    def _prepared(self, kind: DocumentKind, capture: CaptureInput, max_side: int) -> _Asked:
        side = capture.side_stated if capture.side_stated in SIDES[kind] else None
        if side is not None and side not in self._vendor.sides[kind]:
            raise EngineNotConfigured(f"not for the {side} of {kind}", engine=self._access.name)
        return _Asked(capture, prepare(capture, self._vendor.limits(kind), max_side), side)

    def _answered(self, kind: DocumentKind, asked: Sequence[_Asked]) -> tuple[list[Answered], bool]:
        """What was answered of each capture, and whether two were given in the other order: once the vendor says that
        one shows the other side than stated, both are asked about the other way round."""
        try:
            return [self._answer(kind, one, one.side) for one in asked], False
        except errors.WrongSide:
            sides = [one.side for one in asked]
            if len(sides) != 2 or None in sides or sides[0] == sides[1]:
                raise
            return [self._answer(kind, one, side) for one, side in zip(asked, reversed(sides), strict=True)], True

    def _answer(self, kind: DocumentKind, asked: _Asked, side: Side | None) -> Answered:
        if side is not None or self._vendor.finds_side(kind):
            return Answered(asked.capture, asked.sent, (self._heard(kind, asked, side),))
        return Answered(asked.capture, asked.sent, tuple(self._each_side(kind, asked)))

    def _each_side(self, kind: DocumentKind, asked: _Asked) -> Iterator[Heard]:
        """The vendor is asked for each side in turn, as it does not find out: a picture may show either, or both. Name
        and number stand on both; a side is there where something was read that only it prints.

        Raises:
            EngineNotConfigured: it shows none of those that the service reads, and the document has others.
            InspectionError: it shows none.
        """
        refused: InspectionError | None = None
        is_found = False
        for side in self._vendor.sides[kind]:
            try:
                heard = self._heard(kind, asked, side)
            except _OTHER_SIDE as error:
                refused = refused or error
            else:
                if any(_has_own(page) for page in heard.pages):
                    is_found = True
                    yield heard
        if is_found:
            return
        if set(self._vendor.sides[kind]) != set(SIDES[kind]):
            raise EngineNotConfigured(f"not for every side of {kind}", engine=self._access.name)
        raise refused or errors.UnreadableDocument("no side", capture_id=asked.capture.capture_id)

    def _heard(self, kind: DocumentKind, asked: _Asked, side: Side | None) -> Heard:
        try:
            return self.ask(Question(kind, side, asked.sent.data))
        except Refused as refused:
            limits = self._vendor.limits(kind)
            raise told(refused, self._access, limits, asked.capture.capture_id, _other(kind, side)) from refused


def told(
    refused: Refused, access: CloudAccess, limits: Limits, capture_id: str = "", other_side: str = ""
) -> InspectionError:
    """``refused`` as people are told it. The vendor's code and request id go along, for whoever asks its support."""
    error = refused.meaning.error
    params: dict[str, str | int | float] = {
        "engine": access.name,
        "vendor_code": refused.code or "-",
        "request_id": refused.request_id or "-",
    }
    if issubclass(error, errors.WrongSide):
        params["side"] = other_side
    elif issubclass(error, errors.FileTooLarge):
        params["limit_mb"] = limits.max_bytes // MEBIBYTE
    elif issubclass(error, errors.ImageTooLarge):
        params["limit_px"] = limits.max_side
    elif issubclass(error, errors.ImageTooSmall):
        params["limit_px"] = limits.min_side
    is_about_picture = not issubclass(error, EngineUnavailable)
    details = f"{access.protocol} {refused.code} request {refused.request_id or '-'}"
    return error(details, capture_id=capture_id if is_about_picture else "", **params)


def _has_own(page: Page) -> bool:
    """Whether a value was read that no other side of the document prints."""
    others = {name for side in SIDES[page.kind] if side is not page.side for name in FIELDS[page.kind, side]}
    return any(value.text.strip() for name, value in page.values.items() if name not in others)


def _other(kind: DocumentKind, side: Side | None) -> str:
    return next((other.value for other in SIDES[kind] if other is not side), "")
