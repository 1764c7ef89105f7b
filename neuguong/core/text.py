"""Vietnamese text: one spelling for storage, one folded form for search, one key for sorting.

Both databases disagree with Vietnamese readers in different ways (SQLite compares bytes, PostgreSQL has as many
orders as collations, neither folds đ), so the forms are made here and stored beside the text.
"""

import re
import unicodedata

SORT_KEY_LENGTH = 400  # the first 200 letters decide; longer names are cut, so that a column can be sized
MAX_SEARCH_WORDS = 8

# The Icelandic Eth looks like Đ and is what some old fonts and keyboards produce for it.
_D_WITH_STROKE = str.maketrans({"đ": "d", "ð": "d", "Đ": "D", "Ð": "D"})
_ETH_IS_D_STROKE = str.maketrans({"ð": "đ"})
# Both spellings are right and in daily use: lý/lí, kỹ/kĩ, mỹ/mĩ, sỹ/sĩ, quý/quí. The rule looks only to the left,
# so that what one has typed so far stays a prefix of the folded word (quy… finds Quyên).
_Y_OR_I = re.compile(r"\b(qu|[hklmst])y")
_WORD = re.compile(r"[^\W_]+")

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# huyền, hỏi, ngã, sắc, nặng: the order of Vietnamese dictionaries, after the unmarked syllable.
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_SHAPES = {"\u0306", "\u0302", "\u031b"}  # breve, circumflex, horn: they make another letter, not another tone


def nfc(s: str) -> str:
    """The one way text is stored: composed characters, whatever the keyboard sent."""
    return unicodedata.normalize("NFC", s)


def _without_marks(s: str) -> str:
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", s).casefold())
    kept = (c for c in apart if unicodedata.category(c) not in {"Mn", "Cf"})
    return "".join(kept).translate(_D_WITH_STROKE).casefold()


def fold(s: str) -> str:
    """The form for searching: no case, no marks, đ = d, both spellings of y/i alike, words apart by one space.

    Where the tone stands (hòa, hoà) no longer matters once the marks are gone. A folded beginning of a word is the
    beginning of the folded word, so a prefix search over folded text finds it.
    """
    words = _WORD.findall(_without_marks(s))
    return _Y_OR_I.sub(r"\1i", " ".join(words))


def words_to_search(q: str) -> list[str]:
    """The folded words of a query, each once, in the order typed, at most eight."""
    return list(dict.fromkeys(fold(q).split()))[:MAX_SEARCH_WORDS]


def slug(s: str, max_length: int = 80) -> str:
    """Lower-case ASCII words joined by hyphens, for addresses and file names; cut between words."""
    words = re.findall(r"[a-z0-9]+", _without_marks(s))
    result = ""
    for word in words:
        longer = f"{result}-{word}" if result else word[:max_length]
        if len(longer) > max_length:
            break
        result = longer
    return result


def word_count(s: str) -> int:
    """How many words a reader would count: runs without white space that hold a letter or a digit."""
    return sum(1 for run in s.split() if any(c.isalnum() for c in run))


def _code(rank: int) -> str:
    # A letter then a digit: no collation sees a digraph (ch, ll, aa) or a number of several digits in it.
    return "abcdefgh"[rank // 10] + str(rank % 10)


_END, _SPACE, _OTHER = _code(0), _code(1), _code(79)
_DIGIT = {str(n): _code(20 + n) for n in range(10)}
_LETTER = {letter: _code(30 + n) for n, letter in enumerate(_LETTERS)}


def _number_code(digits: str) -> str:
    # The length first, so that Thôn 2 comes before Thôn 10.
    significant = digits.lstrip("0") or "0"
    return _code(10 + min(len(significant), 9)) + "".join(_DIGIT[d] for d in significant)


def _letters_and_tone(word: str) -> tuple[str, int]:
    tone, kept = 0, []
    for c in unicodedata.normalize("NFD", word):
        if c in _TONES:
            tone = _TONES[c]
        elif c in _SHAPES or unicodedata.category(c) != "Mn":
            kept.append(c)
    return nfc("".join(kept)), tone


def _word_code(word: str) -> tuple[str, str]:
    letters, tone = _letters_and_tone(word)
    code = ""
    for part in re.findall(r"[0-9]+|[^0-9]", letters):
        code += _number_code(part) if part[0] in _DIGIT else _LETTER.get(part, _OTHER)
    return code, _code(tone)


def _phrase_code(words: list[str]) -> str:
    codes = [_word_code(word) for word in words]
    return _SPACE.join(letters for letters, _ in codes) + _END + "".join(tone for _, tone in codes)


def sort_key(name: str, person: bool = False) -> str:
    """A key that puts names in Vietnamese order when compared as plain text.

    Letters decide first (a ă â b c d đ …), then tones (ngang, huyền, hỏi, ngã, sắc, nặng). For a person the given
    name, which is written last, decides before surname and middle name. The key holds only [a-h0-9] in codes of two
    characters, so SQLite and every PostgreSQL collation agree on its order. At most `SORT_KEY_LENGTH` characters.
    """
    text = unicodedata.normalize("NFKC", name).casefold().translate(_ETH_IS_D_STROKE)
    words = _WORD.findall(nfc(text))
    if person and words:
        key = _phrase_code(words[-1:]) + _END + _phrase_code(words[:-1])
    else:
        key = _phrase_code(words)
    return key[:SORT_KEY_LENGTH]
