"""Translations: sentences collected from code and templates, catalogues compiled; no gettext tools needed."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

#: Functions whose first arguments are sentences; numbers say which. ``N_`` marks those of the pure rooms.
KEYWORDS: Final[dict[str, tuple[int | tuple[int, str], ...] | None]] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
WIDTH: Final = 120

Message = str | tuple[str, ...]


def collect(root: Path) -> Catalog:
    """Every sentence under ``root``'s ``kyc`` and ``templates``, in the order of files."""
    catalog = Catalog(fuzzy=False)
    for path in sorted((root / "kyc").rglob("*.py")):
        _add(catalog, path.read_text())
    for path in sorted((root / "templates").rglob("*.html")):
        _add(catalog, _as_python(path.read_text(), path))
    return catalog


def update(path: Path, collected: Catalog, locale: str) -> Catalog:
    """Bring the catalogue in ``path`` up to date: new sentences wait untranslated, gone ones go, the rest stays."""
    catalog = read(path, locale) if path.exists() else Catalog(locale=locale, fuzzy=False)
    catalog.update(collected, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=WIDTH, no_location=True, omit_header=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_header(locale) + buffer.getvalue())
    return catalog


def read(path: Path, locale: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def compile_all(folder: Path) -> list[Path]:
    """Write the binary form beside every ``.po`` under ``folder``; each is whole or not there."""
    written = []
    for source in sorted(folder.rglob("*.po")):
        target = source.with_suffix(".mo")
        draft = target.with_name(f".{target.name}.{os.getpid()}")
        with draft.open("wb") as file:
            write_mo(file, read(source, locale_of(source)))
        draft.replace(target)
        written.append(target)
    return written


def waiting(catalog: Catalog) -> list[str]:
    """The sentences without a translation."""
    return [_first(message.id) for message in catalog if message.id and not _first(message.string)]


def locale_of(path: Path) -> str:
    """``zh_Hans`` of ``locale/zh_Hans/LC_MESSAGES/django.po``."""
    return path.parent.parent.name


def _add(catalog: Catalog, source: str) -> None:
    for context, message in _messages(source):
        if not _is_empty(message):
            catalog.add(message, context=context)


def _is_empty(message: Message) -> bool:
    return not _first(message)


def _first(message: Any) -> str:
    """The sentence itself, or its singular; empty where there is none."""
    return str(message if isinstance(message, str) else message[0]) if message else ""


def _messages(source: str) -> Iterator[tuple[str | None, Message]]:
    for _line, function, arguments, _comments in extract_python(io.BytesIO(source.encode()), KEYWORDS, (), {}):
        places = KEYWORDS[str(function)] or (1,)
        texts: tuple[Any, ...] = arguments if isinstance(arguments, tuple) else (arguments,)
        context = next((texts[place[0] - 1] for place in places if isinstance(place, tuple)), None)
        found = tuple(texts[place - 1] for place in places if isinstance(place, int) and place <= len(texts))
        if all(isinstance(text, str) for text in found):  # a variable is marked where its text is written
            yield context, found[0] if len(found) == 1 else found


def _as_python(template: str, path: Path) -> str:
    """A template's sentences as calls of gettext; unindented, because the rest of it has no blocks."""
    source = templatize(template, origin=str(path))
    return "\n".join(line.lstrip() for line in source.splitlines())


def _header(locale: str) -> bytes:
    """No dates and no names: they would change with every collection and say nothing that git does not."""
    plural = Catalog(locale=locale).plural_forms
    return (
        'msgid ""\nmsgstr ""\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Content-Transfer-Encoding: 8bit\\n"\n"Language: {locale}\\n"\n"Plural-Forms: {plural}\\n"\n\n'
    ).encode()
