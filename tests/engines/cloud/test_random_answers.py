"""Whatever a vendor answers, it is a result or one of our errors, and nothing else comes of it."""

from __future__ import annotations

import copy
import json
import os
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kyc.documents.errors import DeskError
from kyc.documents.kinds import FIELDS, DocumentKind, Side
from kyc.documents.results import CaptureInput, InspectionRequest
from kyc.documents.warnings import WarningCode
from kyc.engines.cloud.access import CloudProtocol
from kyc.engines.cloud.assembling import Answered, assembled
from kyc.engines.cloud.hearing import Question
from kyc.engines.cloud.making import make_engine
from kyc.engines.cloud.pictures import Sent
from kyc.engines.cloud.vendor_errors import Refused
from kyc.engines.collecting import Seconds
from kyc.inspections.models import Finding
from kyc.protocols.wire import WireAnswer
from tests.engines.cloud import examples
from tests.engines.cloud.examples import PICTURE, access, response
from tests.engines.cloud.test_answers import VENDORS

K, S = DocumentKind, Side
V3, LEGACY, HUAWEI = CloudProtocol
ADVANCED = examples.advanced(WarnInfos=[-9102], Quality=80, BorderCodeValue=3)
#: Of each protocol and kind a side and an answer that is right.
RIGHT: list[tuple[CloudProtocol, DocumentKind, Side | None, dict[str, Any]]] = [
    (V3, K.CN_ID_CARD, None, response({**examples.ID_CARD_FRONT, "AdvancedInfo": ADVANCED})),
    (V3, K.CN_TEMPORARY_ID_CARD, S.PORTRAIT_FACE, response({**examples.ID_CARD_FRONT, "Authority": "局"})),
    (V3, K.CN_DRIVING_LICENCE, None, response(examples.DRIVER_MAIN)),
    (V3, K.CN_ELECTRONIC_DRIVING_LICENCE, S.MAIN_PAGE, response(examples.DRIVER_APP)),
    (V3, K.CN_VEHICLE_LICENCE, None, response(examples.VEHICLE)),
    (V3, K.KR_DRIVING_LICENCE, S.MAIN_PAGE, response(examples.KOREAN)),
    (LEGACY, K.CN_DRIVING_LICENCE, S.MAIN_PAGE, examples.LEGACY),
    (LEGACY, K.CN_VEHICLE_LICENCE, S.SUB_PAGE, examples.LEGACY),
    (HUAWEI, K.CN_ID_CARD, None, examples.HUAWEI_ID_CARD),
    (HUAWEI, K.CN_DRIVING_LICENCE, S.SUB_PAGE, examples.HUAWEI_DRIVER),
    (HUAWEI, K.CN_VEHICLE_LICENCE, S.MAIN_PAGE, examples.HUAWEI_VEHICLE),
]
#: What the tables hold.
DETECTOR_VERSION = Finding._meta.get_field("detector_version").max_length
IDS = [f"{protocol}-{kind}" for protocol, kind, _, _ in RIGHT]

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
#: Texts that documents print are worth more than random ones: rules look at them.
PRINTED = st.text("0123456789年月日-./长期至男女OIl:~XC1分 京A", max_size=24)
ANYTHING = st.recursive(
    SCALARS | PRINTED,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)
#: CLOUD_EXAMPLES=2000 for a long run.
RUNS = settings(
    deadline=None,
    max_examples=int(os.environ.get("CLOUD_EXAMPLES", "15")),
    suppress_health_check=[HealthCheck.too_slow],
)


def places(content: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where anything stands in ``content``."""
    inner = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    return [path, *(place for key, value in inner for place in places(value, (*path, key)))]


def replaced(content: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    changed = copy.deepcopy(content)
    holder = changed
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    return changed


def check(protocol: CloudProtocol, kind: DocumentKind, side: Side | None, answer: WireAnswer) -> None:
    try:
        heard = VENDORS[protocol].heard(answer, Question(kind, side, PICTURE))
    except Refused:
        return
    capture = CaptureInput("1", PICTURE)
    answered = [Answered(capture, Sent(PICTURE, 320, 200), (heard,))]
    try:
        read = assembled(
            make_engine(access(protocol)),
            "An account",
            answered,
            InspectionRequest((capture,), kind),
            is_swapped=False,
            seconds=Seconds(),
        )
    except DeskError:
        return
    assert [field.name for field in read.fields] == [name for one in read.sides for name in FIELDS[read.kind, one.side]]
    assert [found.code for found in read.findings] == list(WarningCode)
    for field in read.fields:
        assert 0 <= field.confidence <= 1
        (field.raw + field.value).encode()
    for found in read.findings:
        assert len(found.detector_version) <= DETECTOR_VERSION
        assert found.score is None or 0 <= found.score <= 100


@pytest.mark.parametrize(("protocol", "kind", "side", "right"), RIGHT, ids=IDS)
@RUNS
@given(data=st.data())
def test_a_right_answer_with_something_else_in_one_place(
    data: st.DataObject, protocol: CloudProtocol, kind: DocumentKind, side: Side | None, right: dict[str, Any]
) -> None:
    changed = right
    for _ in range(data.draw(st.integers(1, 3))):
        changed = replaced(changed, data.draw(st.sampled_from(places(changed))), data.draw(ANYTHING))
    check(protocol, kind, side, WireAnswer(200, json.dumps(changed).encode(), {}))


@pytest.mark.parametrize("protocol", CloudProtocol)
@RUNS
@given(content=ANYTHING, body=st.binary(max_size=40), status=st.sampled_from([200, 200, 204, 302, 400, 401, 429, 500]))
def test_any_answer_at_all(protocol: CloudProtocol, content: Any, body: bytes, status: int) -> None:
    for answered in (json.dumps(content).encode(), body):
        check(protocol, K.CN_DRIVING_LICENCE, S.MAIN_PAGE, WireAnswer(status, answered, {}))


@pytest.mark.parametrize("protocol", CloudProtocol)
def test_an_answer_that_nests_without_end(protocol: CloudProtocol) -> None:
    body = b'{"a":' * 100_000
    with pytest.raises(Refused):
        VENDORS[protocol].heard(WireAnswer(200, body, {}), Question(K.CN_DRIVING_LICENCE, S.MAIN_PAGE, PICTURE))
