"""Tencent Cloud API 3.0, product OCR, version 2018-11-19 (seeds 000, 003 and 004)."""
