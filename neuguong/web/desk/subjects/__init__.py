"""Subjects: a whole life on one page, records that look like one, merging and un-merging."""
