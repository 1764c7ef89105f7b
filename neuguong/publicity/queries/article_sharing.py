"""What of an article leaves the site as a picture, on paper or over the air; each behind the one gate of articles."""

from datetime import date, datetime

from neuguong.core.periods import local_day
from neuguong.core.renditions import drawn
from neuguong.exemplars.enums import ConsentChannel, ConsentPurpose
from neuguong.exemplars.queries.publication import consent_missing
from neuguong.exemplars.queries.rewards import reward_consent_missing
from neuguong.publicity.enums import BlockType
from neuguong.publicity.models import Article
from neuguong.publicity.queries.article_view import ArticleView, article_view, lines_aloud, may_show_photo
from neuguong.publicity.queries.articles import exemplars_of, public_articles, rewards_of
from neuguong.publicity.queries.sharing import CARD_PHOTO, LONGEST, POSTER_PHOTO, Card, Poster, Script
from neuguong.publicity.reading.speech import script as read_aloud

NAMES = 2  # of those told about, named on a card; the others are counted


def public_article(slug: str, *, at: datetime) -> Article | None:
    """The article at an address, while the public may see it."""
    rows = public_articles(at=at).filter(slug=slug)
    return rows.select_related("plan__unit", "unit", "column").first()


def article_card(article: Article, *, at: datetime) -> Card:
    """The card of an article's page. The cover only while everybody to be seen in it agrees."""
    view = article_view(article, on=local_day(at))
    lines = (article.share_words or _about(view), _where(view))
    return Card(_kicker(view), view.title, lines, article.plan.unit.name, _cover(article, at, *CARD_PHOTO))


def article_poster(article: Article, *, at: datetime) -> Poster:
    """The poster of an article, with its first checked claim."""
    view = article_view(article, on=local_day(at))
    claims = (one.text for one in view.blocks if one.kind == BlockType.CLAIM and 0 < len(one.text) <= LONGEST)
    assert view.publish_at is not None  # noqa: S101  it is public, so it has its hour
    photo = _cover(article, at, *POSTER_PHOTO)
    return Poster(
        _kicker(view), view.title, (_about(view), _where(view)), next(claims, ""), article.plan.unit.name,
        local_day(view.publish_at), photo, view.cover.words if photo and view.cover else "",
    )  # fmt: skip


def article_script(article: Article, *, at: datetime) -> Script | None:
    """The article as it is read aloud; None unless everybody in it agrees to the radio as well as to the page."""
    if not on_the_air(article, on=local_day(at)):
        return None
    view = article_view(article, on=local_day(at))
    lines = lines_aloud(view)
    seconds = read_aloud("\n".join((view.title, *lines)), slot=None).full_seconds
    return Script(view.title, _where(view), lines, seconds)


def on_the_air(article: Article, *, on: date) -> bool:
    """Whether everybody in it agreed to the radio too."""
    if (rewards := rewards_of(article)) and reward_consent_missing(rewards, ConsentChannel.RADIO, on=on):
        return False
    return not any(
        consent_missing(one.pk, ConsentChannel.RADIO, on=on, purpose=ConsentPurpose.STORY)
        for one in exemplars_of(article)
    )


def _kicker(view: ArticleView) -> str:
    form = f"{view.form[:1].upper()}{view.form[1:]}"
    return f"{form}, {view.column[1]}" if view.column else form


def _about(view: ArticleView) -> str:
    """Whom it is about; beyond two the others are counted."""
    names = [one.name for one in view.about]
    if len(names) <= NAMES:
        return " và ".join(names)
    what = "điển hình" if all(one.slug for one in view.about) else "trường hợp"
    return f"{', '.join(names[:NAMES])} và {len(names) - NAMES} {what} khác"


def _where(view: ArticleView) -> str:
    units = list(dict.fromkeys(one.unit for one in view.about))
    day = f"{local_day(view.publish_at):%d/%m/%Y}" if view.publish_at else ""
    return ", ".join([*units[:NAMES], day] if day else units[:NAMES])


def _cover(article: Article, at: datetime, width: int, height: int) -> str:
    photo = may_show_photo(article, article.cover_id, on=local_day(at)) if article.cover_id else None
    path = drawn(photo.file, width, height, (photo.focal_x, photo.focal_y)) if photo else None
    return str(path) if path else ""
