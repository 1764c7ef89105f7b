"""Reads of this context, one module per noun."""
