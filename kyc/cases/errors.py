"""What can be refused of a case."""

from __future__ import annotations

from kyc.documents.errors import DeskError
from kyc.documents.words import N_


class IllegalMove(DeskError):
    code = "illegal_move"
    message = N_("This case has moved on meanwhile; that is no longer possible. Open it again to see where it stands.")


class PicturesReplaced(DeskError):
    """Somebody else's pictures, or the same form sent twice, came first."""

    code = "pictures_replaced"
    message = N_("The pictures of this case had been replaced already.")
