"""``python -m tests.running.receive N``: N cases come in, as uploads would bring them; prints their document ids."""

from __future__ import annotations

import sys

import django


def main(count: int) -> None:
    import kyc.celery  # noqa: F401

    django.setup()
    from tests.cases.pictures import received

    for number in range(count):
        print(received(f"CUSTOMER-{number}").documents.get().pk)


main(int(sys.argv[1]))
