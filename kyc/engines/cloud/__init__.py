"""Engines that ask a cloud OCR service over HTTP: ``making`` makes them, ``access`` says what of.

A question goes down as ``engine`` (what is asked) → a vendor's module (its wire format, by ``kyc.protocols``) →
``account`` (pace, breaker, tries) → ``connection``; the answer comes back through the vendor's module as ``hearing``
has it, and ``assembling`` makes the result of it.
"""
