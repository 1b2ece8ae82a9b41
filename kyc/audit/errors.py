"""What recording an event can refuse."""

from kyc.documents.errors import DeskError
from kyc.documents.words import N_


class TrailBroken(DeskError):
    """The head and the events disagree: nothing more is recorded until somebody looked."""

    code = "trail_broken"
    message = N_("The audit trail is damaged. Nothing can be recorded, so nothing was done.")
