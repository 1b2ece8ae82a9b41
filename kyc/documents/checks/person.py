"""A citizen number against its own check digit, the printed date of birth and the printed sex."""

from __future__ import annotations

from kyc.documents import citizen_number
from kyc.documents.checks.shared import Judgement, RawFields, check, failed, not_applicable, passed
from kyc.documents.closed_lists import SEXES
from kyc.documents.kinds import FieldName
from kyc.documents.results import CheckOutcome, CheckResult
from kyc.documents.words import N_


def number_checks(raw: RawFields, name: FieldName = FieldName.CITIZEN_NUMBER) -> tuple[CheckResult, ...]:
    """The three checks of the citizen number that stands in the field ``name``."""
    number = written_number(raw, name)
    return (
        check("number_check_digit", raw, (name,), lambda _: judge_check_digit(number)),
        check("number_birth_date", raw, (name, FieldName.BIRTH_DATE), lambda raw: _judge_birth_date(raw, number)),
        check("number_sex", raw, (name, FieldName.SEX), lambda raw: _judge_sex(raw, number)),
    )


def written_number(raw: RawFields, name: FieldName) -> str:
    """The number as printed; letters among its digits are taken for the digits they look like."""
    number = citizen_number.normalise(raw.text(name))
    figures = citizen_number.normalise(raw.figures(name))
    return figures if citizen_number.has_shape(figures) else number


def judge_check_digit(number: str) -> Judgement:
    """The check digit of a number as written, with its arithmetic."""
    if not citizen_number.has_shape(number):
        return failed(
            N_("%(number)s is not written as a citizen number: seventeen digits, then a digit or X."), number=number
        )
    right = citizen_number.check_digit(number[:17]) == number[17]
    outcome = CheckOutcome.PASSED if right else CheckOutcome.FAILED
    return outcome, citizen_number.worked_check_digit(number)


def _judge_birth_date(raw: RawFields, number: str) -> Judgement:
    if not citizen_number.has_shape(number):
        return not_applicable(N_("The number has no eighteen places to take a date of birth from."))
    digits = number[6:14]
    in_number = citizen_number.birth_date(number)
    if in_number is None:
        return failed(N_("Digits 7 to 14 of the number, %(digits)s, are no real date."), digits=digits)
    printed = raw.day(FieldName.BIRTH_DATE)
    if printed is None:
        return failed(
            N_("The date of birth is printed as %(printed)s, which is no real date."),
            printed=raw.text(FieldName.BIRTH_DATE),
        )
    if printed != in_number:
        return failed(
            N_("Digits 7 to 14 of the number are %(digits)s, but the date of birth is printed as %(printed)s."),
            digits=digits,
            printed=printed.isoformat(),
        )
    return passed(
        N_("Digits 7 to 14 of the number are %(digits)s, the printed date of birth %(printed)s."),
        digits=digits,
        printed=printed.isoformat(),
    )


def _judge_sex(raw: RawFields, number: str) -> Judgement:
    if not citizen_number.has_shape(number):
        return not_applicable(N_("The number has no eighteen places to take the sex from."))
    params = {"digit": number[16], "expected": citizen_number.sex(number), "printed": raw.text(FieldName.SEX)}
    if params["printed"] not in SEXES:
        return failed(N_("The sex is printed as %(printed)s, which is neither 男 nor 女."), **params)
    if params["printed"] != params["expected"]:
        return failed(
            N_("Digit 17 of the number is %(digit)s, which means %(expected)s, but %(printed)s is printed."), **params
        )
    return passed(N_("Digit 17 of the number is %(digit)s, which means %(expected)s, as printed."), **params)
