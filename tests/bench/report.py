"""What every benchmark prints and writes."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Result:
    """One figure. ``aim`` is None where nothing is promised; then ``met`` is None too."""

    name: str
    figure: float
    unit: str
    aim: float | None = None
    better: str = "higher"

    @property
    def met(self) -> bool | None:
        if self.aim is None:
            return None
        return self.figure >= self.aim if self.better == "higher" else self.figure <= self.aim


def quick() -> bool:
    return os.environ.get("BENCH_QUICK") == "1"


def commit() -> str:
    return subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=False).stdout.strip()


def publish(name: str, seconds: float, results: list[Result]) -> None:
    """Print the table and write ``$KYC_DATA_DIR/bench/NAME.json``."""
    for result in results:
        aim = "" if result.aim is None else f"  aim {result.aim:g}  {'met' if result.met else 'MISSED'}"
        print(f"{result.name:<52} {result.figure:>9.3f} {result.unit}{aim}")
    if quick():
        print("BENCH_QUICK=1: a part of the set; figures are rougher than those of the whole run.")
    folder = Path(os.environ.get("KYC_DATA_DIR", "var")) / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    report = {
        "name": name,
        "commit": commit(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "seconds": round(seconds, 1),
        "results": [asdict(result) | {"met": result.met} for result in results],
    }
    (folder / f"{name}.json").write_text(json.dumps(report, indent=1))
