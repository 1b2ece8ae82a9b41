"""What each sealed value of an inspection is bound to. Whoever seals and whoever opens asks here."""

from __future__ import annotations

from uuid import UUID


def field_context(inspection_id: UUID, side: str, name: str) -> str:
    return f"inspection:{inspection_id}:field:{side}:{name}"


def finding_context(inspection_id: UUID, capture_id: UUID | str, side: str, code: str) -> str:
    return f"inspection:{inspection_id}:finding:{capture_id}:{side}:{code}"


def figures_context(inspection_id: UUID, capture_id: UUID | str, side: str, code: str) -> str:
    return f"{finding_context(inspection_id, capture_id, side, code)}:figures"


def evidence_context(inspection_id: UUID, capture_id: UUID | str, side: str, code: str, position: int) -> str:
    return f"{finding_context(inspection_id, capture_id, side, code)}:picture:{position}"


def check_context(inspection_id: UUID, code: str) -> str:
    return f"inspection:{inspection_id}:check:{code}"


def crop_context(inspection_id: UUID, side: str, kind: str) -> str:
    return f"inspection:{inspection_id}:crop:{side}:{kind}"
