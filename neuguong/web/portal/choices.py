"""What a visitor asked of the register, read from the address; what cannot be read is left out."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from neuguong.exemplars.enums import RecognitionLevel, SubjectKind
from neuguong.exemplars.queries.register import Counts
from neuguong.web.portal.places import Place
from neuguong.web.portal.site import Site

MAX_WORDS = 120  # letters of a query that are read
NEWEST, BY_NAME = "moi", "ten"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a facet, with how many exemplars it would leave."""

    value: str
    label: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """A question with its choices; `chosen` is the one in force, "" for all."""

    name: str
    label: str
    every: str
    chosen: str
    options: tuple[Option, ...]

    @property
    def chosen_label(self) -> str:
        """The choice in force, in words."""
        return next((option.label for option in self.options if option.value == self.chosen), "")


@dataclass(frozen=True, slots=True)
class Wish:
    """Words, facets and order."""

    q: str = ""
    sector: str = ""
    unit: str = ""
    kind: str = ""
    year: int | None = None
    level: str = ""
    order: str = NEWEST

    @property
    def filters(self) -> dict[str, Any]:
        """What is asked, by the names of `register`."""
        return {
            "q": self.q,
            "sector": self.sector,
            "unit": self.unit,
            "kind": self.kind,
            "year": self.year,
            "level": self.level,
        }

    @property
    def asks(self) -> bool:
        """Whether anything narrows the register."""
        return any(self.filters.values())


def read_wish(query: QueryDict, site: Site) -> Wish:
    """The wish in an address. Unknown codes fall away, so that an old address still shows something."""
    year = query.get("nam", "")
    return Wish(
        q=" ".join(query.get("q", "").split())[:MAX_WORDS],
        sector=_one_of(query.get("linh-vuc", ""), (sector.code for sector in site.sectors)),
        unit=query.get("don-vi", "")[:80].replace("\x00", ""),
        kind=_one_of(query.get("loai", ""), SubjectKind.values),
        year=int(year) if year in {str(one) for one in site.years} else None,
        level=_one_of(query.get("cap", ""), RecognitionLevel.values),
        order=_one_of(query.get("xep", ""), (BY_NAME,)) or NEWEST,
    )


def _one_of(value: str, known: Iterable[str]) -> str:
    return value if value in set(known) else ""


def facets(wish: Wish, site: Site, counted: Counts, places: list[Place]) -> tuple[Facet, ...]:
    """The five questions with their counts, zero ones too."""
    sectors = (Option(one.code, one.name, sum(counted.sectors.get(pk, 0) for pk in one.ids)) for one in site.sectors)
    units = (Option(one.ref, named(one), one.count) for one in places)
    kinds = (Option(code, label.capitalize(), counted.kinds.get(code, 0)) for code, label in SubjectKind.choices)
    years = (Option(str(year), f"Năm {year}", counted.years.get(year, 0)) for year in site.years)
    levels = (
        Option(code, label[:1].upper() + label[1:], counted.levels.get(code, 0))
        for code, label in RecognitionLevel.choices
    )
    return (
        Facet("linh-vuc", "Lĩnh vực", "Mọi lĩnh vực", wish.sector, tuple(sectors)),
        Facet("don-vi", "Đơn vị", "Mọi đơn vị", wish.unit, tuple(units)),
        Facet("loai", "Cá nhân, tập thể, hộ", "Tất cả", wish.kind, tuple(kinds)),
        Facet("nam", "Năm công nhận", "Mọi năm", str(wish.year or ""), tuple(years)),
        Facet("cap", "Ai công nhận", "Tất cả", wish.level, tuple(levels)),
    )


def named(place: Place) -> str:
    """A unit's name, with its last day when it has ended: names come back after a reform."""
    return f"{place.name} (đến {place.until:%d/%m/%Y})" if place.until else place.name
