"""``manage.py create_api_client NAME``: a system that may call the desk as it would call a vendor."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kyc.accounts.clients import create_client
from kyc.audit.actor import SYSTEM
from kyc.documents.errors import DeskError


class Command(BaseCommand):
    help = "Make an API client and print its credentials: once, they cannot be shown again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            _, credentials = create_client(actor=SYSTEM, name=options["name"])
        except DeskError as error:
            raise CommandError(error.sentence.english()) from error
        values = asdict(credentials)
        if options["json"]:
            self.stdout.write(json.dumps(values, ensure_ascii=False))
            return
        for name, value in values.items():
            self.stdout.write(f"{name:13} {value}")
