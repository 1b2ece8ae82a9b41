"""Checks of the vehicle licence of China, main page and sub page (GA 37-2008)."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from kyc.documents import comparison, plates, vin
from kyc.documents.checks import declared as stated
from kyc.documents.checks.declared import Printed
from kyc.documents.checks.shared import Judgement, RawFields, check, failed, not_applicable, passed
from kyc.documents.checks.sides import both_pages, pages_agree
from kyc.documents.closed_lists import USE_CHARACTERS
from kyc.documents.dates import parse_month
from kyc.documents.kinds import DocumentKind, FieldName
from kyc.documents.quantities import is_none_given, parse_dimensions, parse_kilograms, parse_persons
from kyc.documents.results import CheckOutcome, CheckResult, DeclaredData
from kyc.documents.words import N_

DAYS: Final = (FieldName.REGISTRATION_DATE, FieldName.ISSUE_DATE)
MASSES: Final = (FieldName.KERB_MASS, FieldName.GROSS_MASS)
SEATS: Final = (1, 99)
#: Millimetres: from a moped to the longest road trains of GB 1589, oversize vehicles included.
LENGTHS: Final = (1_000, 30_000)
WIDTHS: Final = (400, 4_500)
HEIGHTS: Final = (500, 5_500)

_MONTH: Final = re.compile(r"\d{4}\s*年\s*\d{1,2}\s*月")
_NO_QUANTITY: Final = N_("None is given (%(printed)s).")


def checks_of(raw: RawFields, declared: DeclaredData, today: date) -> tuple[CheckResult, ...]:
    return (
        both_pages(raw, DocumentKind.CN_VEHICLE_LICENCE),
        pages_agree("pages_plate", raw, FieldName.PLATE_NUMBER, comparison.NUMBER),
        check("plate_form", raw, (FieldName.PLATE_NUMBER,), _judge_plate),
        check("vin_form", raw, (FieldName.VIN,), _judge_vin),
        check("vin_check_digit", raw, (FieldName.VIN,), _judge_vin_check_digit),
        check("vin_model_year", raw, (FieldName.VIN, FieldName.REGISTRATION_DATE), _judge_model_year),
        check("use_character", raw, (FieldName.USE_CHARACTER,), _judge_use),
        check("registered_before_issue", raw, DAYS, _judge_days),
        check("issued_by_today", raw, (FieldName.ISSUE_DATE,), lambda fields: _judge_issue(fields, today)),
        check("seats", raw, (FieldName.PASSENGERS,), _judge_seats),
        check("masses", raw, MASSES, _judge_masses),
        check("load_and_mass", raw, (*MASSES, FieldName.LOAD_MASS), _judge_load),
        check("dimensions", raw, (FieldName.DIMENSIONS,), _judge_dimensions),
        check("inspection_valid", raw, (FieldName.INSPECTION_RECORD,), lambda fields: _judge_inspection(fields, today)),
        *stated.declared_checks(
            raw,
            declared,
            name=(Printed(FieldName.OWNER, comparison.NAME),),
            number=(Printed(FieldName.PLATE_NUMBER, comparison.NUMBER), Printed(FieldName.VIN, comparison.NUMBER)),
            birth_date=(),
            expiry=(Printed(FieldName.INSPECTION_RECORD, comparison.EXPIRY, _inspected_until_iso),),
        ),
    )


def _judge_plate(raw: RawFields) -> Judgement:
    plate = plates.normalise(raw.text(FieldName.PLATE_NUMBER)).value
    if not plates.is_valid(plate):
        return failed(
            N_("%(plate)s has no form of GA 36-2018: province, letter of the office, and a serial without I and O."),
            plate=plate,
        )
    return passed(N_("%(plate)s has a form of GA 36-2018."), plate=plate)


def _judge_vin(raw: RawFields) -> Judgement:
    number = vin.written(raw.text(FieldName.VIN))
    if not vin.has_shape(number):
        return failed(
            N_("%(number)s is not written as %(length)s digits and letters without I, O and Q."),
            number=number,
            length=vin.LENGTH,
        )
    return passed(N_("%(number)s has %(length)s digits and letters."), number=number, length=vin.LENGTH)


def _judge_vin_check_digit(raw: RawFields) -> Judgement:
    number = vin.written(raw.text(FieldName.VIN))
    if not vin.has_shape(number):
        return not_applicable(N_("The number has no seventeen places to work out a check digit from."))
    if vin.has_check_digit(number):
        return CheckOutcome.PASSED, vin.worked_check_digit(number)
    if vin.needs_check_digit(number):
        return CheckOutcome.FAILED, vin.worked_check_digit(number)
    return not_applicable(
        N_("%(place)s in the ninth place is no check digit, but only makers of China (L) are held to one."),
        place=number[vin.CHECK_PLACE],
    )


def _judge_model_year(raw: RawFields) -> Judgement:
    """Information only: cars wait for their buyers, and makers outside China need not code the year."""
    number = vin.written(raw.text(FieldName.VIN))
    registered = raw.day(FieldName.REGISTRATION_DATE)
    years = vin.model_years(number, registered.year + 1) if registered else ()
    if not years or registered is None:
        return not_applicable(N_("The tenth place of the number or the registration gives no year."))
    params: dict[str, str | int] = {
        "place": number[vin.YEAR_PLACE],
        "year": str(years[-1]),
        "registered": registered.isoformat(),
    }
    if registered.year - years[-1] > 3:
        return not_applicable(
            N_(
                "%(place)s in the tenth place: model year %(year)s; registered on %(registered)s. This decides nothing."
            ),
            **params,
        )
    return passed(N_("%(place)s in the tenth place: model year %(year)s; registered on %(registered)s."), **params)


def _judge_use(raw: RawFields) -> Judgement:
    printed = raw.text(FieldName.USE_CHARACTER)
    if printed not in USE_CHARACTERS:
        return not_applicable(N_("%(printed)s is not among the known use characters."), printed=printed)
    return passed(N_("%(printed)s is a use character of GA 24.3."), printed=printed)


def _judge_days(raw: RawFields) -> Judgement:
    registered, issued = (raw.day(name) for name in DAYS)
    if registered is None or issued is None:
        printed = raw.text(FieldName.REGISTRATION_DATE if registered is None else FieldName.ISSUE_DATE)
        return failed(N_("%(printed)s is no real date."), printed=printed)
    params = {"registered": registered.isoformat(), "issued": issued.isoformat()}
    if issued < registered:
        return failed(N_("Issued on %(issued)s, before the registration on %(registered)s."), **params)
    return passed(N_("Registered on %(registered)s, issued on %(issued)s."), **params)


def _judge_issue(raw: RawFields, today: date) -> Judgement:
    issued = raw.day(FieldName.ISSUE_DATE)
    if issued is None:
        return not_applicable(N_("The day of issue is not printed as a real date."))
    params = {"issued": issued.isoformat(), "today": today.isoformat()}
    if issued > today:
        return failed(N_("Issued on %(issued)s, which is still to come; today is %(today)s."), **params)
    return passed(N_("Issued on %(issued)s; today is %(today)s."), **params)


def _judge_seats(raw: RawFields) -> Judgement:
    printed = raw.text(FieldName.PASSENGERS)
    persons = raw.parsed(FieldName.PASSENGERS, parse_persons)
    if is_none_given(printed):
        return not_applicable(_NO_QUANTITY, printed=printed)
    if persons is None or not SEATS[0] <= persons <= SEATS[1]:
        return failed(
            N_("%(printed)s is not a number of persons from %(least)s to %(most)s."),
            printed=printed,
            least=SEATS[0],
            most=SEATS[1],
        )
    return passed(N_("%(persons)s persons."), persons=persons)


def _judge_masses(raw: RawFields) -> Judgement:
    kerb, gross = (raw.parsed(name, parse_kilograms) for name in MASSES)
    if kerb is None or gross is None:
        return _without_masses(raw)
    params = {"kerb": kerb, "gross": gross}
    if kerb > gross:
        return failed(N_("The kerb mass of %(kerb)s kg exceeds the gross mass of %(gross)s kg."), **params)
    return passed(N_("The kerb mass of %(kerb)s kg is within the gross mass of %(gross)s kg."), **params)


def _without_masses(raw: RawFields) -> Judgement:
    odd = next(raw.text(name) for name in MASSES if raw.parsed(name, parse_kilograms) is None)
    if is_none_given(odd):
        return not_applicable(_NO_QUANTITY, printed=odd)
    return failed(N_("%(printed)s is no mass in kilograms."), printed=odd)


def _judge_load(raw: RawFields) -> Judgement:
    printed = raw.text(FieldName.LOAD_MASS)
    kerb, gross, load = (raw.parsed(name, parse_kilograms) for name in (*MASSES, FieldName.LOAD_MASS))
    if load is None:
        if is_none_given(printed):
            return not_applicable(_NO_QUANTITY, printed=printed)
        return failed(N_("%(printed)s is no mass in kilograms."), printed=printed)
    if kerb is None or gross is None:
        return not_applicable(N_("The masses are not printed in kilograms."))
    params = {"kerb": kerb, "load": load, "total": kerb + load, "gross": gross}
    if kerb + load > gross:
        return failed(N_("%(kerb)s + %(load)s = %(total)s kg exceeds the gross mass of %(gross)s kg."), **params)
    return passed(N_("%(kerb)s + %(load)s = %(total)s kg is within the gross mass of %(gross)s kg."), **params)


def _judge_dimensions(raw: RawFields) -> Judgement:
    printed = raw.text(FieldName.DIMENSIONS)
    size = raw.parsed(FieldName.DIMENSIONS, parse_dimensions)
    if size is None:
        if is_none_given(printed):
            return not_applicable(_NO_QUANTITY, printed=printed)
        return failed(N_("%(printed)s is not length, width and height in millimetres."), printed=printed)
    params = size._asdict()
    plausible = zip(size, (LENGTHS, WIDTHS, HEIGHTS), strict=True)
    if not all(least <= measured <= most for measured, (least, most) in plausible) or size.width > size.length:
        return failed(N_("No vehicle is %(length)s mm long, %(width)s mm wide and %(height)s mm high."), **params)
    return passed(N_("%(length)s mm long, %(width)s mm wide and %(height)s mm high."), **params)


def _judge_inspection(raw: RawFields, today: date) -> Judgement:
    until = raw.parsed(FieldName.INSPECTION_RECORD, inspected_until)
    if until is None:
        return not_applicable(N_("The inspection record names no month."))
    params = {"until": until.isoformat(), "today": today.isoformat()}
    if until < today:
        return failed(
            N_("The inspection was valid until the end of its month, %(until)s; today is %(today)s."), **params
        )
    return passed(N_("The inspection is valid until the end of its month, %(until)s; today is %(today)s."), **params)


def inspected_until(record: str) -> date | None:
    """The last day of the latest month that the stamps of the record name; None where they name none."""
    return max((end for end in map(parse_month, _MONTH.findall(record)) if end), default=None)


def _inspected_until_iso(record: str) -> str:
    until = inspected_until(record)
    return until.isoformat() if until else ""
