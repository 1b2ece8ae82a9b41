"""Huawei Cloud OCR v2 (seed 002) and the part of its identity service that its clients need."""
