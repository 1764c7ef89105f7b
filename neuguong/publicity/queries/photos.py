"""The photo library: who sees which photo at the desk, what stands in its way to the public, its sizes and drawings."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db.models import Q, QuerySet

from neuguong.core.renditions import drawn
from neuguong.exemplars.enums import ConsentChannel, ConsentPurpose
from neuguong.exemplars.models import ConsentGrant, Evidence, Exemplar
from neuguong.exemplars.queries.publication import PHOTOS, consent_missing, photos_of
from neuguong.exemplars.queries.register import shown
from neuguong.org.models import Unit
from neuguong.org.queries.access import scope_of
from neuguong.org.queries.units import units_on
from neuguong.org.roles import Permission
from neuguong.programme.models import Plan
from neuguong.publicity.enums import ArticleState
from neuguong.publicity.models import Article, Photo
from neuguong.publicity.reading.parts import photos_in as photos_named

WIDTHS = (480, 960, 1600)  # a phone, a column, the full width of a page
WHOLE, WIDE, SQUARE = "", "wide", "square"  # the shapes in which a photo is shown
_SHAPES = {WIDE: (16, 9), SQUARE: (1, 1)}
MOST = 50  # exemplars offered at once when a photo is chosen from a dossier


@dataclass(frozen=True, slots=True)
class Size:
    """One drawing of a photo, in real pixels: what `width`, `height` and `srcset` of a page say."""

    width: int
    height: int


def photos_in(plan: Plan) -> "QuerySet[Photo]":
    """What the library of a plan holds, the newest first."""
    found = Photo.objects.filter(plan=plan, removed_at=None)
    return found.select_related("file", "unit", "exemplar").order_by("-pk")


def photo_of(plan: Plan, pk: int) -> Photo | None:
    """One photo of that library; None when it was taken out or never was there."""
    return photos_in(plan).filter(pk=pk).first()


def photos_visible_to(account_id: int, on: date) -> "QuerySet[Photo]":
    """Photos of the units for which this person writes, also what was taken out."""
    scope = scope_of(account_id, Permission.WRITE_ARTICLE, on=on)
    return Photo.objects.filter(scope.q("unit")).select_related("file", "unit", "exemplar", "plan__unit")


def units_with_photos_of(account_id: int, on: date) -> "QuerySet[Unit]":
    """The units for which this person may add photos."""
    scope = scope_of(account_id, Permission.WRITE_ARTICLE, on=on)
    return units_on(on).filter(scope.q("pk")).order_by("sort_key", "pk")


def agreed_exemplars(account_id: int, plan: Plan, on: date) -> "QuerySet[Exemplar]":
    """Of the register, those within this person's reach who agreed to be shown in a photo and have one in a dossier.

    Whether a paper was taken back later, `may_leave_dossier` asks of the one that is chosen.
    """
    scope = scope_of(account_id, Permission.WRITE_ARTICLE, on=on)
    papers = ConsentGrant.objects.filter(
        purpose=ConsentPurpose.PHOTO, channel=ConsentChannel.PORTAL, consent__given_on__lte=on, consent__withdrawal=None
    )
    pictured = Evidence.objects.filter(removed_at=None, file__media_type__in=PHOTOS)
    rows = shown().filter(
        Q(pk__in=papers.values("consent__exemplar")) | Q(merged_pages__in=papers.values("consent__exemplar")),
        scope.q("unit"), plan=plan, recognitions__nomination__in=pictured.values("nomination"),
    )  # fmt: skip
    return rows.select_related("unit").distinct().order_by("sort_key", "pk")


def evidence_to_choose(account_id: int, exemplar: Exemplar, on: date) -> "QuerySet[Evidence]":
    """The photos of its dossiers, for somebody who may choose one; none when consent for photos does not hold today."""
    rows = agreed_exemplars(account_id, exemplar.plan, on).filter(pk=exemplar.pk)
    wrong = consent_missing(exemplar.pk, ConsentChannel.PORTAL, on=on, purpose=ConsentPurpose.PHOTO)
    return photos_of(exemplar) if not wrong and rows.exists() else photos_of(exemplar).none()


def exemplar_meant(plan: Plan, typed: str) -> Exemplar | None:
    """Who of the plan's register is meant by a name, or by the address of the page; None for nobody, or for several."""
    words = typed.strip().rstrip("/")
    rows = shown().filter(Q(slug=words.rpartition("/")[2]) | Q(name__iexact=words), plan=plan)[:2]
    found = list(rows)
    return found[0] if len(found) == 1 else None


def hindrances(photo: Photo, *, on: date, of: Collection[Exemplar] = ()) -> tuple[str, ...]:
    """Why the public may not see a photo on a day, one sentence each; empty when it may.

    `of` are the exemplars of the article that shows it: where somebody is to be seen, each of them has agreed.
    """
    found = ["Ảnh đã được bỏ khỏi kho."] if photo.removed_at else []
    found += [photo.file.hindrance] if photo.file.hindrance else []
    people = {one.pk: one for one in of} if photo.shows_person else {}
    if photo.exemplar:
        people[photo.exemplar.pk] = photo.exemplar
    for one in people.values():
        if not shown().filter(pk=one.pk).exists():
            found.append(f"{one.name}: trang này không còn trong sổ điển hình.")
        found += [
            f"{one.name}: {sentence}"
            for sentence in consent_missing(one.pk, ConsentChannel.PORTAL, on=on, purpose=ConsentPurpose.PHOTO)
        ]
    return tuple(found)


def published_with(photo: Photo) -> Article | None:
    """A published article in which the photo stands, whether it is shown at this moment or not."""
    rows = Article.objects.filter(plan=photo.plan_id, state=ArticleState.PUBLISHED).order_by("pk")
    return next((one for one in rows if photo.pk == one.cover_id or photo.pk in photos_named(one.blocks)), None)


def sizes_of(photo: Photo, shape: str = WHOLE) -> tuple[Size, ...]:
    """The drawings of a photo in a shape, the smallest first; never larger than the photo itself."""
    across, down = _SHAPES.get(shape, (photo.width, photo.height))
    most = min(photo.width, photo.height * across // down, WIDTHS[-1])
    widths = [*(one for one in WIDTHS if one < most), most]
    return tuple(Size(one, max(1, min(photo.height, round(one * down / across)))) for one in widths)


def rendition(photo: Photo, width: int, shape: str = WHOLE) -> Path | None:
    """Where the photo lies in the smallest size that is at least `width` wide, or the largest there is.

    None until the file was checked, and for good once it was refused or erased. Nothing here asks for consent.
    """
    sizes = sizes_of(photo, shape)
    chosen = next((one for one in sizes if one.width >= width), sizes[-1])
    focus = (photo.focal_x, photo.focal_y) if shape else (50, 50)
    return drawn(photo.file, chosen.width, chosen.height, focus)
