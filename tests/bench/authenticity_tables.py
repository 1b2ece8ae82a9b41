"""The report of the detectors' benchmark as Markdown, every figure beside what is asked of it."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kyc.authenticity.lines import DEFAULT_LINES
from kyc.documents.warnings import WarningCode
from tests.bench.authenticity_rates import (
    ANY_AIM,
    BPCER_AIM,
    BPCER_BOUND_AIM,
    Rate,
    any_warning,
    apcer,
    bpcer,
    false_alarms,
    lost,
    rederived,
)
from tests.bench.authenticity_records import Record
from tests.bench.authenticity_sets import Group, Variant
from tests.bench.tables import figure, table
from tests.specimens.species import Family, Species

Measured = Mapping[Variant, Sequence[Record]]

#: The share of genuine captures that a re-derived line may raise.
_SHARE: Final = 0.005
_EXAMPLES: Final = 40


def report(measured: Measured, notes: Sequence[str], *, may_be_looked_at: bool) -> str:
    """``may_be_looked_at`` lists the captures that raised false alarms, for whoever tunes on them."""
    genuine = every(measured, Group.GENUINE, Group.CONDITION)
    sections = [
        "# Detectors, measured",
        "\n".join(f"- {note}" for note in notes),
        "Per cent; an aim that is missed is in bold. Bounds are one-sided, 95 %, after Clopper and Pearson. BPCER is"
        " counted over genuine captures that were judged and of which the warning is not true; APCER over attacks in"
        " which a document was found, abstaining counted as a miss. These are drawings before a simulated camera: the"
        " figures compare versions and are not those of the field.",
        "## False alarms on genuine captures",
        _overview(genuine),
        _any(genuine),
        "### By how they were taken",
        _by_variant(measured),
        "### By page",
        _by_page(genuine),
        "## Attacks at the shipped line",
        _species(measured),
        "### Families, the worst species each",
        _families(measured),
        "## Each family left out",
        _left_out(measured, genuine),
        "## Evidence",
        _evidence(measured),
        "## Captures in which nothing was found",
        _lost(measured),
        "## Time",
        _seconds(genuine),
    ]
    if may_be_looked_at:
        sections += ["## False alarms, one by one", _alarms(measured)]
    return "\n\n".join(section for section in sections if section) + "\n"


def every(measured: Measured, *groups: Group) -> list[Record]:
    return [record for one, records in measured.items() if one.group in groups for record in records]


def attacks(measured: Measured) -> list[tuple[Species, Sequence[Record]]]:
    return [(one.source, records) for one, records in measured.items() if isinstance(one.source, Species)]


def families(measured: Measured) -> dict[tuple[WarningCode, Family], list[tuple[Species, Sequence[Record]]]]:
    grouped: dict[tuple[WarningCode, Family], list[tuple[Species, Sequence[Record]]]] = {}
    for species, records in attacks(measured):
        grouped.setdefault((species.code, species.family), []).append((species, records))
    return grouped


# --- genuine captures ----------------------------------------------------------------------------------------------


def _overview(genuine: Sequence[Record]) -> str:
    rows = [[code.value, *_rate_cells(bpcer(genuine, code), BPCER_AIM, BPCER_BOUND_AIM)] for code in WarningCode]
    return table(("warning", "judged", "alarms", "BPCER (aim)", "at most (aim)", "abstained"), rows)


def _rate_cells(rate: Rate, aim: float | None, bound: float | None) -> list[str]:
    return [
        str(rate.count),
        str(rate.errors),
        figure(rate.percent, aim, lower=True, digits=2),
        figure(rate.most, bound, lower=True, digits=2),
        str(rate.abstained),
    ]


def _any(genuine: Sequence[Record]) -> str:
    rate = any_warning(genuine)
    share = figure(rate.percent, ANY_AIM, lower=True, digits=2)
    return (
        f"Genuine captures with any warning that is not true of them: {rate.errors} of {rate.count}, {share} %,"
        f" at most {figure(rate.most, digits=2)} %."
    )


def _by_variant(measured: Measured) -> str:
    named = [(one, records) for one, records in measured.items() if one.is_genuine]
    codes = _raised_codes(record for _, records in named for record in records)
    rows = [[one.key, *_alarm_cells(records, codes), _strength(one)] for one, records in named]
    return table(("taken", "found", "any", *(code.value for code in codes), "what it is"), rows)


def _by_page(genuine: Sequence[Record]) -> str:
    codes = _raised_codes(genuine)
    rows = []
    for page in dict.fromkeys(record.page for record in genuine):
        records = [record for record in genuine if record.page == page]
        rows.append([f"{page[0].value}, {page[1].value}", *_alarm_cells(records, codes)])
    return table(("page", "found", "any", *(code.value for code in codes)), rows)


def _raised_codes(records: Iterable[Record]) -> list[WarningCode]:
    raised = {code for record in records for code in false_alarms(record)}
    return [code for code in WarningCode if code in raised]


def _alarm_cells(records: Sequence[Record], codes: Sequence[WarningCode]) -> list[str]:
    whole = any_warning(records)
    counts = (sum(code in false_alarms(record) for record in records) for code in codes)
    return [str(whole.count), str(whole.errors), *(str(count or "") for count in counts)]


def _strength(one: Variant) -> str:
    return one.source.strength if one.source is not None else "the set's own"


def _alarms(measured: Measured) -> str:
    rows = [
        ["/".join((one.key, *record.page, str(record.index))), code.value, f"{record.answer(code).score}",
         record.answer(code).subtype]
        for one, records in measured.items() if one.is_genuine
        for record in records for code in false_alarms(record)
    ]  # fmt: skip
    more = f"\n\n… and {len(rows) - _EXAMPLES} more" if len(rows) > _EXAMPLES else ""
    return table(("capture", "warning", "score", "subtype"), rows[:_EXAMPLES]) + more if rows else "None."


# --- attacks -------------------------------------------------------------------------------------------------------


def _species(measured: Measured) -> str:
    rows = []
    for species, records in attacks(measured):
        rate = apcer(records, species.code)
        cells = _rate_cells(rate, 100 * species.aim if species.aim is not None else None, None)
        told = _told_as(records, species.code)
        rows.append([species.code.value, species.name, *cells, str(lost(records).errors), told, species.strength])
    head = ("warning", "species", "found", "missed", "APCER (aim)", "at most", "abstained", "not found", "told as",
            "strength")  # fmt: skip
    return table(head, rows)


def _told_as(records: Sequence[Record], code: WarningCode) -> str:
    """The subtypes of the raised warnings, the most frequent first."""
    answers = (record.answer(code) for record in records)
    told = Counter(answer.subtype for answer in answers if answer.is_raised and answer.subtype)
    return ", ".join(f"{subtype} {count}" for subtype, count in told.most_common())


def _families(measured: Measured) -> str:
    rows = []
    for (code, family), members in families(measured).items():
        rates = {species.name: apcer(records, code) for species, records in members}
        judged = {name: rate for name, rate in rates.items() if rate.count}
        whole = Rate(sum(rate.errors for rate in rates.values()), sum(rate.count for rate in rates.values()))
        worst = max(judged, key=lambda name: judged[name].percent, default="")
        worst_rate = figure(judged[worst].percent) if worst else ""
        rows.append([code.value, family.value, str(whole.count), figure(whole.percent), worst_rate, worst])
    return table(("warning", "family", "found", "APCER, all", "APCER, worst species", "which"), rows)


def _left_out(measured: Measured, genuine: Sequence[Record]) -> str:
    """APCER of each family at a line that no attack, its own family included, had part in."""
    rows = []
    for (code, family), members in families(measured).items():
        line = rederived(genuine, code, _SHARE)
        if line is None:
            continue
        records = [record for _, those in members for record in those]
        shipped, anew = apcer(records, code), apcer(records, code, line.line)
        rows.append(
            [
                code.value,
                family.value,
                figure(shipped.percent),
                f"{line.line:g}",
                figure(anew.percent),
                f"{figure(line.other_half.percent, digits=2)} of {line.other_half.count}",
            ]
        )
    head = ("warning", "family left out", "APCER, shipped line", "line anew", "APCER anew", "BPCER anew, other half")
    return LEARNED + "\n\n" + table(head, rows)


#: What leaving a family out means, as long as no detector has weights fitted to attacks.
LEARNED: Final = (
    "No detector has weights fitted to attacks: each compares measurements with thresholds that people chose, so there"
    " is nothing to refit without a family. What can be left out is its part in the line: here the line is derived anew"
    f" from one half of the genuine captures ({100 * _SHARE:g} % of them may reach it), without any attack, and tried"
    " on the other half. What stays is that whoever chose the measurements had seen all families of tuning; families"
    " that nobody who tuned has seen are those of the reporting set."
)


def _evidence(measured: Measured) -> str:
    rows = []
    for species, records in attacks(measured):
        raised = [record for record in records if record.answer(species.code).is_raised]
        seen = [record.evidence for record in raised if record.evidence is not None]
        if not raised:
            continue
        rows.append(
            [
                species.code.value,
                species.name,
                str(len(raised)),
                str(len(raised) - len(seen)),
                *(
                    [
                        f"{statistics.median(one.iou for one in seen):.2f}",
                        f"{statistics.median(one.iou_of_card for one in seen):.2f}",
                        figure(100 * sum(one.is_hit for one in seen) / len(raised)),
                        figure(100 * statistics.median(one.evidence_share for one in seen)),
                        figure(100 * statistics.median(one.altered_share for one in seen)),
                    ]
                    if seen
                    else ["", "", "0.0", "", ""]
                ),
            ]
        )
    head = ("warning", "species", "raised", "no region", "IoU", "IoU of the whole card", "hit", "evidence, % of card",
            "altered, % of card")  # fmt: skip
    return (
        "A hit covers a third of some altered place or more, and is no larger than three times what was altered or a"
        " tenth of the card: marking the whole card is no hit unless the whole card is the copy. IoU and shares are"
        " medians over the raised captures that have regions.\n\n" + table(head, rows)
    )


# --- the rest ------------------------------------------------------------------------------------------------------


def _lost(measured: Measured) -> str:
    rows = []
    for one, records in measured.items():
        rate = lost(records)
        if rate.errors:
            why = Counter(record.failure for record in records if record.failure)
            reasons = ", ".join(f"{name} {count}" for name, count in why.most_common())
            name = "BPNRR" if one.is_genuine else "APNRR"
            rows.append([one.key, name, f"{rate.errors} of {rate.count}", figure(rate.percent), reasons])
    return table(("taken", "rate", "captures", "per cent", "why"), rows) if rows else "None."


def _seconds(genuine: Sequence[Record]) -> str:
    spent = [1000 * record.seconds for record in genuine if record.seconds]
    if not spent:
        return ""
    return (
        f"All detectors on one capture: {statistics.median(spent):.0f} ms in the median of {len(spent)}, one thread,"
        " by the clock, in processes that share this machine."
    )


def figures(measured: Measured) -> dict[str, object]:
    """Every figure of the report, for whoever compares runs."""
    genuine = every(measured, Group.GENUINE, Group.CONDITION)
    return {
        "bpcer": {code.value: _figures(bpcer(genuine, code)) for code in WarningCode},
        "any_warning": _figures(any_warning(genuine)),
        "not_found": {one.key: _figures(lost(records)) for one, records in measured.items()},
        "apcer": {
            species.name: _figures(apcer(records, species.code))
            | {"code": species.code.value, "family": species.family.value, "aim": species.aim}
            for species, records in attacks(measured)
        },
        "lines": {code.value: DEFAULT_LINES[code] for code in WarningCode},
    }


def _figures(rate: Rate) -> dict[str, object]:
    if not rate.count:
        return {"errors": 0, "count": 0, "abstained": rate.abstained}
    most = round(rate.most, 3)
    return {"errors": rate.errors, "count": rate.count, "abstained": rate.abstained,
            "percent": round(rate.percent, 3), "at_most": most}  # fmt: skip
