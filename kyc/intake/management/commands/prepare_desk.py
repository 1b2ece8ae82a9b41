"""``manage.py prepare_desk``: everything between an installed desk and a started one. Repeating it changes nothing."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand

from kyc import env
from kyc.accounts.links import first_administrator_path
from kyc.accounts.models import User
from kyc.intake import demo

#: Packages whose files are served; a new version means new files.
STATIC_PACKAGES: Final = ("django", "django-htmx", "django-allauth", "whitenoise")


class Command(BaseCommand):
    help = "Migrate, collect static files that changed, and on the first start load the demonstration."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        self._collect_static()
        if env.read_bool("KYC_DEMO", default=True):
            self._load_demo()
        else:
            self._print_first_link()

    def _collect_static(self) -> None:
        stamp, digest = Path(settings.DATA_DIR) / "staticfiles.stamp", _static_digest()
        if stamp.exists() and stamp.read_text() == digest:
            return
        self.stdout.write("Collecting static files …")
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(digest)

    def _load_demo(self) -> None:
        if User.objects.exists():
            return
        self.stdout.write("Loading the demonstration …")
        cases = demo.load()
        self.stdout.write(f"{cases} demonstration cases wait for the engine.")

    def _print_first_link(self) -> None:
        path = first_administrator_path()
        if path is None:
            return
        address = f"http://{os.environ.get('KYC_BIND') or '127.0.0.1:' + os.environ.get('PORT', '8000')}"
        self.stdout.write("Nobody administers this desk yet. Open this link once, within three days:")
        self.stdout.write(f"  {address}{path}")


def _static_digest() -> str:
    """Changes whenever a static file is added, removed or written."""
    facts = [[name, version(name)] for name in STATIC_PACKAGES]
    return hashlib.sha256(json.dumps([*facts, *_own_files()]).encode()).hexdigest()


def _own_files() -> Iterator[list[object]]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            yield [name, status.st_size, status.st_mtime_ns]
