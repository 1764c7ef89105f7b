"""May this be published, on this channel? One answer for every caller, with exactly what is missing."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from neuguong.core.once import once
from neuguong.exemplars.enums import ConsentChannel, ConsentPurpose, PublicationState
from neuguong.exemplars.models import (
    Claim,
    ClaimQuestion,
    Consent,
    ConsentGrant,
    Evidence,
    Exemplar,
    Nomination,
    Recognition,
    Story,
)
from neuguong.exemplars.queries.claims import SETTLED, PublicClaim, open_points_of, public_claims_of, standing_claims
from neuguong.exemplars.queries.register import corrections_of, page_ids, pages_with, shown
from neuguong.exemplars.reading.statements import statements

PHOTOS = ("image/jpeg", "image/png", "image/webp")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something may be published; `missing` holds one sentence for each thing that is not there."""

    purpose: str
    channel: str
    missing: tuple[str, ...]

    @property
    def allowed(self) -> bool:
        """Nothing is missing."""
        return not self.missing

    @property
    def sentence(self) -> str:
        """Everything that is missing, in words; empty when nothing is."""
        return " ".join(self.missing)

    @property
    def label(self) -> str:
        """The thing in words: what, and where."""
        return f"{ConsentPurpose(self.purpose).label}, {ConsentChannel(self.channel).label}"


@dataclass(frozen=True, slots=True)
class PublicStory:
    """What the public reads of somebody who agreed. `photo_words` is empty when no photo may be shown."""

    paragraphs: tuple[str, ...]
    photo_words: str
    claims: tuple[PublicClaim, ...]


def may_publish(
    exemplar: Exemplar, channel: str, *, on: date, purpose: str = ConsentPurpose.STORY, story: Story | None = None
) -> Verdict:
    """Whether a story or photo may be published on a channel on a day. A photo goes only with its story.

    `story` saves a query when the caller has it already.
    """
    story = story or Story.objects.filter(exemplar=exemplar).select_related("photo").first()
    return Verdict(
        purpose,
        channel,
        (*_of_page(exemplar), *_of_story(story, purpose), *_of_consent(exemplar.pk, channel, purpose, on)),
    )


def verdicts(exemplar: Exemplar, *, on: date) -> tuple[Verdict, ...]:
    """The verdict for every purpose on every channel."""
    story = Story.objects.filter(exemplar=exemplar).select_related("photo").first()
    page = _of_page(exemplar)
    return tuple(
        Verdict(what, where, (*page, *_of_story(story, what), *_of_consent(exemplar.pk, where, what, on)))
        for where in ConsentChannel.values
        for what in ConsentPurpose.values
    )


def consent_missing(exemplar_id: int, channel: str, *, on: date, purpose: str) -> tuple[str, ...]:
    """What of the signed papers alone is missing for a purpose on a channel, whatever is told or shown there."""
    return tuple(_of_consent(exemplar_id, channel, purpose, on))


def may_tell(exemplar: Exemplar, channel: str, *, on: date, purpose: str = ConsentPurpose.STORY) -> Verdict:
    """Whether somebody may be told of on a channel on a day in a text that is read by itself: page, claims, consent."""
    return Verdict(purpose, channel, (*_of_page(exemplar), *_of_consent(exemplar.pk, channel, purpose, on)))


def asks_to_read(exemplar: Exemplar, *, on: date) -> bool:
    """Whether a paper that holds today asks that whatever is told is read by them first."""
    papers = Consent.objects.filter(exemplar__in=pages_with(exemplar.pk), reads_first=True)
    held = Q(withdrawal=None) | Q(withdrawal__withdrawn_on__gt=on)
    return papers.filter(held, given_on__lte=on).exists()


def with_consent(path: str, channel: str, *, on: date, purpose: str = ConsentPurpose.STORY) -> Exists:
    """The rule of `may_tell` about consent as a condition on rows; `path` is a column with the standing page's number.

    Whoever took a paper back means the thing: only what was signed from that day on counts again.
    """
    of_page = Q(consent__exemplar_id=OuterRef(path)) | Q(consent__exemplar__merged_into_id=OuterRef(path))
    rows = ConsentGrant.objects.filter(of_page, channel=channel, purpose=purpose)
    again = Q(consent__exemplar_id=OuterRef(OuterRef(path))) | Q(
        consent__exemplar__merged_into_id=OuterRef(OuterRef(path))
    )
    taken_back = ConsentGrant.objects.filter(
        again, channel=channel, purpose=purpose, consent__withdrawal__withdrawn_on__lte=on,
        consent__withdrawal__withdrawn_on__gt=OuterRef("consent__given_on"),
    )  # fmt: skip
    held = Q(consent__withdrawal=None) | Q(consent__withdrawal__withdrawn_on__gt=on)
    return Exists(rows.filter(held, ~Exists(taken_back), consent__given_on__lte=on))


def _of_page(exemplar: Exemplar) -> list[str]:
    """Still in the register, and nothing of what its dossiers state left unchecked."""
    missing = [] if shown().filter(pk=exemplar.pk).exists() else ["Trang này không còn trong sổ điển hình."]
    return [*missing, *unchecked(exemplar)]


def _of_story(story: Story | None, purpose: str) -> list[str]:
    if story is None:
        return ["Chưa có bài tóm tắt."]
    if purpose == ConsentPurpose.PHOTO and story.photo is None:
        return ["Chưa chọn ảnh."]
    if purpose == ConsentPurpose.PHOTO and story.photo and story.photo.hindrance:
        return [story.photo.hindrance]
    return []


def unchecked(exemplar: Exemplar) -> list[str]:
    """What of the dossiers' claims is still open, in words; nothing where nobody made any claim."""
    dossiers = _recognised_by(exemplar.pk)
    claims = standing_claims(tuple(one.pk for one in dossiers))
    wanting = {one.nomination_id for one in claims if one.state not in SETTLED or one.waits}
    points = open_points_of([one for one in dossiers if one.pk in wanting]) if wanting else {}
    return [f"Hồ sơ {one.number}: {points[one.pk].sentence}" for one in dossiers if one.pk in wanting]


def _of_consent(exemplar_id: int, channel: str, purpose: str, on: date) -> list[str]:
    purposes = [ConsentPurpose.STORY, *([ConsentPurpose.PHOTO] if purpose == ConsentPurpose.PHOTO else [])]
    granted = _grants(exemplar_id)
    return [words for what in purposes if (words := agreement(granted[what, channel], channel, what, on))]


def _grants(exemplar_id: int) -> dict[tuple[str, str], list[tuple[date, date | None]]]:
    """By purpose and channel, the day of each paper that agrees and the day it was taken back; once in a request."""
    columns = ("purpose", "channel", "consent__given_on", "consent__withdrawal__withdrawn_on")
    rows = ConsentGrant.objects.filter(consent__exemplar_id__in=page_ids(exemplar_id)).values_list(*columns)

    def read() -> dict[tuple[str, str], list[tuple[date, date | None]]]:
        found: dict[tuple[str, str], list[tuple[date, date | None]]] = defaultdict(list)
        for purpose, channel, given, ended in rows:
            found[purpose, channel].append((given, ended))
        return found

    return once(("grants", exemplar_id), read)


def agreement(papers: list[tuple[date, date | None]], channel: str, purpose: str, on: date) -> str:
    """What is missing, by the day of each paper and the day it was taken back; empty when the thing is agreed to.

    Whoever takes a paper back means the thing, not the paper: only what was signed from that day on counts again.
    """
    papers = [(given, ended) for given, ended in papers if given <= on]
    taken_back = [(ended, given) for given, ended in papers if ended is not None and ended <= on]
    since = max(taken_back)[0] if taken_back else date.min
    if any(given >= since and (ended is None or ended > on) for given, ended in papers):
        return ""
    what = f"{ConsentPurpose(purpose).label} trên {ConsentChannel(channel).label}"
    if taken_back:
        ended, given = max(taken_back)
        return f"Phiếu đồng ý ngày {given:%d/%m/%Y} cho {what} đã được rút ngày {ended:%d/%m/%Y}."
    return f"Chưa có phiếu đồng ý cho {what}."


def consents_missing(wanted: Collection[tuple[int, str, date]]) -> dict[tuple[int, str, date], str]:
    """For many exemplars at once, each with a channel and a day: what is missing of the consent to the story; one query."""
    pages = {page for page, _, _ in wanted}
    grants = ConsentGrant.objects.filter(
        Q(consent__exemplar__in=pages) | Q(consent__exemplar__merged_into__in=pages), purpose=ConsentPurpose.STORY
    )
    papers: dict[tuple[int, str], list[tuple[date, date | None]]] = defaultdict(list)
    columns = ("consent__exemplar", "consent__exemplar__merged_into", "channel", "consent__given_on")
    for page, joined, channel, given, ended in grants.values_list(*columns, "consent__withdrawal__withdrawn_on"):
        for one in {page, joined} - {None}:
            papers[one, channel].append((given, ended))
    found = {
        (page, channel, on): agreement(papers[page, channel], channel, ConsentPurpose.STORY, on)
        for page, channel, on in wanted
    }
    return {key: words for key, words in found.items() if words}


def dossiers_of(exemplar: Exemplar) -> "QuerySet[Nomination]":
    """The dossiers by which it was recognised."""
    acts = Recognition.objects.filter(exemplar__in=pages_with(exemplar.pk))
    return Nomination.objects.filter(pk__in=acts.values("nomination")).order_by("pk")


def _recognised_by(exemplar_id: int) -> list[Nomination]:
    """The same with what a reading of their claims needs; once in a request."""
    acts = Recognition.objects.filter(exemplar_id__in=page_ids(exemplar_id))
    rows = Nomination.objects.filter(pk__in=acts.values("nomination")).only("number", "achievement_summary")
    return once(("recognised by", exemplar_id), lambda: list(rows.order_by("pk")))


def photos_of(exemplar: Exemplar) -> "QuerySet[Evidence]":
    """Photos of those dossiers that one may be chosen from."""
    found = Evidence.objects.filter(nomination__in=dossiers_of(exemplar).order_by(), removed_at=None)
    return found.filter(file__media_type__in=PHOTOS).select_related("file").order_by("pk")


def public_story(slug: str, *, on: date) -> PublicStory | None:
    """What may be shown on the public page today; one query where nothing was ever published."""
    story = _published(slug)
    if story is None or not may_publish(story.exemplar, ConsentChannel.PORTAL, on=on, story=story).allowed:
        return None
    photo = _photo(story, on)
    told = story.summary.casefold()  # what the dossier states beyond the story was not agreed to
    by_dossier = public_claims_of([one.pk for one in _recognised_by(story.exemplar_id)])
    found = [one for pk in sorted(by_dossier) for one in by_dossier[pk]]
    put_right = [one for one in corrections_of(story.exemplar_id) if one.of_story]
    wrong = [words for one in put_right for words in said_no_more(one.said, one.true)]
    claims = [
        one for one in found if one.text.casefold() in told and not any(words in one.text.casefold() for words in wrong)
    ]
    paragraphs = tuple(line.strip() for line in story.summary.split("\n") if line.strip())
    return PublicStory(paragraphs, story.photo_words if photo else "", tuple(claims))


def stories_told(*, on: date) -> "QuerySet[Story]":
    """The stories that `public_story` shows today, as far as rows can tell: published, agreed to, every claim settled."""
    waits = Exists(ClaimQuestion.objects.filter(claim=OuterRef("pk"), answered_at=None))
    unsettled = Claim.objects.filter(~Q(state__in=SETTLED) | Q(waits), gone_at=None)
    acts = Recognition.objects.filter(
        Q(exemplar=OuterRef("exemplar")) | Q(exemplar__merged_into=OuterRef("exemplar")),
        Exists(unsettled.filter(nomination=OuterRef("nomination"))),
    )
    rows = Story.objects.filter(state=PublicationState.PUBLISHED, exemplar__in=shown().order_by().values("pk"))
    return rows.filter(with_consent("exemplar_id", ConsentChannel.PORTAL, on=on), ~Exists(acts))


def said_no_more(said: str, true: str) -> list[str]:
    """The figures and days that a correction takes back, and its whole words: no claim with them is "checked" any more."""
    gone = [one.text.casefold() for one in statements(said) if one.text.casefold() not in true.casefold()]
    return [*gone, said.strip(" .").casefold()]


def public_photo(slug: str, *, on: date) -> Story | None:
    """The story whose photo may be shown on the public page today."""
    story = _published(slug)
    return story if story is not None and _photo(story, on) else None


def _published(slug: str) -> Story | None:
    stories = Story.objects.filter(exemplar__slug=slug, state=PublicationState.PUBLISHED)
    return stories.select_related("exemplar", "photo").first()


def _photo(story: Story, on: date) -> bool:
    if story.photo is None:
        return False
    return may_publish(story.exemplar, ConsentChannel.PORTAL, on=on, purpose=ConsentPurpose.PHOTO, story=story).allowed


def story_of(exemplar: Exemplar) -> Story | None:
    """What is written for the page, shown or not."""
    return Story.objects.filter(exemplar=exemplar).select_related("photo", "exemplar__plan__unit").first()
