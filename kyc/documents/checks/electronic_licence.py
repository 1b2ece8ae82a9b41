"""Checks of the electronic driving licence as the traffic administration's application shows it."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Final

from kyc.documents.checks import declared as stated
from kyc.documents.checks import driving
from kyc.documents.checks.period import already_valid, issued_after_birth, not_expired
from kyc.documents.checks.shared import Judgement, RawFields, check, failed, not_applicable, passed
from kyc.documents.closed_lists import NORMAL_STATUS, STATUSES_WITHOUT_RIGHT
from kyc.documents.dates import parse_time
from kyc.documents.kinds import FieldName
from kyc.documents.results import CheckResult, DeclaredData
from kyc.documents.words import N_

TIMES: Final = (FieldName.GENERATION_TIME, FieldName.CURRENT_TIME)
#: A licence that is on the screen was generated a few minutes before.
SHOWN_WITHIN_MINUTES: Final = 10
#: The points of a year with which the right to drive is suspended.
SUSPENDED_AT: Final = 12

_POINTS: Final = re.compile(r"(\d{1,2})\s*分?")


def checks_of(raw: RawFields, declared: DeclaredData, today: date) -> tuple[CheckResult, ...]:
    period = driving.period_of(raw)
    return (
        *driving.holder_number_checks(raw),
        driving.class_check(raw),
        driving.term_check(raw),
        not_expired(raw, period, today),
        already_valid(raw, period, today),
        driving.first_issue_order(raw),
        issued_after_birth(raw, driving.first_issue_of(raw), (FieldName.FIRST_ISSUE_DATE,)),
        driving.first_issue_age(raw),
        driving.archive_check(raw),
        check("licence_status", raw, (FieldName.STATUS,), _judge_status),
        check("accumulated_points", raw, (FieldName.ACCUMULATED_POINTS,), _judge_points),
        check("generated_before_shown", raw, TIMES, _judge_order),
        check("shown_soon", raw, TIMES, _judge_delay),
        check("shown_by_today", raw, (FieldName.CURRENT_TIME,), lambda fields: _judge_day(fields, today)),
        *stated.declared_checks(
            raw, declared, number=stated.LICENCE_NUMBER, expiry=stated.expiry(FieldName.VALID_TO, period)
        ),
    )


def _judge_status(raw: RawFields) -> Judgement:
    printed = raw.text(FieldName.STATUS)
    barring = next((word for word in STATUSES_WITHOUT_RIGHT if word in printed), "")
    if barring:
        return failed(N_("The status is printed as %(printed)s: nobody may drive with that."), printed=printed)
    if printed == NORMAL_STATUS:
        return passed(N_("The status is printed as %(printed)s."), printed=printed)
    return not_applicable(N_("The status is printed as %(printed)s, which decides nothing by itself."), printed=printed)


def _judge_points(raw: RawFields) -> Judgement:
    printed = raw.text(FieldName.ACCUMULATED_POINTS)
    match = raw.parsed(FieldName.ACCUMULATED_POINTS, _POINTS.fullmatch)
    if match is None:
        return not_applicable(N_("The points are printed as %(printed)s, which is no number."), printed=printed)
    params: dict[str, str | int] = {"printed": int(match[1]), "line": SUSPENDED_AT}
    if int(match[1]) >= SUSPENDED_AT:
        return failed(N_("%(printed)s points; with %(line)s the right to drive is suspended."), **params)
    return passed(N_("%(printed)s points; the right to drive is suspended with %(line)s."), **params)


def _times(raw: RawFields) -> tuple[datetime, datetime] | None:
    generated, shown = (raw.parsed(name, parse_time) for name in TIMES)
    return (generated, shown) if generated and shown else None


def _judge_order(raw: RawFields) -> Judgement:
    times = _times(raw)
    if times is None:
        return failed(
            N_("The times are printed as %(generated)s and %(shown)s; one of them is not real."),
            generated=raw.text(FieldName.GENERATION_TIME),
            shown=raw.text(FieldName.CURRENT_TIME),
        )
    params = {"generated": _written(times[0]), "shown": _written(times[1])}
    if times[0] > times[1]:
        return failed(N_("Generated at %(generated)s, after it was shown at %(shown)s."), **params)
    return passed(N_("Generated at %(generated)s, shown at %(shown)s."), **params)


def _judge_delay(raw: RawFields) -> Judgement:
    """Information only: the application renews the picture when it is opened, and keeps it when it is offline."""
    times = _times(raw)
    if times is None or times[0] > times[1]:
        return not_applicable(N_("The times give no span between generating and showing."))
    minutes = int((times[1] - times[0]).total_seconds() // 60)
    params = {"minutes": minutes, "line": SHOWN_WITHIN_MINUTES}
    if minutes > SHOWN_WITHIN_MINUTES:
        return not_applicable(
            N_("Shown %(minutes)s minutes after it was generated, more than %(line)s. This decides nothing."), **params
        )
    return passed(N_("Shown %(minutes)s minutes after it was generated, at most %(line)s."), **params)


def _judge_day(raw: RawFields, today: date) -> Judgement:
    shown = raw.parsed(FieldName.CURRENT_TIME, parse_time)
    if shown is None:
        return not_applicable(N_("The time is not printed as a real one."))
    params = {"shown": shown.date().isoformat(), "today": today.isoformat()}
    if shown.date() > today + timedelta(days=1):  # the desk may stand in a zone where the day begins later
        return failed(N_("Shown on %(shown)s, which is still to come; today is %(today)s."), **params)
    return passed(N_("Shown on %(shown)s; today is %(today)s."), **params)


def _written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"
