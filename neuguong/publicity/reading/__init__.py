"""Blocks of an article: their shape, their words, what of them wants proof. Pure; knows no table."""
