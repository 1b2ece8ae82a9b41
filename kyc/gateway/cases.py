"""A case from a call, for clients that are set so: a reviewer then sees what a system sent."""

from __future__ import annotations

import logging

from kyc.accounts.clients import subject_of
from kyc.audit.actor import Actor, ActorKind
from kyc.documents.kinds import DocumentKind
from kyc.documents.results import DeclaredData
from kyc.gateway.calls import Call
from kyc.gateway.limits import decoding
from kyc.intake.services import check_file, receive

logger = logging.getLogger(__name__)


def open_case(call: Call, data: bytes, kind: DocumentKind) -> None:
    """Receive the picture as an upload would be; its reference is the call's id, which the client was answered.

    Never raises: the call's answer is none of the case's business, so a case that could not be opened is for the log.
    """
    client = call.client
    if client is None or not client.opens_cases:
        return
    try:
        with decoding:
            pages = check_file(data)
        receive(
            actor=Actor(ActorKind.API_CLIENT, subject_of(client), client.name, "api_client"),
            user=None,
            reference=call.request_id,
            pages=pages,
            declared=DeclaredData(),
            kind_stated=kind.value,
        )
    except Exception as problem:  # noqa: BLE001 - whatever it was; its message may hold a value, its name cannot
        logger.error("call %s: no case was opened: %s", call.request_id, type(problem).__name__)
