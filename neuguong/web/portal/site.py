"""What every public page knows: which programmes there are, their sectors, what is counted."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.cache import cache

from neuguong.exemplars.queries.register import Counts, Tally, movement_counts, register_version, tally, unit_counts
from neuguong.programme.queries.public import (
    MovementFact,
    Programme,
    SectorFact,
    programmes,
    public_movements,
    public_sectors,
)

_COUNTED = "portal-counts"  # one key: strangers cannot fill the cache that also counts their sign-ins
_COUNTED_FOR = 600  # seconds; a new recognition ends it earlier


@dataclass
class Site:
    """The public site on a day; each part is read when first asked for."""

    request: Any

    @cached_property
    def programmes(self) -> tuple[Programme, ...]:
        """The plans that have begun, the organisation nearest to the top first."""
        return programmes(on=self.request.today)

    @cached_property
    def lead(self) -> Programme | None:
        """The newest plan of the organisation above all others; None when there is no single one."""
        tops = {one.organisation_id: one for one in reversed(self.programmes) if one.depth == self.programmes[0].depth}
        return next(iter(tops.values())) if len(tops) == 1 else None

    @cached_property
    def organisations(self) -> dict[str, str]:
        """Who runs a programme here: data key and name, the nearest to the top first."""
        return {one.organisation_ref: one.organisation for one in self.programmes}

    @cached_property
    def sectors(self) -> tuple[SectorFact, ...]:
        """The sectors of all plans, each code once."""
        return public_sectors(one.plan_id for one in self.programmes)

    @cached_property
    def movements(self) -> tuple[tuple[MovementFact, int], ...]:
        """The emulation movements of all plans, each with how many exemplars were found through it."""
        counted = movement_counts()
        known = public_movements((one.plan_id for one in self.programmes), on=self.request.today)
        return tuple((one, sum(counted.get(pk, 0) for pk in one.ids)) for one in known)

    @cached_property
    def years(self) -> list[int]:
        """From the first plan's first year until this year, newest first."""
        first = min((one.valid_from.year for one in self.programmes), default=self.request.today.year)
        return list(range(self.request.today.year, first - 1, -1))

    @cached_property
    def counted(self) -> tuple[Tally, dict[int, int]]:
        """The whole register by facets, and by unit; counted again after each recognition."""
        version = register_version()
        known = cache.get(_COUNTED)
        if known is None or known[0] != version:
            known = (version, tally(), unit_counts())
            cache.set(_COUNTED, known, _COUNTED_FOR)
        return known[1], known[2]

    @property
    def units(self) -> dict[int, int]:
        """How many exemplars each unit has."""
        return self.counted[1]

    @cached_property
    def counts(self) -> Counts:
        """The numbers of the whole register."""
        return self.counted[0].counts()

    def frame(self) -> dict[str, Any]:
        """What the page frame and its foot show."""
        lead = self.lead
        return {"organisation_name": lead.organisation if lead else "", "programme": lead}
