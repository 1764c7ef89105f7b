"""Duties beside introducing people: how every duty stands, what was done for one, recording it."""
