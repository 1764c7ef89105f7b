"""How far the audit has come: another number after every act, for next to nothing.

Every operation writes its entry within its own transaction (docs/adr/0007), so who saw one version saw all that was done
until then. Entries without a seal are counted beside the newest seal, because numbers alone deceive: of two acts at once
the one with the smaller number may be committed last.
"""

from dataclasses import dataclass
from functools import cache

from django.db import connection

from neuguong.core.models import AuditEntry

MOST = 2_000  # entries without a seal that are counted; with more nobody sealed for long, and nothing is told


@dataclass(frozen=True, slots=True)
class Version:
    """The newest seal and how many entries came after it; `demo` when the database has a clock of its own."""

    seal: int
    unsealed: int
    demo: bool


def audit_version(*, verbs: tuple[str, ...] = (), contexts: tuple[str, ...] = ()) -> Version | None:
    """What was done so far, but for these verbs and things of these contexts; None when it cannot be told. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_question(verbs, contexts))
        seal, unsealed, demo = cursor.fetchone()
    return None if unsealed >= MOST else Version(seal or 0, unsealed, bool(demo))


@cache
def _question(verbs: tuple[str, ...], contexts: tuple[str, ...]) -> str:
    """Names of our own code, written out: it is asked before every public page, and parameters cost half of it."""
    if not all(name.isidentifier() for name in (*verbs, *contexts)):
        raise ValueError("only names of verbs and contexts")
    but = "".join(f" AND verb <> '{verb}'" for verb in verbs)
    but += "".join(f" AND object_type NOT LIKE '{context}.%'" for context in contexts)
    unsealed = f"SELECT 1 FROM core_auditentry WHERE seal_id IS NULL{but} LIMIT {MOST}"  # noqa: S608
    counted = f"SELECT COUNT(*) FROM ({unsealed}) AS unsealed"  # noqa: S608
    return f"SELECT (SELECT MAX(id) FROM core_auditseal), ({counted}), (SELECT COUNT(*) FROM core_democlock)"  # noqa: S608


def acts_so_far(*, verbs: tuple[str, ...] = (), contexts: tuple[str, ...] = ()) -> int:
    """How many acts there were, but for these: slower than the version, and unmoved by a seal."""
    found = AuditEntry.objects.exclude(verb__in=verbs)
    for name in contexts:
        found = found.exclude(object_type__startswith=f"{name}.")
    return found.count()
