"""``python -m tests.concurrency.uploads person NAME`` makes a reviewer; ``cases`` prints what uploads became."""

from __future__ import annotations

import json
import sys
from typing import Any

import django


def cases() -> list[dict[str, Any]]:
    from kyc.audit.models import AuditEvent
    from kyc.cases.models import Case
    from kyc.cases.services import reference_of

    def events(case: Case) -> list[str]:
        return list(AuditEvent.objects.of_case(case.number).order_by("sequence").values_list("action", flat=True))

    def inspections(case: Case) -> list[str]:
        return [inspection.state for document in case.documents.all() for inspection in document.inspections.all()]

    return [
        {
            "number": case.number,
            "reference": reference_of(case),
            "rounds": case.documents.get().round,
            "events": events(case),
            "inspections": inspections(case),
        }
        for case in Case.objects.order_by("number")
    ]


def main(command: str, *arguments: str) -> None:
    django.setup()
    if command == "person":
        from tests.accounts.people import person

        person(arguments[0])
    else:
        print(json.dumps(cases()))


if __name__ == "__main__":
    main(*sys.argv[1:])
