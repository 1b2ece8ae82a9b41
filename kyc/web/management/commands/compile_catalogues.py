"""``manage.py compile_catalogues``: write the binary catalogues that Django reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from kyc.web.catalogues import compile_all


class Command(BaseCommand):
    help = "Compiles kyc/locale; needs no gettext tools."
    requires_system_checks: tuple[str, ...] = ()

    def handle(self, *args: Any, **options: Any) -> None:
        for folder in settings.LOCALE_PATHS:
            for path in compile_all(Path(folder)):
                self.stdout.write(str(path))
