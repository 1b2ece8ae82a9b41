"""What answers become: fields, findings, crops, notes; and what else than an answer becomes of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from kyc.documents import errors
from kyc.documents.kinds import FIELDS, DocumentKind, FieldName, Side
from kyc.documents.results import CaptureInput, CropKind, Finding, InspectionRequest, InspectionResult
from kyc.documents.warnings import Outcome, WarningCode
from kyc.engines.cloud import assembling
from kyc.engines.cloud.access import CloudProtocol
from kyc.engines.cloud.assembling import Answered, assembled
from kyc.engines.cloud.hearing import UNSTATED_CONFIDENCE, Question
from kyc.engines.cloud.huawei import Huawei
from kyc.engines.cloud.making import make_engine
from kyc.engines.cloud.pictures import Sent
from kyc.engines.cloud.tencent_legacy import TencentLegacy
from kyc.engines.cloud.tencent_v3 import TencentV3
from kyc.engines.cloud.vendor_errors import Refused
from kyc.engines.collecting import Seconds
from kyc.protocols.wire import WireAnswer
from tests.engines.cloud import examples
from tests.engines.cloud.examples import PICTURE, access, encoded_picture, response

F, K, S = FieldName, DocumentKind, Side
V3, LEGACY, HUAWEI = CloudProtocol
VENDORS = {V3: TencentV3(access(V3)), LEGACY: TencentLegacy(access(LEGACY)), HUAWEI: Huawei(access(HUAWEI))}


def result(
    protocol: CloudProtocol, kind: DocumentKind, *asked: tuple[Side | None, Any], rectify: bool = True
) -> InspectionResult:
    """Of captures of 320 x 200 pixels, each with the side that was asked for and what was answered."""
    answered = [
        Answered(
            CaptureInput(str(at), PICTURE),
            Sent(PICTURE, 320, 200),
            (VENDORS[protocol].heard(wire(content), Question(kind, side, PICTURE)),),
        )
        for at, (side, content) in enumerate(asked)
    ]
    captures = tuple(one.capture for one in answered)
    request = InspectionRequest(captures, kind, rectify=rectify)
    made = make_engine(access(protocol))
    return assembled(made, "An account", answered, request, is_swapped=False, seconds=Seconds())


def wire(content: Any, status: int = 200) -> WireAnswer:
    return WireAnswer(status, json.dumps(content).encode(), {"x-request-id": "an-id"})


def values(read: InspectionResult) -> dict[str, str]:
    return {field.name.value: field.value for field in read.fields if field.value}


def finding(read: InspectionResult, code: WarningCode) -> Finding:
    return next(found for found in read.findings if found.code is code)


def outcomes(read: InspectionResult) -> Mapping[WarningCode, Outcome]:
    return {found.code: found.outcome for found in read.findings}


def refusal(protocol: CloudProtocol, kind: DocumentKind, side: Side | None, content: Any) -> Refused:
    with pytest.raises(Refused) as refused:
        VENDORS[protocol].heard(wire(content), Question(kind, side, PICTURE))
    return refused.value


def notes(read: InspectionResult) -> Sequence[str]:
    return [words.message for words in read.notes]


def test_both_faces_of_an_id_card() -> None:
    read = result(
        V3,
        K.CN_ID_CARD,
        (S.EMBLEM_FACE, response(examples.ID_CARD_BACK)),
        (S.PORTRAIT_FACE, response(examples.ID_CARD_FRONT)),
    )
    assert values(read) == {
        "name": "李明",
        "sex": "男",
        "ethnicity": "汉",
        "birth_date": "1987-01-01",
        "address": "北京市石景山区高新技术园腾讯大楼",
        "citizen_number": "440524198701010014",
        "issuing_authority": "赵县公安局",
        "valid_from": "2010-07-21",
        "valid_to": "2020-07-21",
    }
    assert [side.side for side in read.sides] == [S.PORTRAIT_FACE, S.EMBLEM_FACE]
    birth = next(field for field in read.fields if field.name is F.BIRTH_DATE)
    assert (birth.raw, birth.confidence, birth.quad) == ("1987/1/1", UNSTATED_CONFIDENCE, None)
    assert notes(read) == [assembling.NO_PLACES, assembling.UNSTATED]
    assert (read.engine, read.engine_version) == ("tencent_v3", "2018-11-19")


def test_the_whole_picture_stands_for_the_document() -> None:
    read = result(V3, K.CN_ID_CARD, (S.EMBLEM_FACE, response(examples.ID_CARD_BACK)))
    side = read.sides[0]
    assert side.outline.bounds() == (0, 0, 320, 200)
    assert (side.rectified_width, side.rectified_height) == (320, 200)
    assert side.to_rectified == (1, 0, 0, 0, 1, 0, 0, 0, 1)


def test_crops_are_decoded_and_the_rectified_one_gives_its_frame() -> None:
    crops = examples.advanced(IdCard=encoded_picture(200, 126), Portrait=encoded_picture(90, 120))
    read = result(V3, K.CN_ID_CARD, (S.PORTRAIT_FACE, response({**examples.ID_CARD_FRONT, "AdvancedInfo": crops})))
    assert [(crop.kind, crop.width, crop.height) for crop in read.crops] == [
        (CropKind.RECTIFIED, 200, 126),
        (CropKind.PORTRAIT, 90, 120),
    ]
    assert (read.sides[0].rectified_width, read.sides[0].rectified_height) == (200, 126)
    assert read.sides[0].to_rectified[0] == 200 / 320


@pytest.mark.parametrize("crop", ["", "no Base64", "bm8gcGljdHVyZQ=="])
def test_a_crop_that_is_no_picture_is_left_out(crop: str) -> None:
    info = examples.advanced(IdCard=crop, Portrait=crop)
    read = result(V3, K.CN_ID_CARD, (S.PORTRAIT_FACE, response({**examples.ID_CARD_FRONT, "AdvancedInfo": info})))
    assert read.crops == ()
    assert values(read)["name"] == "李明"


def test_every_warning_of_an_id_card_is_answered_or_said_not_to_be() -> None:
    info = examples.advanced(WarnInfos=[-9102, -9107], Quality=30, BorderCodeValue=12)
    spots = [{"Position": "Portrait"}, {"Position": "Others"}, {"Position": "Portrait"}]
    content = {**examples.ID_CARD_FRONT, "AdvancedInfo": info, "ReflectDetailInfos": spots}
    read = result(V3, K.CN_ID_CARD, (S.PORTRAIT_FACE, response(content)))
    assert outcomes(read) == {
        WarningCode.PRINTED_COPY: Outcome.DETECTED,
        WarningCode.SCREEN_RECAPTURE: Outcome.NOT_DETECTED,
        WarningCode.DIGITAL_TAMPERING: Outcome.NOT_DETECTED,
        WarningCode.BLUR: Outcome.DETECTED,
        WarningCode.GLARE: Outcome.DETECTED,
        WarningCode.CUT_OFF: Outcome.NOT_DETECTED,
        WarningCode.COVERED: Outcome.NOT_DETECTED,
        WarningCode.TEMPORARY_DOCUMENT: Outcome.NOT_DETECTED,
        WarningCode.INVALID_DATE: Outcome.NOT_DETECTED,
        WarningCode.CHECKSUM_FAILED: Outcome.NOT_RUN,
        WarningCode.ELECTRONIC_DOCUMENT: Outcome.NOT_RUN,
    }
    glare = finding(read, WarningCode.GLARE).reason
    assert glare is not None
    assert glare.english() == "An account reports it on: portrait, other."
    assert (finding(read, WarningCode.BLUR).score, finding(read, WarningCode.BLUR).line) == (70, 51)
    assert finding(read, WarningCode.CUT_OFF).score == 12
    assert finding(read, WarningCode.PRINTED_COPY).detector_version == "tencent_v3 IDCardOCR 2018-11-19"
    assert all(found.side is S.PORTRAIT_FACE for found in read.findings)


def test_warnings_that_were_asked_for_and_not_answered_are_not_passed() -> None:
    read = result(V3, K.CN_ID_CARD, (S.PORTRAIT_FACE, response(examples.ID_CARD_FRONT)))
    assert set(outcomes(read).values()) == {Outcome.NOT_RUN}
    assert all(found.reason for found in read.findings)


def test_a_temporary_card_of_which_the_vendor_says_nothing_else() -> None:
    nothing = {**dict.fromkeys(examples.ID_CARD_FRONT, ""), "AdvancedInfo": '{"WarnInfos":[-9104]}'}
    read = result(V3, K.CN_ID_CARD, (S.PORTRAIT_FACE, response(nothing)))
    assert read.kind is K.CN_TEMPORARY_ID_CARD
    assert [field.name for field in read.fields] == list(FIELDS[K.CN_TEMPORARY_ID_CARD, S.PORTRAIT_FACE])
    assert finding(read, WarningCode.TEMPORARY_DOCUMENT).outcome is Outcome.DETECTED


def test_a_face_with_person_and_issuer_is_a_temporary_card() -> None:
    content = {**examples.ID_CARD_FRONT, "Authority": "赵县公安局", "ValidDate": "2026.05.07-2026.08.07"}
    read = result(V3, K.CN_ID_CARD, (S.PORTRAIT_FACE, response(content)))
    assert read.kind is K.CN_TEMPORARY_ID_CARD
    assert values(read)["valid_to"] == "2026-08-07"


def test_the_title_face_of_a_temporary_card_has_nothing_to_read() -> None:
    front = {**examples.ID_CARD_FRONT, "AdvancedInfo": '{"WarnInfos":[-9104]}'}
    title = dict.fromkeys(examples.ID_CARD_FRONT, "")
    asked = ((S.PORTRAIT_FACE, response(front)), (S.EMBLEM_FACE, response(title)))
    read = result(V3, K.CN_TEMPORARY_ID_CARD, *asked)
    assert [side.side for side in read.sides] == [S.PORTRAIT_FACE, S.EMBLEM_FACE]
    assert refusal(V3, K.CN_ID_CARD, S.EMBLEM_FACE, response(title)).code == "NOTHING_READ"


def test_both_faces_in_one_picture_of_which_nobody_said_what_it_shows() -> None:
    content = {**examples.ID_CARD_FRONT, "Authority": "赵县公安局", "ValidDate": "2010.07.21-长期"}
    read = result(V3, K.CN_ID_CARD, (None, response(content)))
    assert [side.side for side in read.sides] == [S.PORTRAIT_FACE, S.EMBLEM_FACE]
    assert values(read)["valid_to"] == "长期"
    assert assembling.BOTH_IN_ONE in notes(read)


@pytest.mark.parametrize(
    ("period", "start", "until"),
    [
        ("2010.07.21-2020.07.21", "2010-07-21", "2020-07-21"),
        ("2010.07.21-长期", "2010-07-21", "长期"),
        ("2010-07-21至2020-07-21", "2010-07-21", "2020-07-21"),
        ("20100721-20200721", "2010-07-21", "2020-07-21"),
        ("2010.07.21", "", ""),
        ("?", "", ""),
    ],
)
def test_a_period_on_the_wire(period: str, start: str, until: str) -> None:
    content = {**examples.ID_CARD_BACK, "ValidDate": period}
    read = values(result(V3, K.CN_ID_CARD, (S.EMBLEM_FACE, response(content))))
    assert (read.get("valid_from", ""), read.get("valid_to", "")) == (start, until)


@pytest.mark.parametrize("rectify", [True, False])
def test_number_birth_and_sex_are_made_to_agree_here_and_not_there(*, rectify: bool) -> None:
    content = {**examples.ID_CARD_FRONT, "Birth": "1987/1/7", "Sex": ""}
    read = result(V3, K.CN_ID_CARD, (S.PORTRAIT_FACE, response(content)), rectify=rectify)
    birth = next(field for field in read.fields if field.name is F.BIRTH_DATE)
    assert birth.raw == "1987/1/7"
    assert birth.value == ("1987-01-01" if rectify else "1987-01-07")
    asked = json.loads(VENDORS[V3].request(Question(K.CN_ID_CARD, S.PORTRAIT_FACE, PICTURE)).body)
    assert asked["EnableRecognitionRectify"] is False
    assert asked["CardSide"] == "FRONT"


def test_a_driving_licence_by_its_pages_and_by_its_app() -> None:
    pages = result(
        V3,
        K.CN_DRIVING_LICENCE,
        (S.MAIN_PAGE, response(examples.DRIVER_MAIN)),
        (S.SUB_PAGE, response(examples.DRIVER_SUB)),
    )
    assert values(pages)["archive_number"] == "130123421234"
    assert values(pages)["valid_to"] == "2017-10-01"
    assert finding(pages, WarningCode.PRINTED_COPY).outcome is Outcome.DETECTED
    app = result(V3, K.CN_DRIVING_LICENCE, (S.MAIN_PAGE, response(examples.DRIVER_APP)))
    assert app.kind is K.CN_ELECTRONIC_DRIVING_LICENCE
    assert values(app)["status"] == "未处理"
    both = {**examples.DRIVER_MAIN, "ArchivesCode": "130123421234", "BackPageName": "李明"}
    together = result(V3, K.CN_DRIVING_LICENCE, (None, response(both)))
    assert [side.side for side in together.sides] == [S.MAIN_PAGE, S.SUB_PAGE]
    alone = result(V3, K.CN_DRIVING_LICENCE, (None, response(examples.DRIVER_SUB)))
    assert [side.side for side in alone.sides] == [S.SUB_PAGE]
    assert values(alone)["name"] == "李明"


def test_the_older_form_prints_how_many_years_it_lasts() -> None:
    content = {**examples.DRIVER_MAIN, "EndDate": "6年"}
    assert values(result(V3, K.CN_DRIVING_LICENCE, (S.MAIN_PAGE, response(content))))["valid_to"] == "6年"


def test_a_korean_licence_says_what_it_does_not_give() -> None:
    read = result(V3, K.KR_DRIVING_LICENCE, (S.MAIN_PAGE, response(examples.KOREAN)))
    assert values(read)["licence_number"] == "전북 11-006760-90"
    assert values(read)["renewal_from"] == "2020-02-28"
    assert values(read)["birth_date"] == "1987-07-13"
    assert values(read)["sex"] == "남"
    not_given = [field.name for field in read.fields if field.normaliser == "unavailable"]
    assert not_given == [F.CONDITIONS, F.ISSUING_AUTHORITY]


def test_a_vehicle_licence_by_either_vendor() -> None:
    read = result(V3, K.CN_VEHICLE_LICENCE, (None, response(examples.VEHICLE)))
    assert [side.side for side in read.sides] == [S.MAIN_PAGE, S.SUB_PAGE]
    assert values(read)["load_mass"] == "--"
    huawei = result(HUAWEI, K.CN_VEHICLE_LICENCE, (S.MAIN_PAGE, examples.HUAWEI_VEHICLE))
    assert values(huawei)["plate_number"] == "沪DGM3391"
    assert finding(huawei, WarningCode.CUT_OFF).score == 91
    assert finding(huawei, WarningCode.COVERED).outcome is Outcome.INCONCLUSIVE


def test_the_older_api_says_how_sure_it_is_and_where_values_stand() -> None:
    read = result(LEGACY, K.CN_DRIVING_LICENCE, (S.MAIN_PAGE, examples.LEGACY))
    number, address = (
        next(field for field in read.fields if field.name is name) for name in (F.LICENCE_NUMBER, F.ADDRESS)
    )
    assert number.confidence == pytest.approx(0.99996, abs=1e-4)
    assert address.confidence == pytest.approx(0.502)
    assert number.quad is not None
    assert number.quad.bounds() == (226, 66, 420, 96)
    assert notes(read) == []
    assert set(outcomes(read).values()) == {Outcome.NOT_RUN}


def test_huaweis_id_card_says_where_values_stand_and_scores_its_alarms() -> None:
    read = result(HUAWEI, K.CN_ID_CARD, (S.PORTRAIT_FACE, examples.HUAWEI_ID_CARD))
    name = next(field for field in read.fields if field.name is F.NAME)
    assert name.quad is not None
    assert name.quad.bounds() == (10, 10, 60, 30)
    copy, blur = finding(read, WarningCode.PRINTED_COPY), finding(read, WarningCode.BLUR)
    assert (copy.outcome, copy.score, copy.line) == (Outcome.DETECTED, 88, None)
    assert (blur.outcome, blur.score) == (Outcome.INCONCLUSIVE, None)
    assert finding(read, WarningCode.GLARE).outcome is Outcome.NOT_RUN


@pytest.mark.parametrize(
    ("protocol", "kind", "side", "content"),
    [
        (V3, K.CN_ID_CARD, S.PORTRAIT_FACE, response(dict.fromkeys(examples.ID_CARD_FRONT, ""))),
        (V3, K.CN_DRIVING_LICENCE, S.MAIN_PAGE, response({})),
        (V3, K.CN_DRIVING_LICENCE, None, response({"Name": " "})),
        (V3, K.CN_VEHICLE_LICENCE, S.SUB_PAGE, response({"FrontInfo": {"PlateNo": "沪DGM3391"}})),
        (V3, K.KR_DRIVING_LICENCE, S.MAIN_PAGE, response({})),
        (LEGACY, K.CN_VEHICLE_LICENCE, S.MAIN_PAGE, {"code": 0, "data": {"session_id": "1", "items": []}}),
        (HUAWEI, K.CN_DRIVING_LICENCE, S.MAIN_PAGE, {"result": {}}),
        (HUAWEI, K.CN_ID_CARD, S.EMBLEM_FACE, {"result": {"issue": ""}}),
        (HUAWEI, K.CN_VEHICLE_LICENCE, S.SUB_PAGE, {"result": {}}),
    ],
)
def test_an_answer_in_which_nothing_was_read_is_no_result(
    protocol: CloudProtocol, kind: DocumentKind, side: Side | None, content: Any
) -> None:
    refused = refusal(protocol, kind, side, content)
    assert (refused.meaning.error, refused.code) == (errors.UnreadableDocument, "NOTHING_READ")


@pytest.mark.parametrize(
    ("protocol", "kind", "content"),
    [
        (V3, K.CN_ID_CARD, response({**examples.ID_CARD_FRONT, "Name": ["李明"]})),
        (V3, K.CN_ID_CARD, response({**examples.ID_CARD_FRONT, "Name": "李" * 2000})),
        (V3, K.CN_ID_CARD, response({**examples.ID_CARD_FRONT, "Name": "李\ud800"})),
        (V3, K.CN_ID_CARD, response({**examples.ID_CARD_FRONT, "Name": "李\x00"})),
        (V3, K.CN_ID_CARD, response({**examples.ID_CARD_FRONT, "AdvancedInfo": "no JSON"})),
        (V3, K.CN_ID_CARD, response({**examples.ID_CARD_FRONT, "AdvancedInfo": '{"Quality": Infinity}'})),
        (V3, K.CN_ID_CARD, response({**examples.ID_CARD_FRONT, "ReflectDetailInfos": 5})),
        (V3, K.CN_DRIVING_LICENCE, response({**examples.DRIVER_MAIN, "RecognizeWarnMsg": True})),
        (V3, K.CN_VEHICLE_LICENCE, response({"FrontInfo": ["PlateNo"]})),
        (V3, K.CN_ID_CARD, {"Response": {"Name": "李明"}}),
        (V3, K.CN_ID_CARD, {"Response": {"Error": "x", "RequestId": "1"}}),
        (V3, K.CN_ID_CARD, {}),
        (LEGACY, K.CN_DRIVING_LICENCE, {"code": 0, "data": {"session_id": "1", "items": [{}]}}),
        (
            LEGACY,
            K.CN_DRIVING_LICENCE,
            {
                "code": 0,
                "data": {
                    **examples.LEGACY["data"],
                    "items": [{**examples.LEGACY["data"]["items"][0], "itemstring": {}}],
                },
            },
        ),
        (LEGACY, K.CN_DRIVING_LICENCE, {"code": "zero"}),
        (HUAWEI, K.CN_DRIVING_LICENCE, {"result": {"name": {"first": "三"}}}),
        (HUAWEI, K.CN_DRIVING_LICENCE, {"result": "fine"}),
        (HUAWEI, K.CN_DRIVING_LICENCE, []),
        (HUAWEI, K.CN_ID_CARD, {"result": {"name": "三", "text_location": {"name": [[1], 2]}}}),
    ],
)
def test_an_answer_of_another_shape_is_the_vendors_failure(
    protocol: CloudProtocol, kind: DocumentKind, content: Any
) -> None:
    side = S.PORTRAIT_FACE if kind is K.CN_ID_CARD else S.MAIN_PAGE
    refused = refusal(protocol, kind, side, content)
    assert (refused.meaning.error, refused.code) == (errors.VendorUnavailable, "MALFORMED_ANSWER")


def test_a_vendors_error_counts_more_than_its_status() -> None:
    question = Question(K.CN_DRIVING_LICENCE, S.MAIN_PAGE, PICTURE)
    for protocol, content, status, code in (
        (LEGACY, {"code": 25, "message": ""}, 400, "25"),
        (LEGACY, ["proxy"], 503, "HTTP.503"),
        (HUAWEI, {"error_code": "APIG.0308", "error_msg": ""}, 429, "APIG.0308"),
        (HUAWEI, "proxy", 502, "HTTP.502"),
        (V3, examples.v3_error("InternalError"), 500, "HTTP.500"),
    ):
        with pytest.raises(Refused) as refused:
            VENDORS[protocol].heard(wire(content, status), question)
        assert refused.value.code == code


@pytest.mark.parametrize(
    ("kind", "asked", "error"),
    [
        (K.CN_ELECTRONIC_DRIVING_LICENCE, [(S.MAIN_PAGE, examples.DRIVER_MAIN)], errors.OtherDocument),
        (K.CN_TEMPORARY_ID_CARD, [(S.PORTRAIT_FACE, examples.ID_CARD_FRONT)], errors.OtherDocument),
        (K.CN_DRIVING_LICENCE, [(None, examples.DRIVER_SUB), (None, examples.DRIVER_SUB)], errors.SameSideTwice),
        (
            K.CN_DRIVING_LICENCE,
            [(S.MAIN_PAGE, examples.DRIVER_APP), (S.SUB_PAGE, examples.DRIVER_SUB)],
            errors.OtherDocument,
        ),
    ],
)
def test_answers_that_do_not_make_one_document(
    kind: DocumentKind, asked: list[tuple[Side | None, dict[str, Any]]], error: type[errors.InspectionError]
) -> None:
    with pytest.raises(error) as refused:
        result(V3, kind, *((side, response(content)) for side, content in asked))
    assert refused.value.capture_id
    assert "%(" not in refused.value.sentence.english()
