"""Signing in through a web process of one's own.

``python -m tests.accounts.sign_in prepare NAME...`` makes a database with these accounts; ``attempt NAME PASSWORD
TIMES`` sends the form so often and prints how often it opened a session.
"""

from __future__ import annotations

import json
import sys

import django


def prepare(names: list[str]) -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.accounts.people import person

    for name in names:
        person(name)


def attempt(name: str, password: str, times: int) -> None:
    from django.test import Client

    opened = 0
    for _ in range(times):
        client = Client(SERVER_NAME="localhost")
        client.post("/accounts/login/", {"login": name, "password": password})
        opened += "_auth_user_id" in client.session
    print(json.dumps(opened))


def main(command: str, *arguments: str) -> None:
    django.setup()
    from django.conf import settings
    from django.test import override_settings

    plain_static_files = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain_static_files}):
        if command == "prepare":
            prepare(list(arguments))
        else:
            attempt(arguments[0], arguments[1], int(arguments[2]))


if __name__ == "__main__":
    main(*sys.argv[1:])
