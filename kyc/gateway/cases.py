"""A case from a call, for clients that are set so: a reviewer then sees what a system sent."""

from __future__ import annotations

from kyc.accounts.clients import subject_of
from kyc.accounts.models import ApiClient
from kyc.audit.actor import Actor, ActorKind
from kyc.documents.kinds import DocumentKind
from kyc.documents.results import DeclaredData
from kyc.intake.services import check_file, receive


def open_case(client: ApiClient, data: bytes, kind: DocumentKind, request_id: str) -> None:
    """Receive the picture as an upload would be; its reference is the call's id, which the client was answered.

    Raises:
        DecodeError, VaultUnavailable: as ``receive``.
    """
    receive(
        actor=Actor(ActorKind.API_CLIENT, subject_of(client), client.name, "api_client"),
        user=None,
        reference=request_id,
        pages=check_file(data),
        declared=DeclaredData(),
        kind_stated=kind.value,
    )
