"""Drawings that nothing but the benchmarks may look at: their fonts, places and papers are kept from all tuning."""
