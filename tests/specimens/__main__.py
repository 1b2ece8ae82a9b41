"""``python -m tests.specimens draw --out DIR --count N --seed S`` and ``python -m tests.specimens demo``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from tests.specimens.backgrounds import BACKGROUNDS
from tests.specimens.demo import FOLDER, write_demo
from tests.specimens.id_card import STYLES, draw_faces
from tests.specimens.people import invent_person
from tests.specimens.photograph import PhotoSettings, photograph


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.specimens", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    draw = commands.add_parser("draw", help="draw cards and photograph both faces")
    draw.add_argument("--out", type=Path, required=True)
    draw.add_argument("--count", type=int, default=4)
    draw.add_argument("--seed", type=int, default=0)
    demo = commands.add_parser("demo", help="draw the demo pictures again")
    demo.add_argument("--out", type=Path, default=FOLDER)
    options = parser.parse_args()
    if options.command == "demo":
        print(f"{write_demo(options.out)} bytes of pictures in {options.out}")
    else:
        draw_cards(options.out, options.count, options.seed)


def draw_cards(folder: Path, count: int, seed: int) -> None:
    """Both faces of ``count`` cards as PNG, a photograph of each, and what is true of it as JSON."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(seed, seed + count):
        rng = np.random.default_rng(number)
        style = STYLES[str(rng.choice(list(STYLES)))]
        for specimen in draw_faces(invent_person(number), style):
            stem = f"{number}_{specimen.side.value}"
            settings = PhotoSettings.at_random(rng, list(BACKGROUNDS), tilted=number % 2 == 0)
            shot = photograph(specimen, settings, number)
            specimen.image.save(folder / f"{stem}.png")
            (folder / f"{stem}.jpg").write_bytes(shot.jpeg)
            truth = {"printed": shot.truth, "normalised": shot.normalised, "quad": shot.quad.to_json()}
            (folder / f"{stem}.json").write_text(json.dumps(truth, ensure_ascii=False, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
