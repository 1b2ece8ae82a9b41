"""The detectors' benchmark: what is chosen, what of an earlier run stands, what the report says."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from kyc.documents.kinds import DocumentKind, Side
from kyc.documents.warnings import Outcome, WarningCode
from tests.bench import authenticity, authenticity_parts, authenticity_sets, inspecting
from tests.bench.authenticity_evidence import Overlap
from tests.bench.authenticity_parts import GenuineCaptures, Task, file_of, missing, stored, tasks_for
from tests.bench.authenticity_records import Answer, Record, answers_of
from tests.bench.authenticity_sets import Group, chosen, excused, variant, variants
from tests.bench.authenticity_tables import report
from tests.bench.kept_captures import folder_for
from tests.specimens.sets import TUNING

EMBLEM = (DocumentKind.CN_ID_CARD, Side.EMBLEM_FACE)
RECORD = Record(
    EMBLEM,
    3,
    excused=(WarningCode.GLARE,),
    answers={WarningCode.BLUR: Answer(Outcome.DETECTED, 61.5, "moved")},
    evidence=Overlap(0.5, 0.1, 2, 1, 0.04, 0.05),
    seconds=0.1,
)


def test_a_record_is_stored_and_read_again() -> None:
    assert Record.from_json(json.loads(json.dumps(RECORD.to_json()))) == RECORD


def test_variants_are_named_by_patterns() -> None:
    assert {one.key for one, _ in chosen("tuning", "genuine/scan")} == {"genuine/scan"}
    assert [page for _, page in chosen("tuning", "genuine/hard/cn_id_card/emblem_face")] == [EMBLEM]
    assert {one.group for one, _ in chosen("tuning", "condition, attack")} == {Group.CONDITION, Group.ATTACK}
    assert chosen("tuning", "nothing") == []
    assert len(chosen("tuning", "")) == sum(len(one.pages) for one in variants("tuning"))


@pytest.mark.parametrize("set_name", authenticity_sets.SAMPLES)
def test_records_can_be_kept_by_variant(set_name: str) -> None:
    assert len({one: one.key for one in variants(set_name)}) == len({one.key for one in variants(set_name)})


def test_every_page_is_photographed_genuine() -> None:
    assert {page for one, page in chosen("tuning", "genuine")} == set(TUNING.pages)


def test_firsts_of_all_come_before_seconds() -> None:
    tasks = tasks_for(
        "tuning",
        chosen("tuning", "genuine/scan/cn_id_card, condition/worn/cn_id_card"),
        {Group.GENUINE: 2, Group.CONDITION: 1, Group.ATTACK: 0},
        drawn=True,
    )
    assert [(task.variant, task.index) for task in tasks] == [
        *[("genuine/scan", 0)] * 2,
        *[("condition/worn", 0)] * 2,
        *[("genuine/scan", 1)] * 2,
    ]


def test_variants_have_cards_of_their_own() -> None:
    sources = [one for one in variants("tuning") if one.source is not None]
    firsts = [authenticity_sets.card(one, 0) for one in sources]
    # By chance a few share their cards, which are then mounted differently.
    assert len(set(firsts)) > 0.8 * len(firsts)
    assert min(firsts) > 1000
    assert TUNING.seed(TUNING.pages[0], max(firsts) + 99) < TUNING.seed(TUNING.pages[1], 0, "scan")


def test_no_hard_picture_that_counts_as_genuine_is_a_grey_copy() -> None:
    genuine = authenticity_sets.without_copies(TUNING)
    assert TUNING.difficulties["hard"].over.grey_copy > 0
    assert genuine.difficulties["hard"].over.grey_copy == 0
    assert genuine.difficulties["hard"].over.fingers == TUNING.difficulties["hard"].over.fingers
    assert genuine.seed(EMBLEM, 7, "hard") == TUNING.seed(EMBLEM, 7, "hard")


def test_what_is_true_of_a_picture_is_no_false_alarm() -> None:
    temporary = (DocumentKind.CN_TEMPORARY_ID_CARD, Side.PORTRAIT_FACE)
    taken = variant("tuning", "condition/pixelated_field")
    shot = authenticity_sets.capture("tuning", taken, temporary, 0)
    assert {WarningCode.TEMPORARY_DOCUMENT, WarningCode.COVERED} <= set(excused(taken, temporary, shot))
    assert WarningCode.DIGITAL_TAMPERING not in excused(taken, temporary, shot)


# --- what stands ---------------------------------------------------------------------------------------------------


def _keep(folder: Path, mark: str) -> None:
    head = {"fingerprint": mark, "commit": "c"}
    file_of("genuine/scan", folder).write_text(json.dumps(head) + "\n" + json.dumps(RECORD.to_json()) + "\n")


def test_what_the_same_sources_gave_is_not_taken_again(tmp_path: Path) -> None:
    _keep(tmp_path, "same")
    tasks = [Task("tuning", "genuine/scan", EMBLEM, index, drawn=True) for index in range(5)]
    left = missing(tasks, tmp_path, {"fingerprint": "same", "commit": "d"})
    assert [task.index for task in left] == [0, 1, 2, 4]
    assert stored("genuine/scan", tmp_path)[1] == [RECORD]


def test_what_other_sources_gave_is_taken_again(tmp_path: Path) -> None:
    _keep(tmp_path, "before")
    task = Task("tuning", "genuine/scan", EMBLEM, 3, drawn=True)
    assert missing([task], tmp_path, {"fingerprint": "now", "commit": "d"}) == [task]
    assert stored("genuine/scan", tmp_path) == ({"fingerprint": "now", "commit": "d"}, [])


def test_half_a_line_does_not_count(tmp_path: Path) -> None:
    _keep(tmp_path, "same")
    with file_of("genuine/scan", tmp_path).open("a") as file:
        file.write('{"kind": "cn')
    assert stored("genuine/scan", tmp_path)[1] == [RECORD]


def test_judgements_of_another_run_are_kept_once(tmp_path: Path) -> None:
    head = {"fingerprint": "same", "commit": "d"}
    _keep(tmp_path, "same")
    genuine = GenuineCaptures("tuning", tmp_path, head)
    again, another = replace(RECORD, seconds=9.0), replace(RECORD, index=4)
    for record in (again, another):
        genuine.add(variant("tuning", "genuine/scan"), record)
    assert stored("genuine/scan", tmp_path)[1] == [RECORD, another]


def test_captures_that_may_be_copies_are_not_taken_for_genuine(tmp_path: Path) -> None:
    assert authenticity_sets.free_of_copies("tuning") == ["scan", "phone", "messenger"]
    genuine = GenuineCaptures("tuning", tmp_path, {"fingerprint": "f", "commit": "d"})
    genuine.add(variant("tuning", "genuine/hard"), RECORD)
    assert stored("genuine/hard", tmp_path) == ({}, [])


# --- the whole way -------------------------------------------------------------------------------------------------


def test_an_attack_is_judged_with_its_evidence(tmp_path: Path) -> None:
    authenticity_parts.start(str(tmp_path / "networks"), tmp_path)
    record = authenticity_parts.judged(Task("tuning", "attack/grey_photograph", EMBLEM, 0, drawn=True))
    assert not record.failure
    assert set(record.answers or {}) == set(WarningCode)
    assert (record.evidence is not None) == record.answer(WarningCode.PRINTED_COPY).is_raised


def test_a_kept_capture_is_judged_as_the_engine_judges_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authenticity_parts.start(str(tmp_path / "networks"), tmp_path)
    task = Task("tuning", "attack/grey_photograph", EMBLEM, 0, drawn=False)
    shot = authenticity_sets.capture("tuning", variant("tuning", task.variant), EMBLEM, 0)
    failure, result = inspecting.inspected(shot.jpeg, EMBLEM)
    assert result is not None
    first = authenticity_parts.judged(task)
    assert (first.failure, first.answers) == (failure, answers_of(result.findings))
    monkeypatch.setattr(authenticity_parts, "take", None)
    assert replace(authenticity_parts.judged(task), seconds=first.seconds) == first


def test_captures_of_other_sources_are_removed(tmp_path: Path) -> None:
    before = folder_for("before", tmp_path)
    (before / "a.pickle").touch()
    assert folder_for("before", tmp_path) == before
    assert (before / "a.pickle").exists()
    assert folder_for("now", tmp_path).is_dir()
    assert not before.exists()


def test_the_report_says_what_was_found_and_what_was_not(tmp_path: Path) -> None:
    raised = Answer(Outcome.DETECTED, 70.0)
    genuine = [
        Record(EMBLEM, index, answers={WarningCode.GLARE: Answer(Outcome.NOT_DETECTED, 5.0)}) for index in (0, 1)
    ]
    measured = {
        variant("tuning", "genuine/scan"): [*genuine, Record(EMBLEM, 2, failure="no_document")],
        variant("tuning", "condition/worn"): [Record(EMBLEM, 0, answers={WarningCode.GLARE: raised})],
        variant("tuning", "attack/glare_spot_text"): [
            Record(EMBLEM, 0, answers={WarningCode.GLARE: raised}, evidence=Overlap(1.0, 0.02, 1, 1, 0.02, 0.02)),
            Record(EMBLEM, 1, answers={WarningCode.GLARE: Answer(Outcome.INCONCLUSIVE)}),
        ],
    }
    text = report(measured, ["a note"], may_be_looked_at=True)
    assert "| GLARE | 3 | 1 | **33.33** (1) |" in text
    assert "| condition/worn | 1 | 1 | 1 |" in text
    assert "| genuine/scan | BPNRR | 1 of 3 | 33.3 | no_document 1 |" in text
    assert "| GLARE | glare_spot_text | 2 | 1 | **50.00** (2) |" in text
    assert "| GLARE | glare_spot_text | 1 | 0 | 1.00 | 0.02 | 100.0 |" in text
    assert "condition/worn/cn_id_card/emblem_face/0" in text
    assert "one by one" not in report(measured, [], may_be_looked_at=False)
    assert authenticity.write_curves(measured, tmp_path) == ["det-glare.svg"]


def test_a_quick_run_has_one_page_of_each_way() -> None:
    pairs = authenticity.one_page_each(chosen("tuning", "condition, genuine"))
    keys = [one.key for one, _ in pairs if one.group is Group.CONDITION]
    assert len(keys) == len(set(keys)) == len(authenticity_sets.SAMPLES["tuning"].conditions)
    assert {page for one, page in pairs if one.group is Group.GENUINE} == set(TUNING.pages)
    assert len(pairs) < len(chosen("tuning", "condition, genuine")) / 4
