"""Estimates of units: writing, appraising, approving, the overview and its papers."""
