"""Urging: what waits to go out and what went, the official letter with its list of debtors, what came of it."""
