"""The wall around the reporting set stands: an import planted beyond it breaks the layer contract."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINTER = Path(sys.executable).with_name("lint-imports")
CONTRACT = "Only benchmarks look at the reporting set"


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The modules and contracts of this repository, to plant an import in."""
    for room in ("kyc", "tests"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=_all_but_modules)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def _all_but_modules(folder: str, names: list[str]) -> set[str]:
    return {name for name in names if not name.endswith(".py") and not (Path(folder) / name).is_dir()}


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINTER, "--no-cache", "--contract", "protected-reporting"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("where", ["tests/recognition/test_planted.py", "tests/specimens/planted.py"])
def test_an_import_of_the_reporting_set_elsewhere_is_refused(copied: Path, where: str) -> None:
    planted = copied / where
    planted.write_text("from tests.specimens.reporting import sets\n")
    refused = _lint(copied)
    assert refused.returncode == 1
    assert f"{CONTRACT} BROKEN" in refused.stdout
    planted.unlink()
    kept = _lint(copied)
    assert kept.returncode == 0, kept.stdout
    assert f"{CONTRACT} KEPT" in kept.stdout
