"""Measuring the real screens beside a bare one, on a scratch database as large as a province."""
