"""What can be refused of a claim or a decision."""

from __future__ import annotations

from django.utils import timezone

from kyc.documents.errors import DeskError
from kyc.documents.words import N_
from kyc.review.models import Claim, Decision


class AlreadyDecided(DeskError):
    """Somebody came first; ``decision`` is theirs."""

    code = "already_decided"
    message = N_("%(who)s decided about these pictures already, on %(when)s. Nothing was changed.")

    def __init__(self, decision: Decision) -> None:
        when = timezone.localtime(decision.decided_at).strftime("%Y-%m-%d %H:%M:%S")
        super().__init__(f"decision {decision.pk}", who=decision.decided_by.get_username(), when=when)
        self.decision = decision


class NotDecidable(DeskError):
    code = "not_decidable"
    message = N_("This case is not waiting for a decision at the moment. Open it again to see where it stands.")


class PicturesChanged(NotDecidable):
    code = "pictures_changed"
    message = N_("The pictures of this case were replaced meanwhile. Look at the new ones before you decide.")


class WarningGone(NotDecidable):
    code = "warning_gone"
    message = N_("The pictures were inspected again, and this warning is none of theirs. Open the case again.")


class AnswerChanged(NotDecidable):
    code = "answer_changed"
    message = N_("This warning was answered elsewhere meanwhile. Look at the answer before you change it.")


class UnknownAnswer(DeskError):
    code = "unknown_answer"
    message = N_("Choose whether you agree or disagree.")


class WarningsUnanswered(DeskError):
    code = "warnings_unanswered"
    message = N_(
        "Agree or disagree with every warning of high severity before you approve or reject. Still without an answer: "
        "%(count)s."
    )


class KindNotAccepted(DeskError):
    code = "kind_not_accepted"
    message = N_("The policy does not accept this kind of document, so it cannot be approved.")


class UnknownOutcome(DeskError):
    code = "unknown_outcome"
    message = N_("Choose what to decide.")


class ReasonRequired(DeskError):
    code = "reason_required"
    message = N_("Choose at least one reason.")


class UnknownReason(DeskError):
    code = "unknown_reason"
    message = N_("The policy offers no such reason for this decision.")


class NoteRequired(DeskError):
    code = "note_required"
    message = N_("Write a note: what did you see?")


class NoteTooLong(DeskError):
    code = "note_too_long"
    message = N_("The note is longer than %(limit)s characters.")


class ClaimedByOther(DeskError):
    code = "claimed_by_other"
    message = N_("%(who)s has this case open.")

    def __init__(self, claim: Claim) -> None:
        super().__init__(f"claim {claim.pk}", who=claim.user.get_username())
        self.claim = claim
