"""Every field, option and warning of the seeds travels; and the rows notice a field that does not."""

from __future__ import annotations

import pytest

from tests.protocols.drop_fields import is_noticed
from tests.protocols.rows import Row
from tests.protocols.seed_rows import ROWS, check


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_row_of_the_seeds(row: Row) -> None:
    check(row)


@pytest.mark.parametrize("row", [row for row in ROWS if row.part in ("response", "request", "advanced")], ids=str)
def test_a_field_that_an_encoder_drops_is_noticed_by_its_own_row(row: Row) -> None:
    assert is_noticed(row)
