"""What each API answers to a request whose body did not come whole: that it cannot be read, before anybody looks at who
sent it."""

from __future__ import annotations

from http import HTTPStatus

from kyc.gateway import huawei, rows, tencent_legacy, tencent_v3
from kyc.gateway.calls import Call
from kyc.protocols.huawei import bodies, tokens
from kyc.protocols.huawei import errors as huawei_errors
from kyc.protocols.tencent_legacy import errors as legacy_errors
from kyc.protocols.tencent_legacy import licence
from kyc.protocols.tencent_v3 import answers
from kyc.protocols.tencent_v3 import errors as v3_errors
from kyc.protocols.wire import WireAnswer, WireRequest


def tencent_v3_answer(_: WireRequest) -> WireAnswer:
    call, error = Call(tencent_v3.API), v3_errors.ApiError(v3_errors.Code.INVALID_REQUEST)
    rows.write(call, error.code.value)
    return answers.failure(error, call.request_id)


def tencent_legacy_answer(_: WireRequest) -> WireAnswer:
    error = legacy_errors.ApiError(legacy_errors.Code.BAD_REQUEST)
    rows.write(Call(tencent_legacy.API, tencent_legacy.ACTION), str(int(error.code)))
    return licence.encode_error(error)


def huawei_answer(request: WireRequest) -> WireAnswer:
    if request.path.rstrip("/") == huawei.TOKENS_PATH:
        rows.write(Call(huawei.API, "tokens"), str(HTTPStatus.BAD_REQUEST.value))
        return tokens.encode_error(tokens.IamError(HTTPStatus.BAD_REQUEST, "The request body is invalid."))
    call, error = Call(huawei.API), huawei_errors.ApiError(huawei_errors.Code.BAD_JSON)
    rows.write(call, error.code.value)
    sent = bodies.encode_error(error)
    return WireAnswer(sent.status, sent.body, {**sent.headers, "X-Request-Id": call.request_id})
