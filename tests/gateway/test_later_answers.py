"""What id-card, vehicle-license and VehicleLicenseOCR answer, through the real engine."""

from __future__ import annotations

import base64
import io
import itertools
import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from kyc.documents.geometry import Quad
from kyc.documents.kinds import DocumentKind, Side
from kyc.documents.results import CaptureInput, Finding, InspectionRequest, InspectionResult, SideReading
from kyc.documents.warnings import Outcome, Severity, WarningCode
from kyc.gateway import huawei_answers, recognising, tencent_v3_answers
from kyc.protocols.huawei import id_card, vehicle_licence
from kyc.protocols.huawei.bodies import Alarm
from kyc.protocols.huawei.id_card import Switch
from kyc.protocols.tencent_v3 import vehicle_licence as tencent_vehicle
from kyc.protocols.tencent_v3.pictures import Picture
from tests.gateway.calling import base64_of, file_of, new_caller
from tests.gateway.conftest import demo_picture

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("gateway")]

DETECTORS = tuple(id_card.SCORES)
_numbers = itertools.count()


def picture(name: str) -> Image.Image:
    return Image.open(io.BytesIO(demo_picture(name))).convert("RGB")


def cut_off(name: str, right: float) -> bytes:
    """The picture as far as its document's right edge is just left out."""
    whole = picture(name)
    return file_of(whole.crop((0, 0, round(right * whole.width), whole.height)))


def covered(name: str, place: tuple[int, int, int, int]) -> bytes:
    """With a thumb on it."""
    whole = picture(name)
    ImageDraw.Draw(whole).ellipse(place, fill=(60, 45, 40))
    return file_of(whole)


def asked(api: str, shown: str | bytes, **given: Any) -> dict[str, Any]:
    """The result for a demo's picture or for a file."""
    data = demo_picture(shown) if isinstance(shown, str) else shown
    status, answer = new_caller(f"caller {next(_numbers)}").huawei({"image": base64_of(data), **given}, api=api)
    assert status == 200, answer
    return dict(answer["result"])


# --- identity card -------------------------------------------------------------------------------------------------


def test_both_faces_apart_with_everything_asked_for() -> None:
    result = asked("id-card", "both_faces", side="double_side", **{switch.value: True for switch in Switch})
    front, back = result.pop("front"), result.pop("back")
    assert result == {}
    assert front["verification_result"] == {"valid_number": True, "valid_birth": True, "valid_sex": True}
    assert back["verification_result"] == {"valid_date": True, "valid_validity_period": True}
    assert front["number"][6:14] == front["birth"].replace("-", "")
    assert set(front["text_location"]) == {"name", "sex", "birth", "ethnicity", "address", "number"}
    assert set(back["text_location"]) == {"issue", "valid_from", "valid_to"}
    assert (back["portrait_image"], back["portrait_location"]) == ("", [])
    for face in (front, back):
        assert base64.b64decode(face["adjusted_image"]).startswith(b"\xff\xd8")
        assert [face[f"{switch.value}_result"] for switch in DETECTORS] == [False] * 8
        assert all(0 <= score < 50 for score in face["score_info"].values())
    _check_places(front)


def _check_places(front: dict[str, Any]) -> None:
    """The name stands left of the portrait and above the number; and the portrait's place shows what its crop shows."""
    name, number, portrait = (
        np.array(points).mean(axis=0)
        for points in (front["text_location"]["name"], front["text_location"]["number"], front["portrait_location"])
    )
    assert name[0] < portrait[0]
    assert name[1] < number[1]
    crop = Image.open(io.BytesIO(base64.b64decode(front["portrait_image"]))).convert("L")
    whole = picture("both_faces").convert("L")
    first, _, third, _ = front["portrait_location"]
    seen = whole.crop((*first, *third)).resize((24, 30))
    assert np.corrcoef(np.ravel(seen), np.ravel(crop.resize((24, 30))))[0, 1] > 0.7


def test_without_switches_there_are_texts_only() -> None:
    assert set(asked("id-card", "clean_emblem")) == {"issue", "valid_from", "valid_to"}
    whole = asked("id-card", "both_faces")
    assert set(whole) == {"name", "sex", "birth", "ethnicity", "address", "number"}


@pytest.mark.parametrize(
    ("name", "switch"),
    [
        ("grey_copy_portrait", Switch.COPY),
        ("temporary", Switch.INTERIM),
        ("glare", Switch.GLARE),
        ("screen", Switch.REPRODUCE),
        ("tampered", Switch.TAMPERING),
        ("blurred", Switch.BLUR),
    ],
)
def test_an_alarm_is_raised_by_a_picture_that_has_it(name: str, switch: Switch) -> None:
    _check_alarm(name, switch)


def test_alarms_of_a_card_that_is_not_wholly_there() -> None:
    """On a licence's picture these are the demo's; on a card they are cut and painted here."""
    _check_alarm(cut_off("clean_portrait", 0.89), Switch.BORDER_INTEGRITY)
    _check_alarm(covered("clean_portrait", (465, 450, 640, 650)), Switch.BLOCKING_WITHIN_BORDER)


def _check_alarm(shown: str | bytes, switch: Switch) -> None:
    result = asked("id-card", shown, side="front", **{switch.value: True})
    assert result[f"{switch.value}_result"] is True
    assert list(result["score_info"]) == [id_card.SCORES[switch]]
    assert result["score_info"][id_card.SCORES[switch]] >= 50
    assert len([field for field in result if field.startswith("detect_")]) == 1


def test_a_number_that_does_not_add_up_verifies_nothing() -> None:
    """Judged on what is printed: number, date and sex were made to agree where they could be."""
    result = asked("id-card", "wrong_number", side="front", return_verification=True)
    assert not any(result["verification_result"].values())
    assert len(result["verification_result"]) == 5


def test_a_temporary_card_has_its_authority_and_validity_on_the_portrait_face() -> None:
    result = asked("id-card", "temporary", return_verification=True)
    assert all(result[name] for name in ("name", "number", "issue", "valid_from", "valid_to"))
    assert result["verification_result"]["valid_validity_period"] is True


@pytest.mark.parametrize(
    ("outcome", "severity", "score", "expected"),
    [
        (Outcome.DETECTED, Severity.ERROR, 81.0, Alarm(True, 81)),
        (Outcome.NOT_DETECTED, Severity.ERROR, 12.0, Alarm(False, 12)),
        (Outcome.INCONCLUSIVE, Severity.ERROR, 49.0, Alarm(None, 49)),
        (Outcome.NOT_RUN, Severity.ERROR, None, Alarm(None, None)),
        # A file without colour may be a copy or not.
        (Outcome.DETECTED, Severity.INFORMATION, 60.0, Alarm(None, 60)),
    ],
)
def test_what_a_detector_could_not_tell_is_no_all_clear(
    outcome: Outcome, severity: Severity, score: float | None, expected: Alarm
) -> None:
    finding = Finding(WarningCode.PRINTED_COPY, "picture", outcome, severity, "1", score=score, side=Side.PORTRAIT_FACE)
    result = _with_findings(finding)
    answer = huawei_answers.id_card_answer(result, id_card.Request(switches=frozenset({Switch.COPY, Switch.GLARE})))
    assert answer.front is not None
    assert answer.front.alarms == {Switch.COPY: expected, Switch.GLARE: Alarm(None, None)}


def _with_findings(*findings: Finding) -> InspectionResult:
    side = SideReading(
        Side.PORTRAIT_FACE, "picture", Quad.from_box(0, 0, 10, 6), 1000, 631, (1, 0, 0, 0, 1, 0, 0, 0, 1)
    )
    return InspectionResult("local", "1", DocumentKind.CN_ID_CARD, (side,), (), findings, ())


# --- vehicle licence -----------------------------------------------------------------------------------------------

FRONT = {
    *("number", "vehicle_type", "name", "address", "use_character", "model", "engine_no", "vin"),
    *("register_date", "issue_date"),
}
BACK = {
    *("number", "file_no", "approved_passengers", "gross_mass", "unladen_mass", "approved_load", "dimension"),
    *("traction_mass", "remarks", "inspection_record", "code_number", "energy_type"),
}


def test_both_pages_of_a_vehicle_licence_apart_with_everything_asked_for() -> None:
    switches = {
        "return_issuing_authority": True,
        "return_text_location": True,
        "recognize_electronic_license": True,
        "alarm": True,
    }
    result = asked("vehicle-license", "vehicle", side="double_side", **switches)
    assert set(result) == {"type", "front", "back"}
    assert result["type"] == "normal"
    front, back = result["front"], result["back"]
    assert set(front) == FRONT | {"issuing_authority", "text_location", "alarm_result", "alarm_confidence"}
    assert set(back) == BACK | {"text_location", "alarm_result", "alarm_confidence"}
    assert len(front["vin"]) == 17
    assert front["number"] == back["number"] != ""
    assert set(front["text_location"]) == FRONT | {"issuing_authority"}
    # Paper prints no energy.
    assert back["energy_type"] == ""
    assert "energy_type" not in back["text_location"]
    for page in (front, back):
        assert list(page["alarm_result"].values()) == [False, False]


def test_an_alarm_of_a_vehicle_licence() -> None:
    result = asked("vehicle-license", cut_off("vehicle", 0.86), side="front", alarm=True)
    assert result["alarm_result"]["detect_border_integrity_result"] is True
    assert result["alarm_confidence"]["border_integrity_score"] >= 50


@pytest.fixture(scope="module")
def vehicle() -> InspectionResult:
    """Both pages, read once."""
    capture = CaptureInput("picture", demo_picture("vehicle"))
    return recognising._engine().inspect(InspectionRequest((capture,), DocumentKind.CN_VEHICLE_LICENCE))


@pytest.mark.parametrize(("side", "fields"), [("front", FRONT), ("back", BACK)])
def test_one_page_of_a_vehicle_licence(vehicle: InspectionResult, side: str, fields: set[str]) -> None:
    asked = vehicle_licence.Request(side=vehicle_licence.PageSide(side))
    sent = vehicle_licence.encode_answer(huawei_answers.vehicle_licence_answer(vehicle, asked))
    assert set(json.loads(sent.body)["result"]) == fields | {"type"}


@pytest.mark.parametrize(
    ("given", "filled"),
    [
        ({}, {"FrontInfo"}),
        ({"CardSide": "BACK"}, {"BackInfo"}),
        ({"CardSide": "DOUBLE"}, {"FrontInfo", "BackInfo"}),
        ({"CardSide": "BACK", "TractorCardSide": "FRONT"}, {"FrontInfo"}),
    ],
)
def test_pages_that_tencent_cloud_s_client_asks_for(
    vehicle: InspectionResult, given: dict[str, str], filled: set[str]
) -> None:
    asked = tencent_vehicle.decode_request({"ImageUrl": "http://a", **given})
    answer = tencent_vehicle.encode_answer(tencent_v3_answers.vehicle_licence_answer(vehicle, asked))
    pages = {name for name in ("FrontInfo", "BackInfo", "TractorBackInfo") if answer[name] is not None}
    assert pages == filled
    assert (answer["VehicleLicenseType"], answer["RecognizeWarnMsg"]) == ("Normal", [])


def test_warnings_of_a_vehicle_licence_are_of_the_pages_that_were_asked_for(vehicle: InspectionResult) -> None:
    codes = {"REFLECTION": WarningCode.GLARE, "BLUR": WarningCode.BLUR, "BORDER_INCOMPLETE": WarningCode.CUT_OFF}
    codes |= {"COPY_CARD": WarningCode.PRINTED_COPY, "SCREENED_CARD": WarningCode.SCREEN_RECAPTURE}
    for name, code in codes.items():
        found = Finding(code, "picture", Outcome.DETECTED, Severity.WARNING, "1", score=90.0, side=Side.SUB_PAGE)
        result = replace(vehicle, findings=(found,))
        front, back = (
            tencent_v3_answers.vehicle_licence_answer(
                result, tencent_vehicle.Request(Picture(b"x"), tencent_vehicle.CardSide(side))
            )
            for side in ("FRONT", "BACK")
        )
        assert front.warnings == ()
        assert [warn.value for warn in back.warnings] == [f"WARN_DRIVER_LICENSE_{name}"]
