"""``VehicleLicenseOCR``, which no seed holds: against the SDK's own request and models."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tencentcloud.ocr.v20181119 import models

from kyc.protocols.tencent_v3 import vehicle_licence
from kyc.protocols.tencent_v3.answers import opened, success
from kyc.protocols.tencent_v3.errors import ApiError, Code
from kyc.protocols.tencent_v3.parameters import of_action
from kyc.protocols.tencent_v3.pictures import Picture
from kyc.protocols.tencent_v3.vehicle_licence import Answer, CardSide, MainPage, SubPage, TractorSide, TractorSubPage
from tests.protocols.capture_files import captured

PAGES = {"FrontInfo": "main_page", "BackInfo": "sub_page", "TractorBackInfo": "tractor_sub_page"}
KINDS: dict[str, Any] = {"FrontInfo": MainPage, "BackInfo": SubPage, "TractorBackInfo": TractorSubPage}
TEXTS = {
    "FrontInfo": vehicle_licence.MAIN_PAGE_TEXTS,
    "BackInfo": vehicle_licence.SUB_PAGE_TEXTS,
    "TractorBackInfo": vehicle_licence.TRACTOR_TEXTS,
}
MODELS: dict[str, Any] = {
    "FrontInfo": models.TextVehicleFront,
    "BackInfo": models.TextVehicleBack,
    "TractorBackInfo": models.TextTractorVehicleBack,
}
texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
pictures = st.one_of(
    st.builds(Picture, st.binary(min_size=1, max_size=30)), st.builds(Picture, url=st.just("http://a/b"))
)


def page(name: str) -> st.SearchStrategy[Any]:
    return st.none() | st.builds(KINDS[name], **dict.fromkeys(TEXTS[name].values(), texts))


@given(
    st.builds(vehicle_licence.Request, pictures, st.sampled_from(CardSide), st.none() | st.sampled_from(TractorSide))
)
def test_a_request_comes_through(request: vehicle_licence.Request) -> None:
    assert vehicle_licence.decode_request(vehicle_licence.encode_request(request)) == request


@given(
    st.builds(
        Answer,
        page("FrontInfo"),
        page("BackInfo"),
        page("TractorBackInfo"),
        st.none() | st.sampled_from(vehicle_licence.LicenceType),
        st.lists(st.sampled_from(vehicle_licence.Warn), unique=True).map(tuple),
    )
)
def test_an_answer_comes_through(answer: Answer) -> None:
    assert vehicle_licence.decode_answer(vehicle_licence.encode_answer(answer)) == answer


def whole() -> Answer:
    pages = {ours: KINDS[wire](*(f"值{name}" for name in TEXTS[wire])) for wire, ours in PAGES.items()}
    return Answer(**pages, licence_type=vehicle_licence.LicenceType.NORMAL, warnings=tuple(vehicle_licence.Warn))


def test_fields_and_parameters_are_the_sdk_s() -> None:
    sent = vehicle_licence.encode_answer(whole())
    assert names_of(models.VehicleLicenseOCRResponse()) == {*sent, "RequestId"}
    for wire, model in MODELS.items():
        assert names_of(model()) == set(sent[wire])
    assert names_of(models.VehicleLicenseOCRRequest()) == vehicle_licence.PARAMETERS


def names_of(model: Any) -> set[str]:
    return {name.removeprefix("_") for name in vars(model)}


def test_the_sdk_s_own_model_reads_an_answer() -> None:
    response, request_id = opened(success(vehicle_licence.encode_answer(whole()), "id-1"))
    read = models.VehicleLicenseOCRResponse()
    read._deserialize({**response, "RequestId": request_id})
    assert read.FrontInfo.PlateNo == "值PlateNo"
    assert read.BackInfo.TotalQuasiMass == "值TotalQuasiMass"
    assert read.TractorBackInfo.CombineHarvesterQuality == "值CombineHarvesterQuality"
    assert read.RecognizeWarnCode == [-9102, -9103, -9104, -9105, -9106]


def test_a_page_that_is_not_there_is_null_and_comes_back_so() -> None:
    sent = vehicle_licence.encode_answer(Answer(main_page=MainPage(plate_number="京A00001")))
    assert (sent["BackInfo"], sent["TractorBackInfo"]) == (None, None)
    assert "VehicleLicenseType" not in sent
    decoded = vehicle_licence.decode_answer(sent | {"FrontInfo": {"PlateNo": None, "Vin": "--"}})
    assert decoded == Answer(main_page=MainPage(vin="--"))


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ({}, (CardSide.FRONT, None)),
        ({"CardSide": ""}, (CardSide.FRONT, None)),
        ({"CardSide": "DOUBLE"}, (CardSide.DOUBLE, None)),
        ({"CardSide": "BACK", "TractorCardSide": ""}, (CardSide.BACK, None)),
        ({"TractorCardSide": "BACK"}, (CardSide.FRONT, TractorSide.BACK)),
    ],
)
def test_sides(given_: dict[str, str], expected: tuple[CardSide, TractorSide | None]) -> None:
    request = vehicle_licence.decode_request({"ImageUrl": "http://a", **given_})
    assert (request.card_side, request.tractor_side) == expected


@pytest.mark.parametrize(
    ("given_", "code"),
    [
        ({"CardSide": "front"}, Code.VALUE_LIMIT),
        ({"CardSide": 1}, Code.INVALID_PARAMETER),
        ({"TractorCardSide": "DOUBLE"}, Code.VALUE_LIMIT),
        ({"TractorCardSide": ["BACK"]}, Code.INVALID_PARAMETER),
    ],
)
def test_sides_that_are_refused(given_: dict[str, Any], code: Code) -> None:
    with pytest.raises(ApiError) as refused:
        vehicle_licence.decode_request({"ImageUrl": "http://a", **given_})
    assert refused.value.code is code


def test_the_captured_request() -> None:
    request = next(
        request for _, request in captured("tencent") if request.header("X-TC-Action") == "VehicleLicenseOCR"
    )
    decoded = vehicle_licence.decode_request(of_action(request))
    assert decoded == vehicle_licence.Request(Picture(url="https://xx/a.jpg"), CardSide.DOUBLE)
    assert vehicle_licence.encode_request(decoded) == json.loads(request.body)
