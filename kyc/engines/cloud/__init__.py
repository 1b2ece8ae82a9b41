"""Engines that ask a cloud OCR service over HTTP."""
