"""Tencent's older API for licences, ``POST /ocr/drivinglicence`` (seed 001)."""
