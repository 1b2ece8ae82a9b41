"""Typed readers of environment variables. A wrong value stops the start with a sentence, never a default."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


class ConfigurationError(Exception):
    """An environment variable holds a value that cannot be used."""


def read_text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def read_bool(name: str, *, default: bool) -> bool:
    value = read_text(name)
    if value == "":
        return default
    if value in {"1", "0"}:
        return value == "1"
    raise ConfigurationError(f"{name} must be 1 or 0, not {value!r}.")


def read_int(name: str, default: int, *, minimum: int = 0) -> int:
    value = read_text(name)
    if value == "":
        return default
    if not value.isdigit() or int(value) < minimum:
        raise ConfigurationError(f"{name} must be a whole number of at least {minimum}, not {value!r}.")
    return int(value)


def read_list(name: str, default: list[str]) -> list[str]:
    value = read_text(name)
    return [part.strip() for part in value.split(",") if part.strip()] if value else default


def private_directory(path: Path) -> Path:
    """Create ``path`` (mode 700) where it is missing."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def secret_from_file(path: Path) -> str:
    """The secret in ``path``, made on first use with mode 600.

    Written beside and linked into place, so that two processes starting together agree on one secret.
    """
    if not path.exists():
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
