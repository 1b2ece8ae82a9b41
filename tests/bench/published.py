"""What is read of pictures that vendors publish in their documentation, which are not part of the repository.

``KYC_SAMPLES_DIR`` names a folder with the pictures and a ``labels.json`` that says what a person reads in each. Every
legible field is asked for; documents that the desk does not read must be refused. ``python -m tests.bench.published``.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kyc.documents.dates import to_iso
from kyc.documents.errors import InspectionError
from kyc.documents.kinds import FieldName, Side
from kyc.documents.results import CaptureInput, FieldReading, InspectionRequest
from kyc.engines.local import LocalEngine

F = FieldName

#: Our fields for a label's, whatever side it is on. ``_visible`` is a part that was left unmasked.
NAMES: Final[dict[str, tuple[FieldName, ...]]] = {
    "name": (F.NAME,),
    "sex": (F.SEX,),
    "ethnicity": (F.ETHNICITY,),
    "nationality": (F.NATIONALITY,),
    "birth": (F.BIRTH_DATE,),
    "birth_date": (F.BIRTH_DATE,),
    "address": (F.ADDRESS,),
    "id_number": (F.CITIZEN_NUMBER,),
    "issuing_authority": (F.ISSUING_AUTHORITY,),
    "issuing_authority_seal": (F.ISSUING_AUTHORITY,),
    "valid_period": (F.VALID_FROM, F.VALID_TO),
    "valid_from": (F.VALID_FROM,),
    "valid_to": (F.VALID_TO,),
    "licence_number": (F.LICENCE_NUMBER,),
    "class": (F.LICENCE_CLASS,),
    "first_issue_date": (F.FIRST_ISSUE_DATE,),
    "plate_number": (F.PLATE_NUMBER,),
    "plate": (F.PLATE_NUMBER,),
    "vehicle_type": (F.VEHICLE_TYPE,),
    "owner": (F.OWNER,),
    "use_character": (F.USE_CHARACTER,),
    "model": (F.MODEL,),
    "vin": (F.VIN,),
    "engine_number": (F.ENGINE_NUMBER,),
    "register_date": (F.REGISTRATION_DATE,),
    "issue_date": (F.ISSUE_DATE,),
    "file_number": (F.ARCHIVE_NUMBER,),
    "seats": (F.PASSENGERS,),
    "gross_mass": (F.GROSS_MASS,),
    "curb_mass": (F.KERB_MASS,),
    "load_mass": (F.LOAD_MASS,),
    "dimensions": (F.DIMENSIONS,),
    "traction_mass": (F.TOWING_MASS,),
    "remarks": (F.REMARKS,),
    "inspection_record": (F.INSPECTION_RECORD,),
    "barcode_number": (F.BARCODE_NUMBER,),
}
#: Parts of a label that name a side.
SIDES: Final = {
    "front": Side.PORTRAIT_FACE,
    "back": Side.EMBLEM_FACE,
    "main": Side.MAIN_PAGE,
    "sub": Side.SUB_PAGE,
}
#: What separates the two dates of a period.
_PERIOD: Final = re.compile(r"[-至]")
_SPACES: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Answer:
    """One legible field of a picture; ``why`` says what became of it where it was not read as printed."""

    file: str
    field: str
    wanted: str
    read: str
    why: str

    @property
    def right(self) -> bool:
        return not self.why


def answers(engine: LocalEngine, folder: Path) -> Iterator[Answer]:
    """Every field a person can read in the pictures of ``folder``; of other documents one answer each: refused?"""
    for sample in json.loads((folder / "labels.json").read_text(encoding="utf-8")):
        fields, failure = _inspected(engine, (folder / sample["file"]).read_bytes())
        if sample["document"] == "other":
            yield _refused(sample, fields, failure)
        else:
            for label, side, wanted in _legible(sample["fields"], None):
                yield _answer(sample["file"], label, side, wanted, fields, failure)


def _inspected(engine: LocalEngine, picture: bytes) -> tuple[tuple[FieldReading, ...], str]:
    try:
        return engine.inspect(InspectionRequest((CaptureInput("a", picture),), rectify=False)).fields, ""
    except InspectionError as failure:
        return (), failure.code


def _refused(sample: Mapping[str, Any], fields: tuple[FieldReading, ...], failure: str) -> Answer:
    subtype = sample["fields"].get("subtype", "other")
    why = (
        "" if failure and failure != "engine_unavailable" else failure or f"taken for a document, {len(fields)} fields"
    )
    return Answer(sample["file"], f"refused ({subtype})", "an error code", failure, why)


def _legible(labels: Mapping[str, Any], side: Side | None) -> Iterator[tuple[str, Side | None, str]]:
    """Name, side and print of every field that can be read to some extent; a masked part is ``*``."""
    for name, value in labels.items():
        if isinstance(value, dict):
            yield from _legible(value, SIDES[name])
        elif not name.endswith("_inferred"):
            yield name, side, value


def _answer(
    file: str, label: str, side: Side | None, wanted: str, fields: tuple[FieldReading, ...], failure: str
) -> Answer:
    names = NAMES.get(label.removesuffix("_visible"))
    where = f"{side.value} {label}" if side else label
    if names is None:
        return Answer(file, where, wanted, "", "no field of ours")
    found = [field for name in names for field in fields if field.name is name and side in (None, field.side)]
    if not found:
        return Answer(file, where, wanted, "", failure or "side not found")
    read = "-".join(field.raw or field.value for field in found)
    return Answer(file, where, wanted, read, _why(label, wanted, found))


def _why(label: str, wanted: str, found: list[FieldReading]) -> str:
    """Empty where the field was read as printed, or where a masked one was read as far as it is visible."""
    if all(
        _agrees(text, field, partly="*" in wanted or label.endswith("_visible"))
        for text, field in _pairs(wanted, found)
    ):
        return ""
    if all(not field.raw and not field.value for field in found):
        return "nothing read" if wanted else ""
    low = [field for field in found if not field.value]
    return f"below its floor ({min(field.confidence for field in low):.2f})" if low else "read otherwise"


def _pairs(wanted: str, found: list[FieldReading]) -> Iterator[tuple[str, FieldReading]]:
    parts = _PERIOD.split(wanted) if len(found) == 2 else [wanted]
    return zip(parts, found, strict=True)


def _agrees(wanted: str, field: FieldReading, *, partly: bool) -> bool:
    """Whether a reading says what is printed: as raw print or as our normal form of it. Of a masked field the visible
    ends must be among the raw print; that its value is empty is right, for no person can read it."""
    if partly:
        head, _, tail = _plain(wanted).partition("*")
        return any(text.startswith(head) and text.endswith(tail) for text in (_plain(field.raw), _plain(field.value)))
    candidates = {_plain(field.raw), _plain(field.value)} if field.value else {""}
    forms = {_plain(wanted), to_iso(wanted) or _plain(wanted)}
    return bool(candidates & forms)


def _plain(text: str) -> str:
    return _SPACES.sub("", text).strip("*").upper()


def table(found: list[Answer]) -> str:
    """Misses with their reasons, and the counts, as Markdown."""
    rows = [f"| {one.file} | {one.field} | {one.wanted} | {one.read} | {one.why} |" for one in found if not one.right]
    files = dict.fromkeys(one.file for one in found)
    counts = [
        f"| {file} | {sum(one.right for one in found if one.file == file)} of "
        f"{sum(one.file == file for one in found)} |"
        for file in files
    ]
    right = sum(one.right for one in found)
    return "\n".join(
        [
            "# Published pictures",
            "",
            f"{right} of {len(found)} legible fields read as printed (other documents: refused).",
            "",
            *("| picture | as printed |", "| --- | --- |", *counts, ""),
            *("| picture | field | printed | read | why |", "| --- | --- | --- | --- | --- |", *rows),
        ]
    )


def main() -> None:
    folder = os.environ.get("KYC_SAMPLES_DIR")
    if not folder:
        print("KYC_SAMPLES_DIR is not set: no published pictures to read.")
        return
    with tempfile.TemporaryDirectory() as cache:
        text = table(list(answers(LocalEngine(Path(cache)), Path(folder))))
    kept = Path(os.environ.get("KYC_DATA_DIR", "var")) / "bench" / "published.md"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
