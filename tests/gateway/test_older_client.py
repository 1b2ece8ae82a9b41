"""The older API signed and sent by its official client, ``qcloud_image`` 1.0.0 from PyPI, against a running desk.

The package works on Python 3.11 as it is. What it lacks is a method for this API: 1.0.0 is its only release there and
has faces, name cards and identity cards. So its parts are used as its own methods use them: ``Conf`` for address, host
and agent, ``Auth`` for the signature, ``Http`` for both kinds of body. Nothing of it is replaced: its address, which is
the vendor's, reaches the desk by way of the proxy variable that its HTTP library heeds.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from qcloud_image import CIFile, CIUrl, Client
from qcloud_image.conf import Conf
from qcloud_image.http import Http

from tests.gateway.conftest import Credentials, demo_picture
from tests.running_desk import Desk

pytestmark = pytest.mark.xdist_group("gateway")


@pytest.fixture
def client(gateway_desk: Desk, credentials: Credentials, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setenv("http_proxy", gateway_desk.url)
    return Client(credentials.app_id, credentials.secret_id, credentials.secret_key, credentials.bucket)


def detect(client: Client, picture: CIFile | CIUrl, kind: int, *, in_parts: bool) -> dict[str, Any]:
    """As ``Client.tag_detect`` sends JSON and ``Client.face_detect`` parts."""
    conf, auth, bucket = client._conf, client._auth, client._bucket
    address = conf.build_url("/ocr/drivinglicence")
    headers = {
        "Host": conf.host(),
        "Authorization": auth.get_sign(bucket),
        "User-Agent": Conf.get_ua(auth._appid),
    }
    fields: dict[str, Any] = {"appid": auth._appid, "bucket": bucket, "type": str(kind) if in_parts else kind}
    if in_parts:
        with Path(picture).open("rb") as file:
            fields["image"] = (Path(picture).name, file)
            return dict(Http.post(address, headers=headers, files=fields, timeout=conf.timeout()))
    headers["Content-Type"] = "application/json"
    if isinstance(picture, CIUrl):
        fields["url"] = picture
    else:
        fields["image"] = base64.b64encode(Path(picture).read_bytes()).decode()
    return dict(Http.post(address, headers=headers, data=json.dumps(fields), timeout=conf.timeout()))


@pytest.fixture
def licence(tmp_path: Path) -> CIFile:
    path = tmp_path / "licence.jpg"
    path.write_bytes(demo_picture("driving_main"))
    return CIFile(path)


def test_the_client_is_the_one_that_has_no_method_for_licences(client: Client) -> None:
    assert client._conf.build_url("/ocr/drivinglicence") == "http://service.image.myqcloud.com/ocr/drivinglicence"
    assert not [name for name in dir(client) if "licen" in name or "driv" in name]


@pytest.mark.parametrize("in_parts", [False, True])
def test_a_licence_in_both_bodies(client: Client, licence: CIFile, in_parts: bool) -> None:
    answer = detect(client, licence, 1, in_parts=in_parts)
    assert (answer["httpcode"], answer["code"], answer["message"]) == (200, 0, "OK")
    items = {item["item"]: item["itemstring"] for item in answer["data"]["items"]}
    assert len(items) == 11
    assert all(items.values())


def test_an_address_that_the_desk_does_not_fetch(client: Client) -> None:
    answer = detect(client, CIUrl("http://127.0.0.1/licence.jpg"), 1, in_parts=False)
    assert (answer["httpcode"], answer["code"]) == (200, -1308)


def test_a_wrong_key(client: Client, licence: CIFile, credentials: Credentials) -> None:
    wrong = Client(credentials.app_id, credentials.secret_id, "wrong", credentials.bucket)
    assert detect(wrong, licence, 1, in_parts=False)["code"] == 14
