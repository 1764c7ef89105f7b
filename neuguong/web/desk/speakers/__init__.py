"""Speakers: the roster, talks held and their year, sheets to tell from."""
