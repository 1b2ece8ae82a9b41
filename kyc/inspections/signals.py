"""What other rooms may wait for."""

from __future__ import annotations

from typing import Final

from django.dispatch import Signal

#: The sweep clears away what nobody needs; rooms above this one add what they keep.
cleaning: Final = Signal()
