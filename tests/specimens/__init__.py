"""Fictional identity cards and simulated photographs of them. Every card carries a visible SPECIMEN mark."""
