"""Uploads stay in memory, under a cap, and never reach the disk in clear."""

from __future__ import annotations

import io
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class KeptFile(InMemoryUploadedFile):
    """An uploaded file. ``dropped`` files went over the cap: their size is true, their content is gone."""

    dropped = False


class CappedMemoryUploadHandler(FileUploadHandler):
    """Keep at most ``settings.UPLOAD_TOTAL_LIMIT`` bytes of a request's files.

    A file that would go over is read to its end and thrown away, so that the browser gets an answer instead of a
    broken connection and the request's other files and fields are still there; it is marked ``dropped``.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._kept_bytes = 0
        self._content: io.BytesIO | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._content = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self._content is None:
            return
        if self._kept_bytes + len(raw_data) > settings.UPLOAD_TOTAL_LIMIT:
            self._kept_bytes -= self._content.tell()
            self._content = None
            return
        self._kept_bytes += len(raw_data)
        self._content.write(raw_data)

    def file_complete(self, file_size: int) -> KeptFile:
        content = self._content if self._content is not None else io.BytesIO()
        content.seek(0)
        file = KeptFile(
            content,
            self.field_name,
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )
        file.dropped = self._content is None
        self._content = None
        return file
