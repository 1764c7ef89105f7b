"""What a visitor asked of the register, read from the address; what cannot be read is left out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict

from neuguong.exemplars.enums import RecognitionLevel, SubjectKind
from neuguong.exemplars.queries.register import Counts, tally, unit_counts
from neuguong.org.models import Unit
from neuguong.org.queries.units import unit_by_ref
from neuguong.web.portal.places import MAX_PLACES, Place, communes_offered, places_offered
from neuguong.web.portal.site import Site

MAX_WORDS = 120  # letters of a query that are read
NEWEST, BY_NAME = "moi", "ten"
FULLEST = 40  # units offered when there are too many to offer all


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
    unit: Unit | None = None
    kind: str = ""
    year: int | None = None
    level: str = ""
    organisation: str = ""
    order: str = NEWEST

    @property
    def filters(self) -> dict[str, Any]:
        """What is asked, by the names of `register`."""
        return {
            "q": self.q,
            "sector": self.sector,
            "unit": self.unit.ref if self.unit else "",
            "kind": self.kind,
            "year": self.year,
            "level": self.level,
            "organisation": self.organisation,
        }

    @property
    def asks(self) -> bool:
        """Whether anything narrows the register."""
        return any(self.filters.values())


@dataclass(frozen=True, slots=True)
class Numbers:
    """What stands beside the choices. `places` carry no counts when there are too many units to count."""

    counts: Counts
    places: list[Place]
    places_counted: bool


def read_wish(query: QueryDict, site: Site) -> Wish:
    """The wish in an address. Unknown codes fall away, so that an old address still shows something."""
    year = query.get("nam", "")
    return Wish(
        q=" ".join(query.get("q", "").split())[:MAX_WORDS],
        sector=_one_of(query.get("linh-vuc", ""), (sector.code for sector in site.sectors)),
        unit=_unit(query.get("don-vi", "")),
        kind=_one_of(query.get("loai", ""), SubjectKind.values),
        year=int(year) if year in {str(one) for one in site.years} else None,
        level=_one_of(query.get("cap", ""), RecognitionLevel.values),
        organisation=_one_of(query.get("co-quan", ""), site.organisations),
        order=_one_of(query.get("xep", ""), (BY_NAME,)) or NEWEST,
    )


def _unit(ref: str) -> Unit | None:
    return unit_by_ref(ref) if ref and "\x00" not in ref else None


def _one_of(value: str, known: Iterable[str]) -> str:
    return value if value in set(known) else ""


def numbers(wish: Wish, site: Site, *, on: date) -> Numbers:
    """Counts of every facet under the other choices, and the units to choose from."""
    filters = wish.filters
    whole, units = site.counted
    narrowed = {name: filters[name] for name in ("q", "unit", "organisation")}
    left = tally(**narrowed) if any(narrowed.values()) else whole
    sectors = next((one.ids for one in site.sectors if one.code == wish.sector), None)
    counts = left.counts(sectors=sectors, kind=wish.kind, year=wish.year, level=wish.level)
    chosen = [wish.unit] if wish.unit else []
    if len(units) > MAX_PLACES:
        return Numbers(counts, places_offered(chosen, dict(list(units.items())[:FULLEST]), on=on), False)
    others = filters | {"unit": ""}
    counted = unit_counts(**others) if any(others.values()) else units
    always = {unit.pk: unit for unit in [*communes_offered(site.programmes, on=on), *chosen]}
    return Numbers(counts, places_offered(list(always.values()), counted, on=on), True)


def facets(wish: Wish, site: Site, found: Numbers) -> tuple[Facet, ...]:
    """The five questions with their counts, zero ones too; where several organisations share the site, a sixth."""
    counts = found.counts
    unit = wish.unit.ref if wish.unit else ""
    asked = (
        Facet("linh-vuc", "Lĩnh vực", "Mọi lĩnh vực", wish.sector, sector_options(site, counts)),
        Facet(
            "don-vi",
            "Đơn vị",
            "Mọi đơn vị",
            unit,
            tuple(Option(one.ref, named(one), one.count if found.places_counted else None) for one in found.places),
        ),
        Facet("loai", "Cá nhân, tập thể, hộ", "Tất cả", wish.kind, labelled(SubjectKind.choices, counts.kinds)),
        Facet(
            "nam",
            "Năm công nhận",
            "Mọi năm",
            str(wish.year or ""),
            tuple(Option(str(year), f"Năm {year}", counts.years.get(year, 0)) for year in site.years),
        ),
        Facet("cap", "Ai công nhận", "Tất cả", wish.level, labelled(RecognitionLevel.choices, counts.levels)),
    )
    if len(site.organisations) < 2:
        return asked
    named_so = tuple(Option(ref, name) for ref, name in site.organisations.items())
    return (*asked, Facet("co-quan", "Chương trình của", "Mọi cơ quan", wish.organisation, named_so))


def sector_options(site: Site, counts: Counts) -> tuple[Option, ...]:
    """The sectors with how many are left in each."""
    return tuple(Option(one.code, one.name, sum(counts.sectors.get(pk, 0) for pk in one.ids)) for one in site.sectors)


def labelled(known: Iterable[tuple[str, str]], counted: Mapping[str, int]) -> tuple[Option, ...]:
    """Codes with their words, as choices."""
    return tuple(Option(code, label[:1].upper() + label[1:], counted.get(code, 0)) for code, label in known)


def named(place: Place) -> str:
    """A unit's name, with its last day when it has ended: names come back after a reform."""
    return f"{place.name} (đến {place.until:%d/%m/%Y})" if place.until else place.name
