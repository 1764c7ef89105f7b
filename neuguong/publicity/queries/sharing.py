"""What of an exemplar leaves the site as a picture or on paper: the share card and the poster, each behind the page's own gate."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from neuguong.core.drawings import kept_drawing
from neuguong.core.papers.pdf import build_pdf, build_picture
from neuguong.core.papers.wording import clean
from neuguong.core.periods import day_begins
from neuguong.core.renditions import drawn
from neuguong.exemplars.enums import ConsentChannel, ConsentPurpose
from neuguong.exemplars.queries.publication import PublicStory, consent_missing, public_photo, public_story
from neuguong.exemplars.queries.register import PublicExemplar, public_exemplar
from neuguong.exemplars.reading.sentences import sentences
from neuguong.publicity.reading.speech import script as read_aloud

DATA = Path(__file__).parents[1] / "data"
CARD, POSTER = DATA / "the-chia-se.typ", DATA / "ap-phich.typ"
CARD_SIZE = (1200, 630)  # what the networks ask for
CARD_PHOTO, POSTER_PHOTO = (440, 630), (1040, 780)
LONGEST = 220  # letters of a sentence that a poster still shows large


@dataclass(frozen=True, slots=True)
class Look:
    """The site's own drawings and name, the same on everything that leaves it."""

    name: str
    sign: Path
    motif: Path
    fonts: Sequence[Path]


@dataclass(frozen=True, slots=True)
class Card:
    """What a share card shows; every word of it stands on the page that it is for."""

    kicker: str
    title: str
    lines: tuple[str, ...]
    publisher: str
    photo: str = ""  # the full path of a picture, only while it may be shown

    @property
    def words(self) -> str:
        """The card in words, for those who do not see it."""
        return ", ".join((self.title, *self.lines, self.publisher))


@dataclass(frozen=True, slots=True)
class Poster:
    """What an A4 poster shows; `sentence` holds something that was checked, or is empty."""

    kicker: str
    title: str
    lines: tuple[str, ...]
    sentence: str
    publisher: str
    recognised_on: date
    photo: str = ""
    photo_words: str = ""


@dataclass(frozen=True, slots=True)
class Script:
    """What is read aloud of an exemplar's story, and how long that takes."""

    title: str
    unit_name: str
    paragraphs: tuple[str, ...]
    seconds: int


def radio_script(
    slug: str, *, on: date, story: PublicStory | None = None, exemplar: PublicExemplar | None = None
) -> Script | None:
    """The story of an exemplar's page for a loudspeaker; None unless the paper agrees to the radio as well as to the page.

    `story` and `exemplar` save their queries when the caller has them already.
    """
    story = story or public_story(slug, on=on)
    one = (exemplar or public_exemplar(slug)) if story else None
    if one is None or story is None:
        return None
    if consent_missing(one.id, ConsentChannel.RADIO, on=on, purpose=ConsentPurpose.STORY):
        return None
    seconds = read_aloud("\n".join((one.name, one.unit_name, *story.paragraphs)), slot=None).full_seconds
    return Script(one.name, one.unit_name, story.paragraphs, seconds)


def exemplar_card(slug: str, *, on: date) -> Card | None:
    """The card of an exemplar's page; None for a page that the public does not see. The photo only while it may be shown."""
    one = public_exemplar(slug)
    if one is None:
        return None
    kicker = f"Điển hình tiên tiến, {one.sector_name[:1].lower()}{one.sector_name[1:]}"
    lines = (one.unit_name, f"Được công nhận năm {one.year}")
    return Card(kicker, one.name, lines, one.organisation, _photo(slug, on, *CARD_PHOTO))


def exemplar_poster(slug: str, *, on: date) -> Poster | None:
    """The poster of an exemplar's page, as `exemplar_card`; with a sentence of the story in which something was checked."""
    one, story = public_exemplar(slug), public_story(slug, on=on)
    if one is None:
        return None
    last = one.recognitions[-1] if one.recognitions else None
    paper = f", Quyết định số {last.document_number}" if last and last.document_number else ""
    lines = (one.unit_name, f"Được công nhận năm {one.year}{paper}")
    return Poster(
        f"Điển hình tiên tiến, {one.sector_name[:1].lower()}{one.sector_name[1:]}", one.name, lines,
        checked_sentence(story) if story else "", one.organisation, one.recognised_on,
        _photo(slug, on, *POSTER_PHOTO), story.photo_words if story else "",
    )  # fmt: skip


def checked_sentence(story: PublicStory) -> str:
    """The first sentence of a story that holds a checked claim and is short enough for a wall; empty when there is none."""
    for paragraph in story.paragraphs:
        for part in sentences(paragraph):
            words = paragraph[part.start : part.end]
            if len(words) <= LONGEST and any(claim.text.casefold() in words.casefold() for claim in story.claims):
                return words
    return ""


def _photo(slug: str, on: date, width: int, height: int) -> str:
    story = public_photo(slug, on=on)
    path = drawn(story.photo, width, height) if story and story.photo else None
    return str(path) if path else ""


def card_picture(card: Card, look: Look) -> Path:
    """The card as a JPEG of `CARD_SIZE`; drawn once for the same words and photo."""
    shows = _cleaned(asdict(card)) | {"name": look.name}
    shows["longest"] = max(shows["title"].split(), key=len, default="")
    files = {"sign": str(look.sign), "motif": str(look.motif)}
    draw = lambda: build_picture(CARD, shows | files, fonts=look.fonts)  # noqa: E731
    return kept_drawing({"card": shows}, "jpg", draw)


def poster_paper(poster: Poster, look: Look, *, address: str, qr: str) -> Path:
    """The poster as a PDF on A4; `qr` is an SVG that leads to `address`. Drawn once for the same words and photo.

    The file is dated with the day of the recognition, so that the same poster is the same file on every day.
    """
    made_at = day_begins(poster.recognised_on)
    shows = _cleaned(asdict(poster)) | {"name": look.name, "address": address}
    files = {"sign": str(look.sign), "motif": str(look.motif), "qr": qr}
    draw = lambda: build_pdf(POSTER, shows | files, fonts=look.fonts, made_at=made_at)  # noqa: E731
    return kept_drawing({"poster": shows}, "pdf", draw)


def _cleaned(words: Mapping[str, Any]) -> dict[str, Any]:
    """Without the signs that no font draws and no paper holds."""
    return {
        name: [clean(one) for one in value] if isinstance(value, tuple) else clean(str(value))
        for name, value in words.items()
    }
