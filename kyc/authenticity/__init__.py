"""What looks wrong with an image and why: one module for each detector, every line in ``lines``. Pure."""

from kyc.authenticity.capture import ExaminedCapture
from kyc.authenticity.examination import examine

__all__ = ["ExaminedCapture", "examine"]
