"""Checks: arithmetic and logic over a document's fields and what the customer declared, each worked out in words.

Everything is judged on the raw readings. Rectification makes number, birth date and sex agree, and so hides just the
contradiction that gives a forgery away; it can clear no check. What needs an unread field is not applicable, with why.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from kyc.documents import citizen_number, comparison
from kyc.documents.closed_lists import LONG_TERM, SEXES, province_of
from kyc.documents.comparison import Comparison
from kyc.documents.dates import parse_date
from kyc.documents.kinds import FieldName, Side
from kyc.documents.results import CheckOutcome, CheckResult, DeclaredData, FieldReading
from kyc.documents.validity import (
    FIRST_YEAR,
    Validity,
    age_on,
    has_lawful_term,
    parse_bounds,
    parse_period,
    term_for_age,
    term_years,
)
from kyc.documents.words import N_, Words

#: Below this confidence a reading that normalisation gave up on counts as unread rather than as wrongly printed.
READ_CONFIDENCE: Final = 0.5

UNREAD: Final = N_("This needs a field that was not read: %(field)s.")
NOT_DECLARED: Final = N_("The customer declared nothing to compare with.")


class RawFields:
    """The raw readings of a document by name, as checks see them."""

    def __init__(self, readings: Sequence[FieldReading]) -> None:
        self._texts: dict[FieldName, str] = {}
        self.sides = frozenset(reading.side for reading in readings)
        for reading in readings:
            if _was_read(reading):
                self._texts.setdefault(reading.name, reading.raw.strip())

    def text(self, name: FieldName) -> str:
        """The text as printed, or an empty string where it was not read."""
        return self._texts.get(name, "")

    def first_unread(self, names: Sequence[FieldName]) -> FieldName | None:
        return next((name for name in names if not self.text(name)), None)

    def period(self) -> Validity | None:
        """The validity period; None where a date is not real. Either reading may hold the whole printed period."""
        start, until = self.text(FieldName.VALID_FROM), self.text(FieldName.VALID_TO)
        return parse_bounds(start, until) or parse_period(until) or parse_period(start)


def _was_read(reading: FieldReading) -> bool:
    return bool(reading.raw.strip()) and (bool(reading.value) or reading.confidence >= READ_CONFIDENCE)


Judgement = tuple[CheckOutcome, Words]


def run_checks(fields: Sequence[FieldReading], declared: DeclaredData, today: date) -> tuple[CheckResult, ...]:
    """Every check of a resident identity card, in the order pages show them, each exactly once.

    ``fields`` are the readings of both faces (a missing face is a failed check, not an error); ``today`` is the day of
    the inspection in the desk's time zone. Raises nothing on unread or nonsensical text.
    """
    raw = RawFields(fields)
    return (
        _both_faces(raw),
        _check("number_check_digit", raw, (FieldName.CITIZEN_NUMBER,), _judge_check_digit),
        _check("number_birth_date", raw, (FieldName.CITIZEN_NUMBER, FieldName.BIRTH_DATE), _judge_birth_date),
        _check("number_sex", raw, (FieldName.CITIZEN_NUMBER, FieldName.SEX), _judge_sex),
        _check("validity_term", raw, _PERIOD, _judge_term),
        _check("not_expired", raw, _PERIOD, lambda fields: _judge_not_expired(fields, today)),
        _check("already_valid", raw, _PERIOD, lambda fields: _judge_already_valid(fields, today)),
        _check("issued_after_birth", raw, (FieldName.BIRTH_DATE, *_PERIOD), _judge_issued_after_birth),
        _check("age_and_term", raw, (FieldName.BIRTH_DATE, *_PERIOD), _judge_age_and_term),
        _check("authority_region", raw, (FieldName.ISSUING_AUTHORITY, FieldName.ADDRESS), _judge_region),
        _declared("declared_name", raw, FieldName.NAME, declared.name, comparison.NAME),
        _declared("declared_number", raw, FieldName.CITIZEN_NUMBER, declared.number, comparison.NUMBER),
        _declared("declared_birth_date", raw, FieldName.BIRTH_DATE, declared.birth_date, comparison.DATE),
        _declared("declared_expiry", raw, FieldName.VALID_TO, declared.expiry, comparison.EXPIRY),
    )


_PERIOD: Final = (FieldName.VALID_FROM, FieldName.VALID_TO)


def _check(
    code: str, raw: RawFields, needed: tuple[FieldName, ...], judge: Callable[[RawFields], Judgement]
) -> CheckResult:
    unread = raw.first_unread(needed)
    if unread is not None:
        outcome, words = CheckOutcome.NOT_APPLICABLE, Words(UNREAD, {"field": unread.value})
    else:
        outcome, words = judge(raw)
    return CheckResult(code, outcome, words, needed)


def _passed(message: str, **params: str | int) -> Judgement:
    return CheckOutcome.PASSED, Words(message, params)


def _failed(message: str, **params: str | int) -> Judgement:
    return CheckOutcome.FAILED, Words(message, params)


def _not_applicable(message: str, **params: str | int) -> Judgement:
    return CheckOutcome.NOT_APPLICABLE, Words(message, params)


def _both_faces(raw: RawFields) -> CheckResult:
    missing = [side for side in (Side.PORTRAIT_FACE, Side.EMBLEM_FACE) if side not in raw.sides]
    if not missing:
        outcome, words = _passed(N_("Both faces are there."))
    elif len(missing) == 2:
        outcome, words = _failed(N_("Neither face was read."))
    else:
        outcome, words = _failed(N_("A face is missing: %(side)s."), side=missing[0].value)
    return CheckResult("both_faces", outcome, words)


def _judge_check_digit(raw: RawFields) -> Judgement:
    number = citizen_number.normalise(raw.text(FieldName.CITIZEN_NUMBER))
    if not citizen_number.has_shape(number):
        return _failed(
            N_("%(number)s is not written as a citizen number: seventeen digits, then a digit or X."), number=number
        )
    right = citizen_number.check_digit(number[:17]) == number[17]
    outcome = CheckOutcome.PASSED if right else CheckOutcome.FAILED
    return outcome, citizen_number.worked_check_digit(number)


def _judge_birth_date(raw: RawFields) -> Judgement:
    number = citizen_number.normalise(raw.text(FieldName.CITIZEN_NUMBER))
    if not citizen_number.has_shape(number):
        return _not_applicable(N_("The number has no eighteen places to take a date of birth from."))
    digits = number[6:14]
    in_number = citizen_number.birth_date(number)
    if in_number is None:
        return _failed(N_("Digits 7 to 14 of the number, %(digits)s, are no real date."), digits=digits)
    printed = parse_date(raw.text(FieldName.BIRTH_DATE))
    if printed is None:
        return _failed(
            N_("The date of birth is printed as %(printed)s, which is no real date."),
            printed=raw.text(FieldName.BIRTH_DATE),
        )
    if printed != in_number:
        return _failed(
            N_("Digits 7 to 14 of the number are %(digits)s, but the date of birth is printed as %(printed)s."),
            digits=digits,
            printed=printed.isoformat(),
        )
    return _passed(
        N_("Digits 7 to 14 of the number are %(digits)s, the printed date of birth %(printed)s."),
        digits=digits,
        printed=printed.isoformat(),
    )


def _judge_sex(raw: RawFields) -> Judgement:
    number = citizen_number.normalise(raw.text(FieldName.CITIZEN_NUMBER))
    if not citizen_number.has_shape(number):
        return _not_applicable(N_("The number has no eighteen places to take the sex from."))
    params = {"digit": number[16], "expected": citizen_number.sex(number), "printed": raw.text(FieldName.SEX)}
    if params["printed"] not in SEXES:
        return _failed(N_("The sex is printed as %(printed)s, which is neither 男 nor 女."), **params)
    if params["printed"] != params["expected"]:
        return _failed(
            N_("Digit 17 of the number is %(digit)s, which means %(expected)s, but %(printed)s is printed."), **params
        )
    return _passed(N_("Digit 17 of the number is %(digit)s, which means %(expected)s, as printed."), **params)


def _with_period(raw: RawFields, judge: Callable[[Validity], Judgement]) -> Judgement:
    """``judge`` on the printed period; not applicable where a date is not real (the term check fails on that)."""
    period = raw.period()
    return judge(period) if period else _not_applicable(N_("The validity is not printed as two real dates."))


def judge_validity_term(start: str, until: str, period: Validity | None) -> Judgement:
    """The term of a period as printed: 5, 10, 20 years or long-term. ``start`` and ``until`` are the raw texts."""
    if period is None:
        return _failed(
            N_("The validity is printed as %(start)s to %(until)s; a date in it is not real."), start=start, until=until
        )
    first = period.start.isoformat()
    if period.start.year < FIRST_YEAR:
        return _failed(
            N_("The validity begins on %(start)s, but this card was first issued in %(year)s."),
            start=first,
            year=str(FIRST_YEAR),
        )
    if period.until is None:
        return _passed(N_("From %(start)s, long-term."), start=first)
    last = period.until.isoformat()
    if not has_lawful_term(period):
        return _failed(
            N_("From %(start)s to %(until)s is neither 5, 10 nor 20 years to the day."), start=first, until=last
        )
    return _passed(
        N_("From %(start)s to %(until)s is %(years)s years to the day."),
        start=first,
        until=last,
        years=term_years(period) or 0,
    )


def _judge_term(raw: RawFields) -> Judgement:
    return judge_validity_term(raw.text(FieldName.VALID_FROM), raw.text(FieldName.VALID_TO), raw.period())


def _judge_not_expired(raw: RawFields, today: date) -> Judgement:
    def judge(period: Validity) -> Judgement:
        if period.until is None:
            return _passed(N_("A long-term card does not expire."))
        params = {"until": period.until.isoformat(), "today": today.isoformat()}
        if period.until < today:
            return _failed(N_("The card expired on %(until)s; today is %(today)s."), **params)
        return _passed(N_("The card is valid until %(until)s; today is %(today)s."), **params)

    return _with_period(raw, judge)


def _judge_already_valid(raw: RawFields, today: date) -> Judgement:
    def judge(period: Validity) -> Judgement:
        params = {"start": period.start.isoformat(), "today": today.isoformat()}
        if period.start > today:
            return _failed(N_("The card is valid from %(start)s only; today is %(today)s."), **params)
        return _passed(N_("The card has been valid since %(start)s; today is %(today)s."), **params)

    return _with_period(raw, judge)


def _with_birth_and_period(raw: RawFields, judge: Callable[[date, Validity], Judgement]) -> Judgement:
    birth = parse_date(raw.text(FieldName.BIRTH_DATE))
    if birth is None:
        return _not_applicable(N_("The printed date of birth is no real date."))
    return _with_period(raw, lambda period: judge(birth, period))


def _judge_issued_after_birth(raw: RawFields) -> Judgement:
    def judge(birth: date, period: Validity) -> Judgement:
        params = {"birth": birth.isoformat(), "start": period.start.isoformat()}
        if period.start < birth:
            return _failed(N_("Issued on %(start)s to a person born on %(birth)s."), **params)
        return _passed(N_("Issued on %(start)s, after the date of birth %(birth)s."), **params)

    return _with_birth_and_period(raw, judge)


def _judge_age_and_term(raw: RawFields) -> Judgement:
    def judge(birth: date, period: Validity) -> Judgement:
        age = age_on(birth, period.start)
        if age < 0:
            return _not_applicable(N_("The card is dated before the date of birth."))
        given = LONG_TERM if period.long_term else str(term_years(period) or "?")
        lawful = str(term_for_age(age) or LONG_TERM)
        params: dict[str, str | int] = {"age": age, "given": given, "lawful": lawful}
        if given == "?":
            return _not_applicable(N_("The period is none of the terms of the law, so no age goes with it."))
        if given != lawful:
            return _failed(
                N_(
                    "At the age of %(age)s a card is given for %(lawful)s (years or 长期); this one has %(given)s."
                    " A suspicion only: replacements and days near a birthday can differ."
                ),
                **params,
            )
        return _passed(N_("At the age of %(age)s a card is given for %(lawful)s (years or 长期), as here."), **params)

    return _with_birth_and_period(raw, judge)


def _judge_region(raw: RawFields) -> Judgement:
    """Information only: people move, and most authorities print no province."""
    authority = province_of(raw.text(FieldName.ISSUING_AUTHORITY))
    address = province_of(raw.text(FieldName.ADDRESS))
    if not authority or not address:
        return _not_applicable(N_("The issuing authority or the address names no province."))
    if authority != address:
        return _not_applicable(
            N_("The authority is of %(authority)s, the address in %(address)s. People move, so this decides nothing."),
            authority=authority,
            address=address,
        )
    return _passed(N_("Authority and address are both of %(authority)s."), authority=authority)


def _declared(code: str, raw: RawFields, name: FieldName, stated: str, compared: Comparison) -> CheckResult:
    if not stated.strip():
        return CheckResult(code, CheckOutcome.NOT_APPLICABLE, Words(NOT_DECLARED), (name,))

    def judge(fields: RawFields) -> Judgement:
        printed = _printed_end(fields) if name is FieldName.VALID_TO else fields.text(name)
        params = {"declared": stated.strip(), "printed": printed, "comparison": compared.code}
        if compared.agree(stated, printed):
            return _passed(N_("Declared %(declared)s, printed %(printed)s: the same (%(comparison)s)."), **params)
        return _failed(N_("Declared %(declared)s, but printed %(printed)s (%(comparison)s)."), **params)

    return _check(code, raw, (name,), judge)


def _printed_end(raw: RawFields) -> str:
    """The end of validity, also where the reading holds the whole printed period."""
    whole = parse_period(raw.text(FieldName.VALID_TO))
    if whole is None:
        return raw.text(FieldName.VALID_TO)
    return whole.until.isoformat() if whole.until else LONG_TERM
