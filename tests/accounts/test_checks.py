"""``check --deploy`` and demonstration accounts."""

from __future__ import annotations

import pytest

from kyc.accounts.checks import DEMO_ACCOUNTS, no_demo_accounts
from kyc.accounts.services import deactivate
from kyc.audit.actor import SYSTEM
from tests.accounts.people import person

pytestmark = pytest.mark.django_db


def test_demo_accounts_fail_the_deployment_check() -> None:
    person("kim")
    assert no_demo_accounts(None) == []
    demo = person("reviewer", is_demo=True)
    (found,) = no_demo_accounts(None)
    assert found.id == DEMO_ACCOUNTS
    assert "reviewer" in found.msg
    assert found.is_serious()
    deactivate(actor=SYSTEM, user=demo)
    assert no_demo_accounts(None) == []
