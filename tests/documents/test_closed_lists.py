from __future__ import annotations

import pytest

from kyc.documents.closed_lists import (
    ETHNICITIES,
    LONG_TERM,
    NATIONALITIES,
    NORMAL_STATUS,
    PROVINCES,
    SEXES,
    STATUSES,
    STATUSES_WITHOUT_RIGHT,
    USE_CHARACTERS,
    VEHICLE_TYPES,
    province_of,
    short_province,
)


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


@pytest.mark.parametrize("closed", [USE_CHARACTERS, NATIONALITIES, VEHICLE_TYPES, STATUSES])
def test_a_list_has_every_word_once(closed: tuple[str, ...]) -> None:
    assert len(set(closed)) == len(closed)
    assert all(word and word == word.strip() for word in closed)


@pytest.mark.parametrize(
    ("word", "closed"),
    [
        ("非营运", USE_CHARACTERS),
        ("出租转非", USE_CHARACTERS),
        ("小学生校车", USE_CHARACTERS),
        ("小型轿车", VEHICLE_TYPES),
        ("小型普通客车", VEHICLE_TYPES),
        ("重型半挂牵引车", VEHICLE_TYPES),
        ("轻型厢式货车", VEHICLE_TYPES),
        ("普通二轮摩托车", VEHICLE_TYPES),
        ("重型低平板半挂车", VEHICLE_TYPES),
        ("中国", NATIONALITIES),
        ("韩国", NATIONALITIES),
        ("逾期未换证", STATUSES),
    ],
)
def test_common_words_are_there(word: str, closed: tuple[str, ...]) -> None:
    assert word in closed


def test_a_licence_in_order_is_not_without_right() -> None:
    assert NORMAL_STATUS not in STATUSES_WITHOUT_RIGHT
    assert set(STATUSES_WITHOUT_RIGHT) < set(STATUSES)
