"""A PostgreSQL of the tests' own: Debian's binaries, a private directory and port, an unprivileged user."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

USER_WHEN_ROOT = "postgres"


def binaries() -> Path:
    """The newest installed PostgreSQL's folder of programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if not found:
        raise RuntimeError("PostgreSQL is missing: make debian-test installs it")
    return found[-1].parent


def unprivileged(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root."""
    return (
        ["setpriv", "--reuid", USER_WHEN_ROOT, "--regid", USER_WHEN_ROOT, "--clear-groups", *command]
        if os.getuid() == 0
        else command
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run(command: list[str]) -> None:
    done = subprocess.run(unprivileged(command), capture_output=True, text=True, cwd="/", check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{Path(command[0]).name} failed: {done.stdout[-2000:]}{done.stderr[-2000:]}")


@contextmanager
def server() -> Iterator[str]:
    """Run a server; gives ``postgresql://user:password@127.0.0.1:port`` without a database name."""
    root = Path(tempfile.mkdtemp(prefix="kyc-pg-"))
    password = secrets.token_hex(16)
    password_file = root / "password"
    password_file.write_text(password)
    if os.getuid() == 0:
        for path in (root, password_file):
            shutil.chown(path, USER_WHEN_ROOT, USER_WHEN_ROOT)
    tools, data, port = binaries(), root / "data", free_port()
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={root} -c max_connections=200"
    try:
        account = ["-U", "desk", "-A", "scram-sha-256", "--pwfile", str(password_file)]
        run([str(tools / "initdb"), "-D", str(data), *account, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"])
        run([str(tools / "pg_ctl"), "-D", str(data), "-w", "-l", str(root / "log"), "-o", options, "start"])
        yield f"postgresql://desk:{password}@127.0.0.1:{port}"
    finally:
        subprocess.run(
            unprivileged([str(tools / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"]),
            capture_output=True, cwd="/", check=False,
        )  # fmt: skip
        shutil.rmtree(root, ignore_errors=True)


def create_database(server_url: str) -> str:
    """Create an empty database and give its address."""
    import psycopg

    name = f"desk_{secrets.token_hex(6)}"
    with psycopg.connect(f"{server_url}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"{server_url}/{name}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    with server() as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """The address of an empty database, for ``KYC_DATABASE_URL`` of a process that the test starts."""
    return create_database(postgres_server)
