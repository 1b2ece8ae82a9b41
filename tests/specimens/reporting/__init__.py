"""What figures are reported on: forms, fonts, places, papers, tables, difficulties and seeds of their own.

Only benchmarks import this package (a contract in ``pyproject.toml``): whatever tunes or tests the desk must not look.
"""
