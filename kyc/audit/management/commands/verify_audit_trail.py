"""Verify the whole audit trail; exit status 1 where it does not hold."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kyc.audit.verifier import verify


class Command(BaseCommand):
    help = "Walk the audit trail and name the first broken row; exits with 1 where there is one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the verdict as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify()
        text = verdict.words.english()
        if options["json"]:
            text = json.dumps(
                {"ok": verdict.ok, "events": verdict.events, "head": verdict.head,
                 "first_broken": verdict.first_broken, "words": text}
            )  # fmt: skip
        if not verdict.ok:
            if options["json"]:
                self.stdout.write(text)
            raise CommandError(verdict.words.english(), returncode=1)
        self.stdout.write(text)
