"""Publicity: outlets, the calendar, what ran, reach, gaps, scripts for the radio."""
