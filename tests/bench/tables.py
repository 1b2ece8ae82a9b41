"""The report of a reading benchmark as Markdown, every figure beside what is asked of it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from kyc.documents.kinds import FIELDS, DocumentKind, FieldName
from tests.bench import scores
from tests.bench.scores import Read, Record
from tests.specimens.sets import PageKey

Records = Sequence[Record]
_KOREAN: Final = DocumentKind.KR_DRIVING_LICENCE


def report(parts: dict[tuple[PageKey, str], Records], notes: Sequence[str]) -> str:
    """``parts`` are the records of each page and difficulty; ``notes`` say where they come from."""
    pages = list(dict.fromkeys(page for page, _ in parts))
    everything = [record for records in parts.values() for record in records]
    sections = [
        "# Reading, measured",
        "\n".join(f"- {note}" for note in notes),
        "Percent exact unless it says otherwise; an aim that is missed is in bold. CER: edits per 100 characters.",
        "## Pages",
        _overview(parts),
        "## All documents in Chinese together",
        _together(parts),
        *(f"## {_name(page)}\n\n{_fields(page, parts)}" for page in pages),
        "## Korean: digits, dates and closed lists; Hangul free text",
        _korean(parts),
        "## Raw and rectified",
        _rectified(parts),
        "## Confidence",
        _confidence(parts, everything),
        "## Failures",
        _failures(parts),
        "## Forms: every field of a capture right",
        _forms(parts),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def _name(page: PageKey) -> str:
    return f"{page[0].value}, {page[1].value}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return "(nothing measured)"
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def figure(value: float, aim: float | None = None, *, lower: bool = False, digits: int = 1) -> str:
    """``value``, and the aim beside it; bold where it is missed."""
    if math.isnan(value):
        return ""
    text = f"{value:.{digits}f}"
    if aim is None:
        return text
    missed = value > aim if lower else value < aim
    return f"**{text}** ({aim:g})" if missed else f"{text} ({aim:g})"


def _together(parts: dict[tuple[PageKey, str], Records]) -> str:
    """Every field, and the numbers and dates that must be right."""
    rows = []
    for difficulty in dict.fromkeys(difficulty for _, difficulty in parts):
        chinese = (found for (page, at), found in parts.items() if at == difficulty and page[0] is not _KOREAN)
        records = [record for found in chinese for record in found]
        every, strict = scores.tally(records), scores.tally(records, lambda name: name in scores.STRICT)
        wrong = f"{strict.asked - strict.right} of {strict.asked}"
        aim = scores.STRICT_AIM.get(difficulty)
        every_shown = figure(every.exact, scores.AIMS[difficulty], digits=2)
        rows.append([difficulty, every_shown, figure(strict.exact, aim, digits=2), wrong])
    return table(("difficulty", "fields (aim)", "numbers and dates (aim)", "of which wrong"), rows)


def _overview(parts: dict[tuple[PageKey, str], Records]) -> str:
    rows = []
    for (page, difficulty), records in parts.items():
        total, sure = scores.tally(records), scores.sureness(records)
        aim = None if page[0] is _KOREAN else scores.AIMS[difficulty]
        wrong = figure(sure.wrong_share, scores.WRONG_WHEN_SURE, lower=True, digits=2)
        rows.append(
            [
                _name(page),
                difficulty,
                str(len(records)),
                figure(total.exact, aim, digits=2),
                figure(scores.whole(records)),
                figure(total.character_errors, digits=2),
                f"{sure.wrong} of {sure.sure}: {wrong}",
                str(sum(scores.failures(records).values())),
            ]
        )
    head = ("page", "difficulty", "captures", "fields (aim)", "all fields", "CER", "wrong at 0.95 (aim)", "failures")
    return table(head, rows)


def _fields(page: PageKey, parts: dict[tuple[PageKey, str], Records]) -> str:
    levels = [difficulty for other, difficulty in parts if other == page]
    rows = [[name.value, *(_cell(page, level, name, parts[page, level]) for level in levels)] for name in FIELDS[page]]
    return table(("field", *(f"{level} (aim), CER" for level in levels)), rows)


def _cell(page: PageKey, difficulty: str, name: FieldName, records: Records) -> str:
    total = scores.tally(records, lambda other: other is name)
    return f"{figure(total.exact, scores.aim_of(page, difficulty, name))}, {figure(total.character_errors)}"


def _korean(parts: dict[tuple[PageKey, str], Records]) -> str:
    rows = []
    for (page, difficulty), records in parts.items():
        if page[0] is _KOREAN:
            exact = scores.tally(records, lambda name: name not in scores.HANGUL_TEXT)
            text = scores.tally(records, lambda name: name in scores.HANGUL_TEXT)
            rows.append(
                [
                    difficulty,
                    figure(exact.exact, scores.KOREAN_AIMS.get(difficulty)),
                    figure(text.exact, scores.HANGUL_AIMS.get(difficulty)),
                    figure(text.character_errors),
                ]
            )
    return table(("difficulty", "digits, dates, lists (aim)", "Hangul text (aim)", "Hangul CER"), rows)


def _rectified(parts: dict[tuple[PageKey, str], Records]) -> str:
    rows = []
    for (page, difficulty), records in parts.items():
        for name in scores.RECTIFIED:
            if name in FIELDS[page]:
                raw = scores.tally(records, lambda other, name=name: other is name)
                made = scores.tally(records, lambda other, name=name: other is name, lambda read: read.rectified)
                rows.append([_name(page), difficulty, name.value, figure(raw.exact), figure(made.exact)])
    return table(("page", "difficulty", "field", "raw", "rectified"), rows)


def _confidence(parts: dict[tuple[PageKey, str], Records], everything: Records) -> str:
    tables = []
    for difficulty in ("", *dict.fromkeys(difficulty for _, difficulty in parts)):
        records = [record for record in everything if difficulty in ("", record.difficulty)]
        sure = scores.sureness(records)
        rows = [[bounds, str(count), f"{mean:.3f}", figure(right)] for bounds, count, mean, right in sure.rows()]
        share = figure(sure.wrong_share, scores.WRONG_WHEN_SURE, lower=True, digits=2)
        tables.append(
            f"{difficulty or 'All difficulties'}: {sure.wrong} of {sure.sure} wrong at {scores.SURE} or more, "
            f"{share} %.\n\n" + table(("confidence", "readings", "mean", "right"), rows)
        )
    return "\n\n".join(tables)


def _failures(parts: dict[tuple[PageKey, str], Records]) -> str:
    rows = [
        [_name(page), difficulty, code, str(count), " ".join(_indexes(records, code))]
        for (page, difficulty), records in parts.items()
        for code, count in scores.failures(records).most_common()
    ]
    return table(("page", "difficulty", "code", "captures", "first of them"), rows) if rows else "None."


def misses(parts: dict[tuple[PageKey, str], Records]) -> str:
    """Every field that was read wrongly, for whoever tunes on a set that may be looked at."""
    rows = [
        [f"{'/'.join(page)}/{difficulty} {record.index}", record.form, name.value, read.wanted, _unsure(read)]
        for (page, difficulty), records in parts.items()
        for record in records
        for name, read in record.fields.items()
        if not record.failure and not read.right
    ]
    return table(("capture", "form", "field", "printed", "read, how sure"), rows) if rows else "None."


def _unsure(read: Read) -> str:
    return f"{read.value} ({read.confidence:.2f})"


def _indexes(records: Records, code: str) -> list[str]:
    return [str(record.index) for record in records if record.failure == code][:8]


def _forms(parts: dict[tuple[PageKey, str], Records]) -> str:
    rows = []
    for (page, difficulty), records in parts.items():
        by_form: dict[str, list[Record]] = defaultdict(list)
        for record in records:
            by_form[record.form].append(record)
        rows += [
            [_name(page), difficulty, form, str(len(group)), figure(scores.whole(group))]
            for form, group in sorted(by_form.items())
        ]
    return table(("page", "difficulty", "form", "captures", "all fields"), rows)
