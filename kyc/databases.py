"""The database connection, from ``KYC_DATABASE_URL``; SQLite in the data directory without one."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from kyc.env import ConfigurationError


def sqlite(path: Path) -> dict[str, Any]:
    """SQLite that writers can share.

    ``IMMEDIATE`` takes the write lock when a transaction starts: the default lets two transactions read the same audit
    head and lose one of the appends. Connections stay open for a while, as the last one that closes writes the whole
    log back into the database: under few requests at a time that would be each of them.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 60,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
        "TEST": {"NAME": str(path.with_name(f"test-{path.name}"))},
    }


def postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def database(url: str, data_dir: Path) -> dict[str, Any]:
    """Django's settings of one database.

    Raises:
        ConfigurationError: the address names another scheme than ``postgresql``.
    """
    if not url:
        return sqlite(data_dir / "desk.sqlite3")
    if urlsplit(url).scheme not in {"postgresql", "postgres"}:
        raise ConfigurationError("KYC_DATABASE_URL must start with postgresql://")
    return postgresql(url)
