"""Giving a unit its squares on the tile map."""

from datetime import datetime
from typing import Any

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.org.enums import Mark
from neuguong.org.models import Unit, UnitTile
from neuguong.org.operations.units_file import Section


@transaction.atomic
def place_tile(
    *, unit: Unit, squares: dict[str, Any], by: Actor, at: datetime, recorded_at: datetime | None = None
) -> UnitTile:
    """Put a life of a unit on the map; whether somebody may is asked by who calls."""
    tile = UnitTile.objects.create(unit=unit, **squares)
    record("place_tile", tile, by=by, at=at, recorded_at=recorded_at, facts={"ref": unit.ref, **squares})
    return tile


def squares_of(section: Section) -> dict[str, Any]:
    """A [[tile]] of a unit file as columns."""
    return {
        "column": section["column"],
        "row": section["row"],
        "wide": section["wide"] or 1,
        "high": section["high"] or 1,
        "mark": section["mark"] or Mark.VERIFIED,
    }
