"""Pixels to text lines to named fields, one layout module for each document. Pure."""
