"""Tests of the authenticity room."""
