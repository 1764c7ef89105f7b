"""How long a text takes to be read aloud on the radio or over loudspeakers."""

from neuguong.core.text import word_count

# Vietnamese is written syllable by syllable, so words apart are syllables. A slow, clear announcer; an office's own measure
# may differ, so every screen says "khoảng".
SYLLABLES_A_MINUTE = 160


def seconds_aloud(text: str) -> int:
    """Whole seconds; a text with a word takes at least one."""
    return -(-word_count(text) * 60 // SYLLABLES_A_MINUTE)
