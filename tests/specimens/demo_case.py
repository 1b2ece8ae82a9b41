"""A case of the demo: its pictures, and what they and the customer's declaration must lead to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from kyc.documents.kinds import DocumentKind, FieldName
from kyc.documents.warnings import WarningCode
from tests.specimens.page import Specimen
from tests.specimens.photograph import PhotoSettings

SIZE: Final = (1280, 960)
TALL: Final = (1080, 1280)
SMALL: Final = (1080, 810)
BASE: Final = PhotoSettings(jpeg_quality=74, noise=1.8, blur=0.6)
#: Of documents that the demo holds to be read and not to be doubted.
CLEAR: Final = PhotoSettings(jpeg_quality=66, noise=0.8, blur=0.6)

#: Fields that what a customer declares stands in, the first that a document prints.
_DECLARED: Final = {
    "name": (FieldName.NAME, FieldName.OWNER),
    "number": (FieldName.CITIZEN_NUMBER, FieldName.PLATE_NUMBER, FieldName.LICENCE_NUMBER),
    "birth_date": (FieldName.BIRTH_DATE,),
    "expiry": (FieldName.VALID_TO, FieldName.RENEWAL_TO),
}


@dataclass(frozen=True, slots=True)
class DemoPicture:
    """A picture by its file's name, drawn when called; ``warnings`` are all that it raises, on any side it shows."""

    name: str
    draw: Callable[[], bytes]
    warnings: tuple[WarningCode, ...] = ()


@dataclass(frozen=True, slots=True)
class DemoCase:
    """A case of the demo: its pictures in the order they are uploaded, every side of the document whether shown or not,
    and what the customer declared (what is printed, unless ``declared_name`` says otherwise).

    ``shows`` says in a word what a visitor should notice; ``failing`` the checks that fail."""

    reference: str
    shows: str
    sides: tuple[Specimen, ...]
    pictures: tuple[DemoPicture, ...]
    failing: tuple[str, ...] = ()
    declared_name: str = ""

    @property
    def kind(self) -> DocumentKind:
        return self.sides[0].kind

    @property
    def printed(self) -> dict[FieldName, str]:
        """What the sides print, as the desk stores it."""
        return {name: value for side in reversed(self.sides) for name, value in side.normalised.items()}

    @property
    def expected(self) -> tuple[str, ...]:
        """Warning codes and failing checks, each once."""
        warnings = dict.fromkeys(code.value for picture in self.pictures for code in picture.warnings)
        return (*warnings, *self.failing)

    def to_json(self) -> dict[str, Any]:
        declared = {
            what: next((self.printed[name] for name in names if name in self.printed), "")
            for what, names in _DECLARED.items()
        }
        return {
            "reference": self.reference,
            "shows": self.shows,
            "files": [picture.name for picture in self.pictures],
            "declared": {**declared, "name": self.declared_name or declared["name"]},
            "expected": list(self.expected),
        }
