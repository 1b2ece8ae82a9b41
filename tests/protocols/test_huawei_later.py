"""Huawei's id-card and vehicle-license, which no seed holds: against the SDK's own requests and models."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import Any

import pytest
from huaweicloudsdkocr.v1 import (
    IdcardBackResult,
    IdcardFrontResult,
    IdCardRequestBody,
    IdCardResult,
    IdcardScoreInfoResult,
    VehicleLicenseBack,
    VehicleLicenseFront,
    VehicleLicenseRequestBody,
    VehicleLicenseResult,
)
from hypothesis import given
from hypothesis import strategies as st

from kyc.protocols.huawei import bodies, id_card, vehicle_licence
from kyc.protocols.huawei.bodies import Alarm, MalformedAnswer
from kyc.protocols.huawei.errors import ApiError, Code
from kyc.protocols.huawei.id_card import PageSide, Switch
from kyc.protocols.wire import WireAnswer
from tests.protocols.capture_files import captured

CAPTURES = dict(captured("huawei"))
CODECS: dict[str, Any] = {"id-card": id_card, "vehicle-license": vehicle_licence}

texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
named = texts.filter(bool)
images = st.none() | st.binary(max_size=20)
points = st.tuples(st.integers(0, 9000), st.integers(0, 9000))
corners = st.tuples(points, points, points, points)
alarms = st.builds(Alarm, st.none() | st.booleans(), st.none() | st.integers(0, 100))


def refusal(codec: Any, parameters: dict[str, Any]) -> Code:
    with pytest.raises(ApiError) as refused:
        codec.decode_request(json.dumps(parameters).encode())
    return refused.value.code


# --- identity card -------------------------------------------------------------------------------------------------


def faces(side: PageSide, *, rules: tuple[str, ...] = id_card._EVERY_RULE) -> st.SearchStrategy[id_card.Face]:
    every = id_card._EVERY_TEXT
    own = {name: named if name == id_card.TEXTS[side][0] else texts for name in every}
    return st.builds(
        id_card.Face,
        side=st.just(side),
        **own,
        verification=st.none() | st.builds(id_card.Verification, **{rule: st.booleans() for rule in rules}),
        locations=st.none() | st.dictionaries(st.sampled_from(every), corners, max_size=3),
        portrait_location=st.none() | st.just(()) | corners,
        portrait_image=images,
        adjusted_image=images,
        alarms=st.dictionaries(st.sampled_from(list(id_card.SCORES)), alarms, max_size=8),
    )


@given(st.data(), st.sampled_from([PageSide.FRONT, PageSide.BACK]))
def test_an_answer_with_one_face_comes_through(data: st.DataObject, side: PageSide) -> None:
    face = data.draw(faces(side))
    answer = id_card.Answer(front=face) if side is PageSide.FRONT else id_card.Answer(back=face)
    assert id_card.decode_answer(id_card.encode_answer(answer), side) == answer


@given(faces(PageSide.FRONT), faces(PageSide.BACK))
def test_a_face_that_was_left_to_find_out_is_told_by_its_texts(front: id_card.Face, back: id_card.Face) -> None:
    back = replace(back, **dict.fromkeys(id_card.TEXTS[PageSide.FRONT], ""))
    for answer in (id_card.Answer(front=front), id_card.Answer(back=back)):
        assert id_card.decode_answer(id_card.encode_answer(answer), PageSide.EITHER) == answer


@given(
    st.none() | faces(PageSide.FRONT, rules=("number", "birth", "sex")),
    st.none() | faces(PageSide.BACK, rules=("date", "validity_period")),
)
def test_an_answer_with_two_faces_comes_through(front: id_card.Face | None, back: id_card.Face | None) -> None:
    answer = id_card.Answer(front, back, is_double=True)
    assert id_card.decode_answer(id_card.encode_answer(answer), PageSide.DOUBLE) == answer


@given(
    st.one_of(
        st.builds(
            id_card.Request,
            st.binary(min_size=1, max_size=20),
            side=st.sampled_from(PageSide),
            switches=st.frozensets(st.sampled_from(Switch)),
        ),
        st.builds(id_card.Request, url=st.just("http://a/b"), switches=st.frozensets(st.sampled_from(Switch))),
    )
)
def test_an_id_card_request_comes_through(request: id_card.Request) -> None:
    assert id_card.decode_request(id_card.encode_request(request)) == request


def test_parameters_are_the_sdk_s() -> None:
    assert {"image", "url", "side", *Switch} == set(IdCardRequestBody.attribute_map.values())
    assert {"image", "url", "side", *vehicle_licence.Switch} == set(VehicleLicenseRequestBody.attribute_map.values())


def every_face(side: PageSide) -> id_card.Face:
    own = {name: f"值{name}" for name in id_card.TEXTS[side]}
    box = ((1, 2), (3, 2), (3, 4), (1, 4))
    is_front = side is PageSide.FRONT
    return id_card.Face(
        side=side,
        **own,
        verification=id_card.Verification(),
        locations=dict.fromkeys(own, box),
        portrait_location=box if is_front else None,
        portrait_image=b"portrait" if is_front else None,
        adjusted_image=b"card",
        alarms={switch: Alarm(True, 90) for switch in id_card.SCORES},
    )


def test_fields_of_an_id_card_are_the_sdk_s() -> None:
    front, back = every_face(PageSide.FRONT), every_face(PageSide.BACK)
    double = json.loads(id_card.encode_answer(id_card.Answer(front, back, is_double=True)).body)["result"]
    single = [json.loads(id_card.encode_answer(id_card.Answer(face)).body)["result"] for face in (front, back)]
    assert set(double["front"]) == set(IdcardFrontResult.openapi_types)
    assert set(double["back"]) == set(IdcardBackResult.openapi_types)
    assert set(double) | set(single[0]) | set(single[1]) == set(IdCardResult.openapi_types)
    assert set(double["front"]["score_info"]) == set(IdcardScoreInfoResult.openapi_types)
    assert set(double["front"]["verification_result"]) == {"valid_number", "valid_birth", "valid_sex"}
    assert set(double["back"]["verification_result"]) == {"valid_date", "valid_validity_period"}
    assert len(single[1]["verification_result"]) == 5


def test_what_was_not_asked_for_is_absent() -> None:
    result = json.loads(id_card.encode_answer(id_card.Answer(front=id_card.Face(name="张三"))).body)["result"]
    assert list(result) == ["name", "sex", "birth", "ethnicity", "address", "number"]
    result = json.loads(id_card.encode_answer(id_card.Answer(back=id_card.Face(PageSide.BACK))).body)["result"]
    assert list(result) == ["issue", "valid_from", "valid_to"]


def test_an_alarm_without_a_verdict_is_null() -> None:
    face = id_card.Face(alarms={Switch.COPY: Alarm(), Switch.GLARE: Alarm(True, 81)})
    result = json.loads(id_card.encode_answer(id_card.Answer(front=face)).body)["result"]
    assert (result["detect_copy_result"], result["detect_glare_result"]) == (None, True)
    assert result["score_info"] == {"copy_score": None, "glare_score": 81}


def test_captured_requests() -> None:
    decoded = id_card.decode_request(CAPTURES["A"].body)
    assert (decoded.side, decoded.switches) == (PageSide.FRONT, {Switch.VERIFICATION, Switch.COPY})
    vehicle = vehicle_licence.decode_request(CAPTURES["C"].body)
    assert vehicle.switches == {vehicle_licence.Switch.ELECTRONIC, vehicle_licence.Switch.ALARM}


def test_an_absent_or_empty_side() -> None:
    for side in ("", None):
        body = json.dumps({"url": "http://a", "side": side}).encode()
        assert id_card.decode_request(body).side is PageSide.EITHER
        assert vehicle_licence.decode_request(body).side is vehicle_licence.PageSide.FRONT


@pytest.mark.parametrize("codec", CODECS.values(), ids=list(CODECS))
@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({}, Code.INVALID_PARAMETER),
        ({"image": "AAAA", "url": "http://a"}, Code.INVALID_PARAMETER),
        ({"url": "http://a", "side": "FRONT"}, Code.INVALID_PARAMETER),
        ({"url": "http://a", "side": 1}, Code.INVALID_PARAMETER),
        ({"url": "http://a", "return_text_location": "true"}, Code.INVALID_PARAMETER),
        ({"image": "data:image/png;base64,AAAA"}, Code.FORMAT),
        ({"image": "A" * (bodies.LARGEST_BASE64 + 1)}, Code.IMAGE_SIZE),
    ],
)
def test_parameters_that_are_refused(codec: Any, parameters: dict[str, Any], code: Code) -> None:
    assert refusal(codec, parameters) is code


@pytest.mark.parametrize("codec", CODECS.values(), ids=list(CODECS))
@pytest.mark.parametrize(
    "body",
    [
        b"<html>",
        b"{}",
        b'{"result":[]}',
        b'{"result":{"text_location":[1]}}',
        b'{"result":{"text_location":{"name":[[1]]}}}',
        b'{"result":{"front":[1]}}',
        b'{"result":{"alarm_result":[1],"verification_result":7}}',
    ],
)
def test_answers_of_another_shape(codec: Any, body: bytes) -> None:
    side = codec.PageSide.DOUBLE if b"front" in body else codec.PageSide.FRONT
    with pytest.raises(MalformedAnswer):
        codec.decode_answer(WireAnswer(200, body), side)


@pytest.mark.parametrize("codec", CODECS.values(), ids=list(CODECS))
def test_an_error_comes_through(codec: Any) -> None:
    answer = bodies.encode_error(ApiError(Code.SAME_SIDE_TWICE))
    assert codec.decode_answer(answer, codec.PageSide.DOUBLE).code == "AIS.0122"


# --- vehicle licence -----------------------------------------------------------------------------------------------


def pages(side: vehicle_licence.PageSide) -> st.SearchStrategy[vehicle_licence.Page]:
    names = vehicle_licence.TEXTS[side]
    is_front = side is vehicle_licence.PageSide.FRONT
    return st.builds(
        vehicle_licence.Page,
        side=st.just(side),
        **dict.fromkeys(names.values(), texts),
        issuing_authority=st.none() | texts if is_front else st.none(),
        locations=st.none() | st.dictionaries(st.sampled_from(list(names.values())), corners, max_size=3),
        alarms=st.none() | st.builds(vehicle_licence.Alarms, alarms, alarms),
    )


whole: dict[str, Any] = {
    "licence_type": st.none() | st.sampled_from(vehicle_licence.LicenceType),
    "colour": texts,
    "scrapping_date": texts,
    "status": st.lists(texts, max_size=2).map(tuple),
}


@given(st.data(), st.sampled_from([vehicle_licence.PageSide.FRONT, vehicle_licence.PageSide.BACK]))
def test_an_answer_with_one_page_comes_through(data: st.DataObject, side: vehicle_licence.PageSide) -> None:
    page = pages(side)
    answer = data.draw(st.builds(vehicle_licence.Answer, **{side.value: page}, **whole))
    assert vehicle_licence.decode_answer(vehicle_licence.encode_answer(answer), side) == answer


@given(
    st.builds(
        vehicle_licence.Answer,
        st.none() | pages(vehicle_licence.PageSide.FRONT),
        st.none() | pages(vehicle_licence.PageSide.BACK),
        st.just(True),
        **whole,
    )
)
def test_an_answer_with_two_pages_comes_through(answer: vehicle_licence.Answer) -> None:
    encoded = vehicle_licence.encode_answer(answer)
    assert vehicle_licence.decode_answer(encoded, vehicle_licence.PageSide.DOUBLE) == answer


@given(
    st.one_of(
        st.builds(
            vehicle_licence.Request,
            st.binary(min_size=1, max_size=20),
            side=st.sampled_from(vehicle_licence.PageSide),
            switches=st.frozensets(st.sampled_from(vehicle_licence.Switch)),
        ),
        st.builds(vehicle_licence.Request, url=st.just("http://a/b")),
    )
)
def test_a_vehicle_licence_request_comes_through(request: vehicle_licence.Request) -> None:
    assert vehicle_licence.decode_request(vehicle_licence.encode_request(request)) == request


def test_fields_of_a_vehicle_licence_are_the_sdk_s() -> None:
    both = vehicle_licence.Alarms(Alarm(True, 1), Alarm(False, 2))
    front = vehicle_licence.Page(issuing_authority="x", locations={}, alarms=both)
    back = vehicle_licence.Page(vehicle_licence.PageSide.BACK, locations={}, alarms=both)
    more = {"licence_type": vehicle_licence.LicenceType.ELECTRONIC, "colour": "白", "scrapping_date": "2040-01-01"}
    answers = [
        vehicle_licence.Answer(front, back, True, status=("正常",), **more),
        vehicle_licence.Answer(front),
        vehicle_licence.Answer(back=back),
    ]
    sent = [json.loads(vehicle_licence.encode_answer(answer).body)["result"] for answer in answers]
    assert set(sent[0]["front"]) == set(VehicleLicenseFront.openapi_types)
    assert set(sent[0]["back"]) == set(VehicleLicenseBack.openapi_types)
    assert set().union(*sent) == set(VehicleLicenseResult.openapi_types)


def test_every_text_of_ours_is_on_the_wire() -> None:
    ours = {entry.name for entry in fields(vehicle_licence.Page)} - {"side", "locations", "alarms", "issuing_authority"}
    assert ours == set().union(*(names.values() for names in vehicle_licence.TEXTS.values()))
