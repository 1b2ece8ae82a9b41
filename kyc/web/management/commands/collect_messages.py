"""``manage.py collect_messages``: bring every catalogue up to date with code and templates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from kyc.web.catalogues import collect, locale_of, update, waiting


class Command(BaseCommand):
    help = "Collects sentences for translation into kyc/locale; new ones wait untranslated."
    requires_system_checks: tuple[str, ...] = ()

    def handle(self, *args: Any, **options: Any) -> None:
        collected = collect(Path(settings.BASE_DIR))
        for folder in settings.LOCALE_PATHS:
            for path in sorted(Path(folder).rglob("*.po")):
                catalog = update(path, collected, locale_of(path))
                self.stdout.write(f"{path}: {len(catalog)} sentences, {len(waiting(catalog))} to translate")
