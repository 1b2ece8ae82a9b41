"""Parts of a multipart body as the older API's clients write them: some give every field a file name, the vendor's own
example ends a disposition with a semicolon."""

from __future__ import annotations

from email.message import Message
from email.parser import BytesFeedParser

from kyc.protocols.tencent_legacy.errors import ApiError, Code


def parts_of(content_type: str, body: bytes) -> dict[str, bytes]:
    """Each part's bytes by its name.

    Raises:
        ApiError: BAD_REQUEST for what is no multipart body.
    """
    parser = BytesFeedParser()
    parser.feed(f"Content-Type: {content_type}\r\n\r\n".encode("latin-1", "replace"))
    parser.feed(body)
    message = parser.close()
    if not message.is_multipart() or any(part.defects for part in (message, *_parts(message))):
        raise ApiError(Code.BAD_REQUEST)
    named = {_name(part): _bytes(part) for part in _parts(message)}
    named.pop("", None)
    return named


def _parts(message: Message) -> list[Message]:
    return [part for part in message.get_payload() if isinstance(part, Message)]


def _name(part: Message) -> str:
    name = part.get_param("name", "", "content-disposition")
    return name.strip() if isinstance(name, str) else ""


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
