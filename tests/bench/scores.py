"""Scores of readings: exact matches, character errors, and whether confidence means anything. Pure.

A ``Record`` is what one capture gave. A field is right where its normalised value equals the truth; a field that is
printed nowhere is right where nothing was read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from kyc.documents.kinds import FIELDS, DocumentKind, FieldName, Side

F = FieldName

SURE: Final = 0.95
#: Of readings as sure as that, at most this percentage may be wrong (one in 200).
WRONG_WHEN_SURE: Final = 0.5
BINS: Final = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 1.0)

#: What the issue asks of all fields, percent exact.
AIMS: Final = {"scan": 99.5, "phone": 99.5, "messenger": 99.0, "hard": 97.0}
#: Numbers that must be right, on phone pictures of documents in Chinese.
STRICT_AIM: Final = {"phone": 99.8}
STRICT: Final = frozenset({
    F.CITIZEN_NUMBER, F.VIN, F.PLATE_NUMBER, F.BIRTH_DATE, F.VALID_FROM, F.VALID_TO, F.FIRST_ISSUE_DATE, F.ISSUE_DATE,
    F.REGISTRATION_DATE, F.CURRENT_TIME, F.GENERATION_TIME,
})  # fmt: skip
#: Korean: free text apart from digits, dates and closed lists.
HANGUL_TEXT: Final = frozenset({F.NAME, F.ADDRESS, F.ISSUING_AUTHORITY})
HANGUL_AIMS: Final = {"phone": 95.0, "hard": 90.0}
KOREAN_AIMS: Final = {"phone": 98.0, "hard": 95.0}
#: What rectification may change.
RECTIFIED: Final = (F.CITIZEN_NUMBER, F.BIRTH_DATE, F.SEX)


@dataclass(frozen=True, slots=True)
class Read:
    """A field: the truth, what was read, what rectification made of it, and how sure the reading was."""

    wanted: str
    value: str
    rectified: str
    confidence: float

    @property
    def right(self) -> bool:
        return self.value == self.wanted


@dataclass(frozen=True, slots=True)
class Record:
    """One capture of a page in a form; ``failure`` is an error code, empty where something was read."""

    page: tuple[DocumentKind, Side]
    difficulty: str
    index: int
    form: str
    failure: str
    fields: dict[FieldName, Read]

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.page[0].value,
            "side": self.page[1].value,
            "difficulty": self.difficulty,
            "index": self.index,
            "form": self.form,
            "failure": self.failure,
            "fields": {
                name.value: [read.wanted, read.value, read.rectified, round(read.confidence, 4)]
                for name, read in self.fields.items()
            },
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Record:
        return cls(
            (DocumentKind(stored["kind"]), Side(stored["side"])),
            stored["difficulty"],
            stored["index"],
            stored["form"],
            stored["failure"],
            {FieldName(name): Read(*parts) for name, parts in stored["fields"].items()},
        )

    @property
    def all_right(self) -> bool:
        return not self.failure and all(read.right for read in self.fields.values())


def unread(page: tuple[DocumentKind, Side], truth: dict[FieldName, str]) -> dict[FieldName, Read]:
    """Every field of a page as it is where nothing was read."""
    return {name: Read(truth.get(name, ""), "", "", 0.0) for name in FIELDS[page]}


def edits(one: str, other: str) -> int:
    """Levenshtein's distance: insertions, deletions and replacements between two strings."""
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        before, row[0] = row[0], place
        for at, other_letter in enumerate(other, 1):
            here = min(row[at] + 1, row[at - 1] + 1, before + (letter != other_letter))
            before, row[at] = row[at], here
    return row[-1]


def aim_of(page: tuple[DocumentKind, Side], difficulty: str, name: FieldName) -> float | None:
    """Percent exact that the issue asks of a field, None where it asks nothing."""
    if page[0] is DocumentKind.KR_DRIVING_LICENCE:
        return (HANGUL_AIMS if name in HANGUL_TEXT else KOREAN_AIMS).get(difficulty)
    is_number = name in STRICT or (name is F.LICENCE_NUMBER and page[0] in _NUMBER_IS_CITIZENS)
    return STRICT_AIM.get(difficulty, AIMS[difficulty]) if is_number else AIMS[difficulty]


#: On these the licence number is the citizen number.
_NUMBER_IS_CITIZENS: Final = (DocumentKind.CN_DRIVING_LICENCE, DocumentKind.CN_ELECTRONIC_DRIVING_LICENCE)


@dataclass(slots=True)
class Tally:
    """Counts over fields: how many were asked, were right, and the edits and characters behind them."""

    asked: int = 0
    right: int = 0
    edits: int = 0
    characters: int = 0

    def add(self, wanted: str, value: str) -> None:
        self.asked += 1
        self.right += wanted == value
        self.edits += 0 if wanted == value else edits(wanted, value)
        self.characters += len(wanted)

    @property
    def exact(self) -> float:
        """Percent exact."""
        return 100 * self.right / self.asked if self.asked else float("nan")

    @property
    def character_errors(self) -> float:
        """Edits per hundred characters of truth."""
        return 100 * self.edits / self.characters if self.characters else float("nan")


@dataclass(slots=True)
class Sureness:
    """Readings by confidence: how many fell in each bin of ``BINS``, how sure and how often right they were."""

    count: Counter[int] = field(default_factory=Counter)
    right: Counter[int] = field(default_factory=Counter)
    confidence: Counter[int] = field(default_factory=Counter)
    sure: int = 0
    wrong: int = 0

    def add(self, read: Read) -> None:
        if not read.value:
            return
        place = max(at for at, edge in enumerate(BINS) if read.confidence >= edge)
        self.count[place] += 1
        self.right[place] += read.right
        self.confidence[place] += read.confidence  # type: ignore[assignment]
        if read.confidence >= SURE:
            self.sure += 1
            self.wrong += not read.right

    @property
    def wrong_share(self) -> float:
        """Percent of the sure readings that are wrong."""
        return 100 * self.wrong / self.sure if self.sure else 0.0

    def rows(self) -> Iterator[tuple[str, int, float, float]]:
        """For each bin with readings: its bounds, count, mean confidence and percent right."""
        for place in sorted(self.count):
            upper = f"{BINS[place + 1]:.2f}" if place + 1 < len(BINS) else "1.00"
            bounds = f"{BINS[place]:.2f} to {upper}" if place + 1 < len(BINS) else "1.00"
            count = self.count[place]
            yield bounds, count, self.confidence[place] / count, 100 * self.right[place] / count


def tally(
    records: Iterable[Record],
    fields: Callable[[FieldName], bool] = lambda _: True,
    value: Callable[[Read], str] = lambda read: read.value,
) -> Tally:
    """One tally over the fields of ``records`` for which ``fields`` holds."""
    total = Tally()
    for record in records:
        for name, read in record.fields.items():
            if fields(name):
                total.add(read.wanted, value(read))
    return total


def sureness(records: Iterable[Record]) -> Sureness:
    total = Sureness()
    for record in records:
        for read in record.fields.values():
            total.add(read)
    return total


def whole(records: Sequence[Record]) -> float:
    """Percent of captures with every field right."""
    return 100 * sum(record.all_right for record in records) / len(records)


def failures(records: Iterable[Record]) -> Counter[str]:
    return Counter(record.failure for record in records if record.failure)
