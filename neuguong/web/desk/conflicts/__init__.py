"""Stepping back from a dossier, and who steps in."""
