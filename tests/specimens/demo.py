"""The demo's pictures and ``cases.json``: a picture for every warning, and documents of every kind. Drawn again by
``python -m tests.specimens demo``.

No stored result is part of the demo: the desk reads these pictures on its first start like any other upload.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from tests.specimens.demo_case import DemoCase
from tests.specimens.demo_id_cards import id_card_cases, wrong_number_case
from tests.specimens.demo_licences import document_cases, doubtful_licence_cases

FOLDER: Final = Path(__file__).resolve().parents[2] / "kyc" / "demo_pictures"
MAX_BYTES: Final = 3_100_000


def demo_cases() -> tuple[DemoCase, ...]:
    """All cases by reference; their pictures are drawn when called."""
    return (*id_card_cases(), *document_cases(), *doubtful_licence_cases(), wrong_number_case())


def write_demo(folder: Path = FOLDER) -> int:
    """Draws every picture and ``cases.json`` into ``folder``; the pictures' size together in bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    cases = demo_cases()
    total = 0
    for case in cases:
        for picture in case.pictures:
            jpeg = picture.draw()
            (folder / picture.name).write_bytes(jpeg)
            total += len(jpeg)
    index = {
        "health_check": {"portrait_face": "clean_portrait.jpg", "emblem_face": "clean_emblem.jpg"},
        "cases": [case.to_json() for case in cases],
    }
    (folder / "cases.json").write_text(json.dumps(index, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return total
