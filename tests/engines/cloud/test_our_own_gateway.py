"""The engines against our own gateway as the vendor, over HTTP: what this machine reads, each protocol brings home."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

import pytest
from PIL import Image

from kyc.documents import errors
from kyc.documents.errors import EngineAccountRefused
from kyc.documents.kinds import DocumentKind, FieldName, Side
from kyc.documents.results import CaptureInput, CropKind, InspectionRequest, InspectionResult
from kyc.documents.warnings import Outcome, WarningCode
from kyc.engines.cloud.access import CloudAccess, CloudProtocol
from kyc.engines.cloud.engine import CloudEngine
from kyc.engines.cloud.making import KINDS_OF, make_engine, try_access
from kyc.engines.local import LocalEngine
from tests.gateway.calling import file_of
from tests.gateway.conftest import Credentials, demo_picture
from tests.running_desk import Desk

#: One desk serves them and the vendors' SDKs.
pytestmark = pytest.mark.xdist_group("gateway")

F, K, S = FieldName, DocumentKind, Side
V3, LEGACY, HUAWEI = CloudProtocol
Given = tuple[tuple[str, Side | None], ...]

#: Pictures of each kind with the side that each is said to show.
CAPTURES: Mapping[DocumentKind, Given] = {
    K.CN_ID_CARD: (("clean_portrait", S.PORTRAIT_FACE), ("clean_emblem", S.EMBLEM_FACE)),
    K.CN_TEMPORARY_ID_CARD: (("temporary", S.PORTRAIT_FACE),),
    K.CN_DRIVING_LICENCE: (("driving_main", S.MAIN_PAGE), ("driving_sub", S.SUB_PAGE)),
    K.CN_ELECTRONIC_DRIVING_LICENCE: (("electronic", S.MAIN_PAGE),),
    K.CN_VEHICLE_LICENCE: (("vehicle, main page", S.MAIN_PAGE), ("vehicle, sub page", S.SUB_PAGE)),
    K.KR_DRIVING_LICENCE: (("korean", S.MAIN_PAGE),),
}
#: The older API reads no sub page of a driving licence.
ONLY: Mapping[tuple[CloudProtocol, DocumentKind], int] = {(LEGACY, K.CN_DRIVING_LICENCE): 1}
#: Fields that a protocol does not carry.
NOT_CARRIED: Mapping[tuple[CloudProtocol, DocumentKind], Sequence[FieldName]] = {
    (V3, K.KR_DRIVING_LICENCE): [F.CONDITIONS, F.ISSUING_AUTHORITY],
    (LEGACY, K.CN_VEHICLE_LICENCE): [F.ISSUING_AUTHORITY],
}
ASKED = [(protocol, kind) for protocol in CloudProtocol for kind in DocumentKind if kind in KINDS_OF[protocol]]


#: Rows between which each page of the vehicle licence lies in its picture.
ROWS: Mapping[str, tuple[int, int]] = {"vehicle, main page": (0, 579), "vehicle, sub page": (579, 1140)}


@cache
def picture(name: str) -> bytes:
    if name not in ROWS:
        return demo_picture(name)
    both = Image.open(io.BytesIO(demo_picture("vehicle")))
    return file_of(both.crop((0, ROWS[name][0], both.width, ROWS[name][1])))


def asked(kind: DocumentKind, given: Given) -> InspectionRequest:
    captures = tuple(CaptureInput(name, picture(name), side_stated=side) for name, side in given)
    return InspectionRequest(captures, kind)


@pytest.fixture(scope="module")
def local() -> LocalEngine:
    return LocalEngine(threads=1)


@cache
def read_here(engine: LocalEngine, kind: DocumentKind) -> InspectionResult:
    return engine.inspect(asked(kind, CAPTURES[kind]))


def access(desk: Desk, credentials: Credentials, protocol: CloudProtocol) -> CloudAccess:
    return CloudAccess(
        protocol,
        "The desk itself",
        desk.url,
        credentials.secret_id,
        credentials.secret_key,
        region="ap-guangzhou",
        app_id=credentials.app_id,
        bucket=credentials.bucket,
        project_id=credentials.project_id,
        answer_seconds=60,
        kinds=frozenset(DocumentKind),
    )


@pytest.fixture(scope="module")
def engines(gateway_desk: Desk, credentials: Credentials) -> Mapping[CloudProtocol, CloudEngine]:
    return {protocol: make_engine(access(gateway_desk, credentials, protocol)) for protocol in CloudProtocol}


def values(result: InspectionResult, but: Sequence[FieldName] = ()) -> dict[tuple[Side, FieldName], str]:
    return {(field.side, field.name): field.value for field in result.fields if field.name not in but}


@pytest.mark.parametrize(("protocol", "kind"), ASKED)
def test_the_same_captures_have_the_same_values_by_every_way(
    local: LocalEngine, engines: Mapping[CloudProtocol, CloudEngine], protocol: CloudProtocol, kind: DocumentKind
) -> None:
    given = CAPTURES[kind][: ONLY.get((protocol, kind))]
    there, here = engines[protocol].inspect(asked(kind, given)), read_here(local, kind)
    missing = NOT_CARRIED.get((protocol, kind), [])
    expected = {
        place: value for place, value in values(here, missing).items() if place[0] in {one.side for one in there.sides}
    }
    assert there.kind is here.kind
    assert len(there.sides) == len(here.sides) if len(given) == len(CAPTURES[kind]) else len(there.sides) == 1
    assert values(there, missing) == expected
    assert sum(bool(value) for value in expected.values()) > len(expected) / 2
    assert [field.name for field in there.fields if field.normaliser == "unavailable"] == missing


def test_warnings_and_crops_of_an_id_card(engines: Mapping[CloudProtocol, CloudEngine]) -> None:
    result = engines[V3].inspect(asked(K.CN_ID_CARD, (("glare", S.PORTRAIT_FACE),)))
    glare = next(found for found in result.findings if found.code is WarningCode.GLARE)
    assert glare.outcome is Outcome.DETECTED
    assert glare.reason is not None
    assert "The desk itself reports it" in glare.reason.english()
    assert CropKind.RECTIFIED in {crop.kind for crop in result.crops}


def test_a_sheet_without_a_document(engines: Mapping[CloudProtocol, CloudEngine]) -> None:
    sheet = file_of(Image.new("RGB", (640, 400), (230, 228, 220)))
    request = InspectionRequest((CaptureInput("sheet", sheet, side_stated=S.MAIN_PAGE),), K.CN_DRIVING_LICENCE)
    with pytest.raises((errors.NoDocumentFound, errors.NoTextFound)) as refused:
        engines[V3].inspect(request)
    assert refused.value.capture_id == "sheet"
    assert refused.value.params["vendor_code"]


def test_one_face_that_is_not_the_one_stated(engines: Mapping[CloudProtocol, CloudEngine]) -> None:
    with pytest.raises(errors.WrongSide) as refused:
        engines[V3].inspect(asked(K.CN_ID_CARD, (("clean_emblem", S.PORTRAIT_FACE),)))
    assert refused.value.params["side"] == S.EMBLEM_FACE
    assert refused.value.params["vendor_code"] == "FailedOperation.CardSideError"
    assert len(str(refused.value.params["request_id"])) == 36


@pytest.mark.parametrize("protocol", CloudProtocol)
def test_an_account_is_tried_with_its_key_and_with_another(
    gateway_desk: Desk, credentials: Credentials, protocol: CloudProtocol
) -> None:
    reached = access(gateway_desk, credentials, protocol)
    try_access(reached)
    with pytest.raises(EngineAccountRefused) as refused:
        try_access(replace(reached, secret_key="another"))
    code = {V3: "AuthFailure.SignatureFailure", LEGACY: "14", HUAWEI: "APIG.0301"}[protocol]
    assert refused.value.params["vendor_code"] == code
