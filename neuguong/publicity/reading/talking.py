"""How long a text takes to tell a hall, or to read in silence; the speeds are data (`data/doc-phat-thanh.toml`). Pure."""

from math import ceil

from neuguong.core.text import word_count
from neuguong.publicity.reading.speech import speech_rules


def told_a_minute() -> int:
    """Syllables a minute at which a hall still follows."""
    return int(speech_rules()["speed"]["told_per_minute"])


def minutes_to_tell(*texts: str) -> int:
    """Whole minutes for telling these texts aloud, at least one when there is anything to tell."""
    return ceil(sum(word_count(text) for text in texts) / told_a_minute())


def minutes_to_read(*texts: str) -> int:
    """Whole minutes for reading these texts in silence, at least one."""
    return max(1, round(sum(word_count(text) for text in texts) / speech_rules()["speed"]["read_per_minute"]))
