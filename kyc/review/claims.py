"""Who has a case open: leases, given within the transactions of ``services``."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from kyc.accounts.models import User
from kyc.audit.actions import Action
from kyc.audit.actor import Actor
from kyc.audit.services import record
from kyc.cases.models import Case
from kyc.review.errors import ClaimedByOther
from kyc.review.models import Claim


def live_claim(case: Case) -> Claim | None:
    """Who has a case open now."""
    return live_claims().filter(case=case).select_related("user").first()


def live_claims() -> QuerySet[Claim]:
    return Claim.objects.filter(until__gt=timezone.now())


def oldest_free() -> Case | None:
    """The oldest open case that nobody has, its row held. Rows that others hold are just being taken: skip them."""
    passed: list[UUID] = []
    while True:
        free = Case.objects.open_oldest_first().exclude(claim__until__gt=timezone.now()).exclude(pk__in=passed)
        case = free.select_for_update(skip_locked=True, of=("self",)).first()
        if case is None or live_claim(case) is None:
            return case
        passed.append(case.pk)  # taken between the search and the lock


def take(case: Case, user: User, actor: Actor) -> Claim:
    """Give ``user`` the claim of a case whose row is held. Extending one's own is no event."""
    found = Claim.objects.filter(case=case).select_related("user").first()
    is_live = found is not None and found.until > timezone.now()
    if found is not None and is_live and found.user_id != user.pk:
        raise ClaimedByOther(found)
    until = timezone.now() + timedelta(seconds=settings.CLAIM_LEASE_SECONDS)
    taken, _ = Claim.objects.update_or_create(case=case, defaults={"user": user, "until": until})
    left = _leave_others(case, user)
    for number in left:
        record(Action.CASE_RELEASED, actor, case_number=number)
    if not is_live:
        record(Action.CASE_CLAIMED, actor, case_number=case.number)
    return taken


def _leave_others(case: Case, user: User) -> list[str]:
    """Numbers of the cases that ``user`` had open besides this one."""
    others = Claim.objects.filter(user=user).exclude(case=case)
    live = others.filter(until__gt=timezone.now())
    numbers = sorted(live.values_list("case__number", flat=True))
    others.delete()
    return numbers
