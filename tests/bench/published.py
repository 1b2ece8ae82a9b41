"""What is read of photographs that vendors publish in their documentation, which are not part of the repository.

``KYC_SAMPLES_DIR`` names a folder with the pictures and a ``labels.json`` that says what a person reads in each.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kyc.documents.errors import InspectionError
from kyc.documents.results import CaptureInput, InspectionRequest
from kyc.engines.local import LocalEngine
from tests.bench.report import Result

ID_CARD_DOCUMENTS = ("id_card_front", "id_card_back", "id_card_both")
#: Our field for a label's; a validity period is two of ours.
NAMES = {
    "name": "name",
    "sex": "sex",
    "ethnicity": "ethnicity",
    "birth": "birth_date",
    "address": "address",
    "address_visible": "address",
    "id_number": "citizen_number",
    "issuing_authority": "issuing_authority",
    "valid_period": "valid_from-valid_to",
}


def results(engine: LocalEngine) -> list[Result]:
    """One figure: the legible fields that were read as printed; each miss is printed with what was seen instead."""
    folder = os.environ.get("KYC_SAMPLES_DIR")
    if not folder:
        return []
    asked = right = 0
    for sample in json.loads((Path(folder) / "labels.json").read_text()):
        if sample["document"] not in ID_CARD_DOCUMENTS:
            continue
        seen, failure = _read(engine, (Path(folder) / sample["file"]).read_bytes())
        for name, wanted in _wanted(sample["fields"]):
            asked += 1
            right += seen.get(name) == wanted
            if seen.get(name) != wanted:
                print(f"  {sample['file']}: {name} printed {wanted!r}, read {seen.get(name, failure)!r}")
    return [Result(f"published ID cards: legible fields as printed (of {asked})", 100 * right / asked, "%")]


def _wanted(fields: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Labels that a person can read in full, under our names."""
    for name, value in fields.items():
        if isinstance(value, dict):
            yield from _wanted(value)
        elif name in NAMES and "*" not in value:
            yield NAMES[name], value


def _read(engine: LocalEngine, picture: bytes) -> tuple[dict[str, str], str]:
    try:
        fields = engine.inspect(InspectionRequest((CaptureInput("a", picture),), rectify=False)).fields
    except InspectionError as failure:
        return {}, failure.code
    seen = {field.name.value: field.raw if field.value else "" for field in fields}
    if "valid_from" in seen:
        seen["valid_from-valid_to"] = f"{seen['valid_from']}-{seen['valid_to']}"
    return seen, "nothing"
