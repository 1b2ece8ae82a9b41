"""Case numbers such as ``K-2026-000001``: unique, rising within a year, begun anew with each."""

from __future__ import annotations

from django.db.models import F
from django.utils import timezone

from kyc.cases.models import CaseNumber


def next_number() -> str:
    """Take the next number; inside the transaction that uses it, so that a rollback gives it back.

    The UPDATE holds the year's row until that transaction ends: two cases never get one number.
    """
    year = timezone.localdate().year
    CaseNumber.objects.get_or_create(year=year)
    CaseNumber.objects.filter(year=year).update(last=F("last") + 1)
    return f"K-{year}-{CaseNumber.objects.get(year=year).last:06d}"
