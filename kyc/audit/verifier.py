"""Walking the trail from its first event and naming the first row that does not hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kyc.audit.encoding import NOTHING_BEFORE
from kyc.audit.models import AuditCaseHead, AuditEvent, AuditHead
from kyc.audit.triggers import missing_triggers
from kyc.documents.words import N_, Words

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Verdict:
    """``first_broken`` is the sequence number at which the trail stops holding; ``head`` the hash to note elsewhere."""

    ok: bool
    events: int
    head: str
    first_broken: int | None
    words: Words


class _Broken(Exception):
    def __init__(self, sequence: int, message: str, **params: str | int) -> None:
        super().__init__(message)
        self.sequence = sequence
        self.words = Words(message, {"sequence": sequence, **params})


def verify(events: Iterator[AuditEvent] | None = None) -> Verdict:
    """Check every event's hash and links, both kinds of head, and that the triggers are there.

    Events are read in batches; memory grows with the number of cases only (one hash each).
    """
    walk = _Walk()
    try:
        for event in events or AuditEvent.objects.order_by("sequence").iterator(chunk_size=BATCH):
            walk.take(event)
        walk.finish()
    except _Broken as broken:
        return Verdict(False, walk.count, walk.last_hash, broken.sequence, broken.words)
    missing = missing_triggers()
    if missing:
        words = Words(N_("All %(events)s events hold, but triggers are missing: %(names)s."),
                      {"events": walk.count, "names": ", ".join(missing)})  # fmt: skip
        return Verdict(False, walk.count, walk.last_hash, None, words)
    words = Words(N_("All %(events)s events hold. The last hash is %(hash)s."),
                  {"events": walk.count, "hash": walk.last_hash})  # fmt: skip
    return Verdict(True, walk.count, walk.last_hash, None, words)


class _Walk:
    """What has been seen so far."""

    def __init__(self) -> None:
        self.count = 0
        self.last_hash = NOTHING_BEFORE
        self.last_of_case: dict[str, tuple[int, str]] = {}

    def take(self, event: AuditEvent) -> None:
        if event.sequence != self.count + 1:
            raise _Broken(self.count + 1, N_("Event %(sequence)s is missing."))
        if event.previous_hash != self.last_hash:
            raise _Broken(event.sequence, N_("Event %(sequence)s does not follow the event before it."))
        if event.previous_case_hash != self._expected_in_case(event):
            raise _Broken(
                event.sequence,
                N_("Event %(sequence)s does not follow the event before it in case %(case)s."),
                case=event.case_number,
            )
        if event.hash != event.computed_hash():
            raise _Broken(event.sequence, N_("Event %(sequence)s was changed: its hash does not match its values."))
        self.count, self.last_hash = event.sequence, event.hash
        if event.case_number:
            self.last_of_case[event.case_number] = (event.sequence, event.hash)

    def _expected_in_case(self, event: AuditEvent) -> str:
        if not event.case_number:
            return ""
        return self.last_of_case.get(event.case_number, (0, NOTHING_BEFORE))[1]

    def finish(self) -> None:
        """Heads against events: a tail that was cut off leaves no gap, only a head that is ahead."""
        head = AuditHead.objects.filter(pk=1).first()
        if head is None and self.count:
            raise _Broken(self.count, N_("The head of the trail is missing; event %(sequence)s is the last found."))
        if head is not None and (head.sequence, head.hash) != (self.count, self.last_hash):
            raise _Broken(
                min(head.sequence, self.count) + 1,
                N_("The head names event %(head)s, but the trail ends at %(last)s: event %(sequence)s is in question."),
                head=head.sequence,
                last=self.count,
            )
        for case in AuditCaseHead.objects.iterator(chunk_size=BATCH):
            if self.last_of_case.pop(case.case_number, None) != (case.sequence, case.hash):
                raise _Broken(
                    case.sequence,
                    N_("The head of case %(case)s names event %(sequence)s, which is not its last."),
                    case=case.case_number,
                )
        if self.last_of_case:
            number, (sequence, _) = min(self.last_of_case.items(), key=lambda item: item[1])
            raise _Broken(sequence, N_("Case %(case)s has no head; its last event is %(sequence)s."), case=number)
