"""What an erasure leaves behind below the rows: bytes of files, and values in pages the database no longer uses."""

from datetime import datetime

from django.core.files.storage import default_storage
from django.db import connection, transaction

from neuguong.core import audit
from neuguong.core.actor import Actor
from neuguong.core.enums import FileState
from neuguong.core.file_check import CHECK, GONE
from neuguong.core.immutable import STRUCK
from neuguong.core.models import StoredFile
from neuguong.core.renditions import drawn_beside
from neuguong.core.search import rebuild_words


@transaction.atomic
def forget_file(*, file: StoredFile, by: Actor, at: datetime) -> None:
    """Let nobody open a file any more and forget its name; `remove_erased_bytes` takes the bytes. Twice does no harm.

    Who may, the context asks whose erasure it is part of.
    """
    if file.state != FileState.ERASED:
        CHECK.apply("erase", dossier=file, by=by, at=at, also={"name": STRUCK, "reason": ""})
        audit.record("erase_file", file, by=by, at=at, facts={"digest": file.digest})


def remove_erased_bytes() -> int:
    """Remove from the disk what erased rows still point to; how many rows were done. Bytes that another file has stay.

    Outside a transaction: a path is forgotten only after its bytes are gone, so a killed process is made up for.
    """
    done = 0
    for file in StoredFile.objects.filter(state=FileState.ERASED).exclude(path="").order_by("id"):
        if not StoredFile.objects.filter(path=file.path).exclude(state__in=GONE).exists():
            for path in (*filter(None, (file.path, file.thumbnail)), *drawn_beside(file)):
                default_storage.delete(path)
        done += StoredFile.objects.filter(pk=file.pk).update(path="", thumbnail="")
    return done


def wipe_remnants() -> bool:
    """Write the database anew without what was deleted or replaced; False inside a transaction, where none can.

    SQLite keeps old values in free pages, in its log (WAL) and in the index of words: all three are made anew. PostgreSQL gives
    the dead rows free, and their places are written over in time; docs/operations.md says what takes them at once.
    """
    if connection.in_atomic_block:
        return False
    rebuild_words(connection)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return True
