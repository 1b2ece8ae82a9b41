"""A desk always has a policy in force."""

from __future__ import annotations

from django.utils import timezone

from kyc.policy.models import PolicyState, PolicyVersion
from kyc.policy.version_1 import CONTENT


def publish_version_1(using: str) -> None:
    """Publish the first version in database ``using`` unless a version is published there already."""
    versions = PolicyVersion.objects.using(using)
    if versions.filter(state=PolicyState.PUBLISHED).exists():
        return
    now = timezone.now()
    versions.create(
        number=1,
        state=PolicyState.PUBLISHED,
        content=CONTENT,
        note="The policy that a new desk begins with",
        created_by="system",
        created_at=now,
        published_by="system",
        published_at=now,
    )
