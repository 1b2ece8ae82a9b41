"""``python -m tests.running.receive_specimen``: the demo's clean pair comes in, as an upload would bring it."""

from __future__ import annotations

import django


def main() -> None:
    import kyc.celery  # noqa: F401

    django.setup()
    from django.conf import settings

    from kyc.audit.actor import SYSTEM
    from kyc.documents.results import DeclaredData
    from kyc.intake.services import check_file, receive

    folder = settings.BASE_DIR / "kyc" / "demo_pictures"
    pages = [
        page for name in ("clean_portrait.jpg", "clean_emblem.jpg") for page in check_file((folder / name).read_bytes())
    ]
    receive(actor=SYSTEM, user=None, reference="REAL-1", pages=pages, declared=DeclaredData(), kind_stated="")


main()
