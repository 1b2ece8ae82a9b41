"""Every field, option and error code of the seeds, and of the three later APIs, with its test:
``python -m tests.gateway.conformity``.

Fields, options and warnings are the rows of ``tests.protocols.seed_rows``; error codes are matched with tests that
carry the ``seed`` mark. The command fails where a code of a seed has no test and no reason.
"""

from __future__ import annotations

import contextlib
import io
import sys
from collections import defaultdict

import pytest

from kyc.protocols.tencent_legacy.errors import Code as LegacyCode
from kyc.protocols.tencent_v3.errors import BUSINESS_CODES
from tests.protocols.seed_rows import ROWS

#: The error codes that each seed lists, or for a later API the vendor's own table.
CODES: dict[str, list[str]] = {
    **{action.value: sorted(code.value for code in codes) for action, codes in BUSINESS_CODES.items()},
    "drivinglicence": [str(int(code)) for code in LegacyCode if code is not LegacyCode.OK],
    "driver-license": ["AIS.0101", "AIS.0103", "ModelArts.4204"],
    # Their pages list no codes of their own: these are the ones of pictures and parameters in the vendor's table.
    "id-card": ["AIS.0101", "AIS.0102", "AIS.0103", "AIS.0104", "AIS.0105", "AIS.0122", "ModelArts.4204"],
    "vehicle-license": ["AIS.0101", "AIS.0102", "AIS.0103", "AIS.0104", "AIS.0105", "ModelArts.4204"],
}
#: Codes without a condition of their own, and why.
LISTED: dict[str, str] = {
    "107": "an error inside the vendor's authentication service; ours fails as 108 (unavailable) or 213 (internal)",
    "213": "what nobody foresaw: answered for any unexpected error, for which no honest condition can be arranged",
    "FailedOperation.UnKnowError": "what nobody foresaw: the gateway answers InternalError, a common code, for it",
    "ResourcesSoldOut.ChargeStatusException": "the vendor's billing states; ours are InArrears and"
    " ResourcePackageRunOut where the action lists them",
}


class _Marks:
    """Collects the ``seed`` marks of all tests."""

    def __init__(self) -> None:
        self.tests: dict[tuple[str, str], list[str]] = defaultdict(list)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            for mark in item.iter_markers("seed"):
                self.tests[mark.kwargs["action"], mark.kwargs["code"]].append(item.nodeid)


def tests_by_code() -> dict[tuple[str, str], list[str]]:
    marks = _Marks()
    with contextlib.redirect_stdout(io.StringIO()):
        pytest.main(["--collect-only", "-q", "-p", "no:cacheprovider", "tests/gateway"], plugins=[marks])
    return marks.tests


def main() -> int:
    found, lacking = tests_by_code(), 0
    for row in ROWS:
        print(f"{row.api:34} {row.part:9} {row.name:34} tests/protocols/test_seed_rows.py[{row}]")
    for action, codes in CODES.items():
        for code in codes:
            tests = found.get((action, code), [])
            said = tests[0] if tests else f"listed: {LISTED[code]}" if code in LISTED else "NO TEST"
            lacking += said == "NO TEST"
            print(f"{action:34} {'code':9} {code:34} {said}")
    print(f"{len(ROWS)} fields, options and warnings; {sum(map(len, CODES.values()))} codes; {lacking} without a test")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
