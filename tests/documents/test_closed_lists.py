from __future__ import annotations

import pytest

from kyc.documents.closed_lists import ETHNICITIES, LONG_TERM, PROVINCES, SEXES, province_of, short_province


def test_fifty_six_groups_and_three_more() -> None:
    assert len(ETHNICITIES) == 59
    assert len(set(ETHNICITIES)) == 59
    assert ETHNICITIES[0] == "汉"
    assert not any(name.endswith("族") for name in ETHNICITIES)


def test_constants() -> None:
    assert SEXES == ("男", "女")
    assert LONG_TERM == "长期"
    assert len(PROVINCES) == 34


@pytest.mark.parametrize(
    ("text", "province"),
    [
        ("内蒙古自治区包头市", "内蒙古自治区"),
        ("广西桂林市公安局", "广西壮族自治区"),
        ("北京市公安局海淀分局", "北京市"),
        ("赵县公安局", ""),
        ("", ""),
    ],
)
def test_province_of(text: str, province: str) -> None:
    assert province_of(text) == province


def test_no_short_name_begins_another() -> None:
    shorts = [short_province(name) for name in PROVINCES.values()]
    assert not any(a != b and b.startswith(a) for a in shorts for b in shorts)
