"""What a vendor is asked and what it said, between its own wire format and the desk's results."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from kyc.documents.geometry import Point
from kyc.documents.kinds import DocumentKind, FieldName, Side
from kyc.documents.results import CropKind
from kyc.documents.warnings import Outcome, WarningCode
from kyc.engines.cloud.pictures import Limits
from kyc.engines.cloud.vendor_errors import Refused, malformed
from kyc.protocols.wire import WireAnswer, WireRequest

#: What a value is worth of which its vendor gives no confidence. No measurement is behind it, and the vendors' "99 %"
#: is none of a single value: it lies below what the desk's own engine calls sure (0.95), so that people look at it.
UNSTATED_CONFIDENCE: Final = 0.90
#: Among places: values, of which the vendor does not say which.
FIELDS: Final = "fields"
#: Characters that a value has at most; records and remarks are the longest.
LONGEST_TEXT: Final = 1000
#: What else than a text may stand where a text belongs: some servers write numbers as they are.
_TEXTS: Final = (str, int, float)


@dataclass(frozen=True, slots=True)
class Question:
    """One capture: ``kind`` as stated, ``side`` None where the vendor is to find out, ``picture`` as it is sent."""

    kind: DocumentKind
    side: Side | None
    picture: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Value:
    """A text as it was answered, empty where nothing was read. ``corners`` lie in pixels of the picture that was sent,
    clockwise from the top left; there are four of them or none."""

    text: str
    confidence: float = UNSTATED_CONFIDENCE
    corners: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One side as it was read. A field that is not among ``values`` is none that this answer could carry; ``crops`` are
    the vendor's bytes, undecoded."""

    kind: DocumentKind
    side: Side
    values: Mapping[FieldName, Value]
    crops: Mapping[CropKind, bytes] = field(default_factory=dict, repr=False)

    @property
    def is_read(self) -> bool:
        return any(value.text.strip() for value in self.values.values())


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of one warning. ``score`` is 0-100 and ``line`` where the vendor says a warning begins, None where
    it says neither; ``places`` what it lies on (``portrait``, ``emblem``, ``other``, ``FIELDS``)."""

    outcome: Outcome
    score: float | None = None
    line: float | None = None
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """The whole answer to one question. ``api`` names the vendor's protocol, what answered and its version, in 40
    letters at most; of a warning that is not among ``said`` it was not asked."""

    pages: tuple[Page, ...]
    api: str
    said: Mapping[WarningCode, Said] = field(default_factory=dict)


class Vendor(Protocol):
    """A vendor's protocol from the client's side. It keeps no state but the account's values."""

    version: str
    #: The sides of each kind that it reads.
    sides: Mapping[DocumentKind, tuple[Side, ...]]

    def missing(self) -> tuple[str, ...]:
        """Values of the account that the protocol needs and that are empty, by their names."""
        ...

    def limits(self, kind: DocumentKind) -> Limits: ...

    def finds_side(self, kind: DocumentKind) -> bool:
        """Whether a picture of ``kind`` can be sent without saying which side it shows."""
        ...

    def request(self, question: Question) -> WireRequest:
        """Signed for this moment."""
        ...

    def heard(self, answer: WireAnswer, question: Question) -> Heard:
        """
        Raises:
            Refused: the vendor says why there is no result, or what came is no answer of this API.
        """
        ...


def texts_of(given: Mapping[str, Any], names: Mapping[str, str], request_id: str = "") -> dict[str, str]:
    """The texts of ``given`` under our names (``names`` maps the wire's to ours); empty where there is none.

    Raises:
        Refused: a list or an object stands where a text belongs, or what no text of a document can be.
    """
    return {ours: _text(given.get(wire), request_id) for wire, ours in names.items()}


def _text(given: Any, request_id: str) -> str:
    if given is None:
        return ""
    if isinstance(given, bool) or not isinstance(given, _TEXTS):
        raise malformed(request_id)
    text = str(given).strip()
    if len(text) > LONGEST_TEXT or not _is_printable(text):
        raise malformed(request_id)
    return text


def _is_printable(text: str) -> bool:
    """Whether ``text`` has no control characters but line breaks, and no half of a character."""
    return not any((ord(char) < 32 and char not in "\n\r\t") or "\ud800" <= char <= "\udfff" for char in text)


@contextmanager
def well_formed(request_id: Callable[[], str] = str) -> Iterator[None]:
    """Take whatever decoding raises of an answer of another shape for what it is.

    Raises:
        Refused: MALFORMED_ANSWER.
    """
    try:
        yield
    except Refused:
        raise
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError) as error:
        raise malformed(request_id()) from error
