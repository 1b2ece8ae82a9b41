"""What a page says, without its markup."""

from __future__ import annotations

import re

from django.http import HttpResponse


def text_of(response: HttpResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())
