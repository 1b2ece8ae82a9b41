"""Parts of a multipart body as the older API's clients write them: some give every field a file name, the vendor's own
example ends a disposition with a semicolon.

A form, not mail: a part's bytes are what they are, whatever type it states, so parts within parts and transfer
encodings are not looked for (RFC 7578). Time grows with the body's length and with nothing else.
"""

from __future__ import annotations

import re
from email.message import Message
from itertools import islice
from typing import Final

from kyc.protocols.tencent_legacy.errors import ApiError, Code

#: The API has six parameters.
MOST_PARTS: Final = 10
#: Bytes of a part's own headers: a name, a file name and a type.
_LONGEST_HEAD: Final = 4096
#: RFC 2046.
_LONGEST_BOUNDARY: Final = 70


def parts_of(content_type: str, body: bytes) -> dict[str, bytes]:
    """Each part's bytes by its name.

    Raises:
        ApiError: BAD_REQUEST for what is no multipart body, or one of too many parts.
    """
    named = dict(_part(segment) for segment in _segments(_boundary(content_type), body))
    named.pop("", None)
    return named


def _segments(boundary: bytes, body: bytes) -> list[bytes]:
    """What stands between the boundary's lines, each with the line break before its headers."""
    # The first line may have nothing before it, which the others end a part with.
    text = b"\r\n" + body
    line = re.compile(rb"\r\n--" + re.escape(boundary) + rb"(--)?[ \t]*(?=\r\n|\Z)")
    lines = list(islice(line.finditer(text), MOST_PARTS + 1))
    last = next((number for number, found in enumerate(lines) if found[1]), None)
    if last is None:
        raise ApiError(Code.BAD_REQUEST)
    return [text[lines[number].end() : lines[number + 1].start()] for number in range(last)]


def _part(segment: bytes) -> tuple[str, bytes]:
    # Without the limit a search for the end of each head could run through all of the body.
    end = segment.find(b"\r\n\r\n", 0, _LONGEST_HEAD)
    if end < 0:
        raise ApiError(Code.BAD_REQUEST)
    return _name(segment[:end]), segment[end + 4 :]


def _name(head: bytes) -> str:
    for line in head.decode("latin-1").split("\r\n"):
        field, _, value = line.partition(":")
        if field.strip().lower() == "content-disposition":
            return _parameter(value.strip(), "name").strip()
    return ""


def _boundary(content_type: str) -> bytes:
    boundary = _parameter(content_type, "boundary").encode("latin-1", "replace")
    if not 0 < len(boundary) <= _LONGEST_BOUNDARY:
        raise ApiError(Code.BAD_REQUEST)
    return boundary


def _parameter(value: str, name: str) -> str:
    message = Message()
    message["Content-Type"] = value
    found = message.get_param(name, "")
    return found if isinstance(found, str) else ""
