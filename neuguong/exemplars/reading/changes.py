"""Where a marked place of a text stands after the text was changed."""

import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from neuguong.core.text import nfc
from neuguong.exemplars.reading.sentences import Sentence, sentences

Span = tuple[int, int]
Words = tuple[Span, ...]


def carry_over(old_text: str, new_text: str, spans: Sequence[Span]) -> tuple[Span | None, ...]:
    """For each span of the old text its place in the new one; None when the sentence around it was touched or is gone.

    A sentence is the same when its words are, whatever white space stands between them and however their marks are
    composed. The first of several same sentences goes to the first, the second to the second. A span that reaches over
    the end of a sentence, or holds no word, has no place.
    """
    old = sentences(old_text)
    starts = [one.start for one in old]
    where = _places(old_text, old, new_text)
    return tuple(_carried(old_text, new_text, span, old, starts, where) for span in spans)


def _places(old_text: str, old: tuple[Sentence, ...], new_text: str) -> dict[Sentence, Sentence]:
    """Each old sentence that is still there, with the new one it became."""
    waiting: dict[str, list[Sentence]] = defaultdict(list)
    for one in reversed(sentences(new_text)):
        waiting[_key(new_text, one)].append(one)
    found = {}
    for one in old:
        same = waiting[_key(old_text, one)]
        if same:
            found[one] = same.pop()
    return found


def _key(text: str, sentence: Sentence) -> str:
    return nfc(" ".join(text[sentence.start : sentence.end].split()))


def _carried(
    old_text: str, new_text: str, span: Span, old: tuple[Sentence, ...], starts: list[int], where: dict
) -> Span | None:
    start, end = _trimmed(old_text, span)
    number = bisect_right(starts, start) - 1
    if start >= end or number < 0 or end > old[number].end or old[number] not in where:
        return None
    before, after = _words(old_text, old[number]), _words(new_text, where[old[number]])
    new_start = _moved(old_text, before, new_text, after, start)
    new_end = _moved(old_text, before, new_text, after, end, at_end=True)
    return None if new_start is None or new_end is None else (new_start, new_end)


def _trimmed(text: str, span: Span) -> Span:
    start, end = max(0, span[0]), min(len(text), span[1])
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _words(text: str, sentence: Sentence) -> Words:
    found, place = [], sentence.start
    for word in text[sentence.start : sentence.end].split():
        place = text.index(word, place)
        found.append((place, place + len(word)))
        place += len(word)
    return tuple(found)


def _moved(
    old_text: str, before: Words, new_text: str, after: Words, place: int, *, at_end: bool = False
) -> int | None:
    """The new place of an old one: as many words on, and as many letters into the word."""
    number = next(
        n for n, (start, end) in enumerate(before) if (start < place <= end if at_end else start <= place < end)
    )
    start, end = after[number]
    letters = nfc(old_text[before[number][0] : place])
    for cut in range(start, end + 1):
        whole_letter = cut == end or not unicodedata.combining(new_text[cut])
        if whole_letter and nfc(new_text[start:cut]) == letters:
            return cut
    return None
