"""Writing the audit. Reading, sealing and verifying it are in audit_seal.py."""

import hashlib
import json
import secrets
from datetime import datetime
from typing import Any

from django.db import models

from neuguong.core.actor import Actor
from neuguong.core.models import AuditEntry, AuditPersonal


def canonical(value: Any) -> str:
    """One spelling of a JSON value, so that the same content always gives the same digest."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def personal_digest(salt: str, values: Any) -> str:
    """The digest that ties the personal half to its entry."""
    return hashlib.sha256(f"{salt}\n{canonical(values)}".encode()).hexdigest()


def record(
    verb: str,
    thing: models.Model,
    *,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
    facts: dict[str, Any] | None = None,
    personal: dict[str, Any] | None = None,
) -> AuditEntry:
    """Write one entry, inside the transaction of the act it describes.

    `facts` must hold no personal data (ids, codes, states, dates, numbers); names, addresses and texts about
    people go to `personal`, which can be erased lawfully. Changes are given as {"field": [before, after]}.
    """
    private = {"actor": by.name, "origin": by.origin, "proof": by.proof, **(personal or {})}
    private = json.loads(canonical({key: value for key, value in private.items() if value not in ("", None)}))
    salt = secrets.token_hex(16)
    entry = AuditEntry.objects.create(
        effective_at=at,
        recorded_at=recorded_at or at,
        actor=by.reference,
        verb=verb,
        object_type=thing._meta.label_lower,
        object_id=str(thing.pk),
        facts=json.loads(canonical(facts or {})),
        personal_digest=personal_digest(salt, private) if private else "",
    )
    if private:
        AuditPersonal.objects.create(entry=entry, salt=salt, values=private)
    return entry
