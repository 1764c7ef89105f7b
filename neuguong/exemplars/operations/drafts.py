"""Saving as one types, from any number of browsers, without losing a word."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused
from neuguong.exemplars.models import DraftText, Nomination
from neuguong.exemplars.operations.claims import follow_text
from neuguong.exemplars.operations.words import (
    Words,
    continues,
    last_text,
    prepared,
    remember,
    same_browser,
    take,
    tidy,
)
from neuguong.exemplars.policy import edit_refusal

LONGEST = 60_000


@dataclass(frozen=True, slots=True)
class Edit:
    """What a browser wrote into one field.

    `base_text` is what the browser had from the server before; `client_key` is "<browser>:<serial>", a new serial
    for each edit, so that an edit sent again is known and one browser never disagrees with itself.
    """

    field: str
    text: str
    base_text: str
    client_key: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class DraftSaved:
    """What became of the edits: fields saved, texts held back beside the saved ones, sentences for unusable input."""

    version: int
    saved: tuple[str, ...]
    held_back: tuple[DraftText, ...]
    errors: dict[str, str]  # field -> why its text could not be stored
    texts: dict[str, str]  # what the server now has in each field that was sent


def _same(one: str, other: str) -> bool:
    return tidy(one).strip() == tidy(other).strip()


def _clean(edit: Edit) -> Edit:
    """What a browser sent, made fit for any database."""
    return replace(edit, field=tidy(edit.field), text=tidy(edit.text), client_key=tidy(edit.client_key)[:60])


def _serial(key: str) -> int:
    tail = key.rpartition(":")[2]
    return int(tail) if tail.isascii() and tail.isdecimal() else 0


def _written_at(edit: Edit, nomination: Nomination, at: datetime) -> datetime:
    """The browser's own clock where it can be true: after the dossier was opened, not after now."""
    return edit.written_at if nomination.created_at <= edit.written_at <= at else at


def _hold_back(nomination: Nomination, edit: Edit, by: Actor, at: datetime) -> DraftText:
    """Keep the later arrival aside; its own browser typing on goes on in the same row."""
    aside = DraftText.objects.filter(
        nomination=nomination, field=edit.field, held_back=True, settled_at=None, written_by_id=by.account_id
    ).last()
    if aside and same_browser(aside.client_key, edit.client_key) and continues(aside.text, edit.text):
        aside.text, aside.client_key = edit.text[:LONGEST], edit.client_key
        aside.written_at = _written_at(edit, nomination, at)
        aside.save()
        return aside
    return DraftText.objects.create(
        nomination=nomination,
        field=edit.field,
        text=edit.text[:LONGEST],
        written_by_id=by.account_id,
        written_at=_written_at(edit, nomination, at),
        held_back=True,
        client_key=edit.client_key,
    )


def _one(words: Words, edit: Edit, by: Actor, at: datetime) -> DraftText | None:
    """Put one edit in its place; the text that is held back, when two people wrote at a time."""
    nomination, now = words.nomination, words.read(edit.field)
    known = DraftText.objects.filter(nomination=nomination, client_key=edit.client_key).first()
    if edit.client_key and known is not None:
        return known if known.held_back and known.settled_at is None else None
    if _same(edit.text, now):
        return None
    last = last_text(nomination, edit.field)
    own = last is not None and last.text == now and same_browser(last.client_key, edit.client_key)
    if own and last is not None and _serial(edit.client_key) < _serial(last.client_key):
        return None  # an older edit of the same browser, overtaken on the way by its own successor
    if not own and not _same(edit.base_text, now):
        return _hold_back(nomination, edit, by, at)
    words.write(edit.field, edit.text)
    written_at = _written_at(edit, nomination, at)
    new = words.read(edit.field)
    remember(nomination, edit.field, now, new, by=by, at=written_at, client_key=edit.client_key)
    return None


@transaction.atomic
def save_draft(*, nomination: Nomination, edits: Sequence[Edit], by: Actor, at: datetime) -> DraftSaved:
    """Save what was typed (KH 87 asks for the trích ngang; this keeps it from getting lost).

    An edit whose base is what the server has replaces it. An edit made while somebody else (or the same person in
    another browser) changed the field is held back beside the saved text: both can be read and chosen (`settle_text`).
    An edit sent twice counts once. A field that cannot take its text is told in `errors`; the others are saved.
    Raises Refused when the person may not edit the dossier now.
    """
    take(nomination)
    if refusal := edit_refusal(by, nomination, at):
        raise Refused(refusal)
    words, held, errors = Words(nomination), [], {}
    summary = nomination.achievement_summary
    edits = [_clean(edit) for edit in edits]
    for edit in edits:
        try:
            if aside := _one(words, edit, by, at):
                held.append(aside)
        except BadInput as error:
            errors[edit.field] = str(error)
    saved = tuple(sorted(words.changed))
    if saved:
        words.store(at=at)
        follow_text(nomination, summary, by=by, at=at)
    if saved or held:
        prepared(nomination, "edit", by=by, at=at)
        record("save_draft", nomination, by=by, at=at, facts={"fields": saved, "held_back": [row.pk for row in held]})
    texts = {edit.field: words.read(edit.field) for edit in edits if edit.field not in errors}
    return DraftSaved(nomination.version, saved, tuple(held), errors, texts)


@transaction.atomic
def settle_text(*, text: DraftText, use: bool, by: Actor, at: datetime) -> Nomination:
    """Choose for a text that was held back, or bring an earlier text back: put it in, or leave what stands.

    Neither choice deletes anything. Raises Refused when the person may not edit the dossier now.
    """
    nomination = text.nomination
    take(nomination)
    text.refresh_from_db()
    if refusal := edit_refusal(by, nomination, at):
        raise Refused(refusal)
    if text.held_back and text.settled_at:
        return nomination  # chosen before: a second press changes nothing
    if use:
        words, summary = Words(nomination), nomination.achievement_summary
        now = words.read(text.field)
        words.write(text.field, text.text)
        if words.changed:
            remember(nomination, text.field, now, words.read(text.field), by=by, at=at)
            words.store(at=at)
            follow_text(nomination, summary, by=by, at=at)
    if text.held_back:
        text.settled_at = at
        text.save(update_fields=["settled_at"])
    prepared(nomination, "edit", by=by, at=at)
    record("settle_text", nomination, by=by, at=at, facts={"text": text.pk, "field": text.field, "use": use})
    return nomination
