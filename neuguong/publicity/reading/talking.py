"""How long a text takes to tell. Pure."""

from math import ceil

from neuguong.core.text import word_count

# Syllables a minute at which a hall still follows; slower than an announcer, who reads to people at home. Ours, not the plan's.
TOLD_A_MINUTE = 130


def minutes_to_tell(*texts: str) -> int:
    """Whole minutes for telling these texts aloud, at least one when there is anything to tell."""
    syllables = sum(word_count(text) for text in texts)
    return ceil(syllables / TOLD_A_MINUTE)
