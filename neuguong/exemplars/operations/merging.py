"""Making two records of one subject one, and two again; deciding that two records are not one."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.text import fold
from neuguong.exemplars.enums import PairState
from neuguong.exemplars.models import DuplicatePair, MovedNomination, Nomination, Subject, SubjectMerge
from neuguong.exemplars.operations.likely import look_for_duplicates
from neuguong.exemplars.operations.register_pages import join_pages, part_pages
from neuguong.exemplars.operations.words import index, index_subject, tidy
from neuguong.exemplars.policy import tends_subjects
from neuguong.exemplars.queries.subjects import later_dossiers
from neuguong.exemplars.reading.likeness import POSSIBLE
from neuguong.exemplars.workflows import PAIR

FIELDS = ("name", "form_of_address", "birth_year", "place")  # what a record says of its subject; the unit stays
LONGEST = 2_000
KEPT, ABSORBED = "kept", "absorbed"


def _reason(text: str, sentence: str) -> str:
    text = tidy(text).strip()
    if not text:
        raise BadInput(sentence, field="reason")
    if len(text) > LONGEST:
        raise BadInput("Lý do không quá 2.000 ký tự.", field="reason")
    return text


def _locked(*subjects: Subject) -> list[Subject]:
    """The rows of these subjects in the order given, locked in one order, so that two merges never wait crosswise."""
    rows = Subject.objects.select_for_update(of=("self",)).select_related("unit").order_by("pk")
    found = {row.pk: row for row in rows.filter(pk__in=[one.pk for one in subjects])}
    return [found[one.pk] for one in subjects]


def _locked_dossiers(*subjects: Subject) -> set[int]:
    """Lock the dossiers of these subjects, always before the subjects themselves: judging a dossier does the same."""
    rows = Nomination.objects.select_for_update(of=("self",)).filter(subject__in=subjects).order_by("pk")
    return set(rows.values_list("pk", flat=True))


def _check_unmoved(seen: set[int], *subjects: Subject) -> None:
    if seen != set(Nomination.objects.filter(subject__in=subjects).values_list("pk", flat=True)):
        raise Stale("Vừa có hồ sơ mới về đối tượng này. Tải lại trang rồi làm tiếp.")


def _absorption(subject: Subject) -> SubjectMerge | None:
    """The merge by which a subject is absorbed now."""
    return SubjectMerge.objects.filter(absorbed=subject, undone_at=None).select_related("kept").first()


def _check_free(subject: Subject) -> None:
    if merge := _absorption(subject):
        raise Stale(
            f"“{subject.name}” đã được gộp vào “{merge.kept.name}” ngày {merge.merged_at:%d/%m/%Y}. "
            "Mở đối tượng ấy để làm tiếp."
        )


def _pair(one: Subject, other: Subject, at: datetime) -> DuplicatePair:
    """The row about these two, locked; made when somebody pairs what no search has found."""
    first, second = sorted((one, other), key=lambda row: row.pk)
    DuplicatePair.objects.get_or_create(
        first=first, second=second, defaults={"certainty": POSSIBLE, "reasons": [], "found_at": at}
    )
    rows = DuplicatePair.objects.select_for_update(of=("self",)).select_related("first__unit", "second__unit")
    return rows.get(first=first, second=second)


def snapshot(subject: Subject) -> dict[str, Any]:
    """What a record says of its subject."""
    return {name: getattr(subject, name) for name in FIELDS}


@transaction.atomic
def merge_subjects(
    *, kept: Subject, absorbed: Subject, reason: str, by: Actor, at: datetime, take: Iterable[str] = ()
) -> SubjectMerge:
    """Let one record take in another that speaks of the same subject: all dossiers and pages become the kept one's.

    `take` names the fields whose words come from the absorbed record. Nothing is deleted: the absorbed row stays as
    it is, each dossier's former subject is written down, and `unmerge_subjects` takes all of it back.
    Raises Refused (not theirs, another kind), Stale (already merged), BadInput (no reason, one and the same).
    """
    if kept.pk == absorbed.pk:
        raise BadInput("Chọn hai đối tượng khác nhau để gộp.", field="kept")
    if refusal := tends_subjects(by, _fresh(kept, absorbed), at):
        raise Refused(refusal)
    reason = _reason(reason, "Ghi căn cứ để gộp, ví dụ: đã hỏi thôn, cùng một người.")
    seen = _locked_dossiers(kept, absorbed)
    kept, absorbed = _locked(kept, absorbed)
    _check_free(kept)
    _check_free(absorbed)
    _check_unmoved(seen, kept, absorbed)
    change = PAIR.apply("merge", dossier=_pair(kept, absorbed, at), by=by, at=at, note=reason)
    before = snapshot(kept)
    for name in set(take) & set(FIELDS):
        setattr(kept, name, getattr(absorbed, name))
    index_subject(kept).save()
    merge = SubjectMerge.objects.create(
        kept=kept, absorbed=absorbed, reason=change.note, before=before, after=snapshot(kept),
        newest_before=Nomination.objects.aggregate(newest=Max("pk"))["newest"] or 0, merged_by_id=by.account_id,
        merged_at=at,
    )  # fmt: skip
    moved = _move(merge, Nomination.objects.filter(subject=absorbed), kept, also_found_as=absorbed.name)
    merge.moved_pages = join_pages(kept, absorbed)
    merge.save(update_fields=["moved_pages"])
    DuplicatePair.objects.filter(state=PairState.OPEN, first=absorbed).delete()
    DuplicatePair.objects.filter(state=PairState.OPEN, second=absorbed).delete()
    look_for_duplicates(subject=kept, at=at)
    record(
        "merge_subjects", merge, by=by, at=at,
        facts={"kept": kept.pk, "absorbed": absorbed.pk, "nominations": moved, "pages": merge.moved_pages},
        personal={"reason": reason, "names": [kept.name, absorbed.name], "fields": [before, snapshot(kept)]},
    )  # fmt: skip
    return merge


def _fresh(*subjects: Subject) -> list[Subject]:
    rows = {row.pk: row for row in Subject.objects.select_related("unit").filter(pk__in=[one.pk for one in subjects])}
    return [rows[one.pk] for one in subjects]


def _move(
    merge: SubjectMerge, dossiers: Any, target: Subject, *, also_found_as: str = "", undoing: bool = False
) -> list[int]:
    """Let these dossiers be about `target`, remembering about whom they were; their numbers of row."""
    moved = []
    for nomination in dossiers.select_related("subject", "unit", "initiative").order_by("pk"):
        MovedNomination.objects.create(
            merge=merge, nomination=nomination, before_id=nomination.subject_id, undoing=undoing
        )
        nomination.subject = target
        index(nomination)
        nomination.search_text = f"{nomination.search_text} {fold(also_found_as)}".strip()
        nomination.version += 1  # whoever has the page open sees that something changed
        nomination.save(update_fields=["subject", "search_text", "sort_key", "version"])
        moved.append(nomination.pk)
    return moved


@transaction.atomic
def unmerge_subjects(
    *,
    merge: SubjectMerge,
    reason: str,
    by: Actor,
    at: datetime,
    goes_to: Mapping[int, str] | None = None,
    edits_to: Mapping[str, str] | None = None,
) -> SubjectMerge:
    """Make two records again. What the merge moved goes back by itself; what came later lands where a person says.

    `goes_to` says for each dossier added since ("kept" or "absorbed") whose it is; every one must be named.
    `edits_to` says the same for each field of the record that was changed since; unnamed, it stays with the kept one.
    Dossiers not yet sent that the person may not see go to the record of their own unit, otherwise they stay.
    Raises Refused (not theirs, merged on since), Stale (undone before), BadInput (no reason, a dossier unnamed).
    """
    goes_to, edits_to = dict(goes_to or {}), dict(edits_to or {})
    if refusal := tends_subjects(by, _fresh(merge.kept, merge.absorbed), at):
        raise Refused(refusal)
    reason = _reason(reason, "Ghi lý do bỏ gộp.")
    seen = _locked_dossiers(merge.kept)
    kept, absorbed = _locked(merge.kept, merge.absorbed)
    merge = SubjectMerge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if merge.undone_at is not None:
        raise Stale("Lần gộp này đã được bỏ trước đó.")
    if onward := _absorption(kept):
        raise Refused(
            f"“{kept.name}” đã được gộp tiếp vào “{onward.kept.name}” ngày {onward.merged_at:%d/%m/%Y}. "
            "Bỏ lần gộp ấy trước."
        )
    _check_unmoved(seen, kept)
    back = _going_back(merge, goes_to, by, at)
    PAIR.apply("unmerge", dossier=_pair(kept, absorbed, at), by=by, at=at, note=reason)
    edits = _part_fields(merge, kept, absorbed, edits_to)
    index_subject(kept).save()
    index_subject(absorbed).save()
    moved = _move(merge, Nomination.objects.filter(pk__in=back), absorbed, undoing=True)
    for nomination in Nomination.objects.filter(subject=kept).select_related("subject", "unit", "initiative"):
        index(nomination).save(update_fields=["search_text", "sort_key"])
    merge.undone_at, merge.undone_by_id, merge.undone_reason = at, by.account_id, reason
    merge.save(update_fields=["undone_at", "undone_by", "undone_reason"])
    part_pages(kept, absorbed, merge.moved_pages)
    look_for_duplicates(subject=kept, at=at)
    look_for_duplicates(subject=absorbed, at=at)
    record(
        "unmerge_subjects", merge, by=by, at=at,
        facts={"kept": kept.pk, "absorbed": absorbed.pk, "nominations": moved, "edits": edits},
        personal={"reason": reason, "names": [kept.name, absorbed.name]},
    )  # fmt: skip
    return merge


def _going_back(merge: SubjectMerge, goes_to: Mapping[int, str], by: Actor, at: datetime) -> set[int]:
    """The dossiers that become the absorbed record's: its own, and those added since that were said to be its."""
    came = MovedNomination.objects.filter(merge=merge, undoing=False).values_list("nomination_id", flat=True)
    back = set(Nomination.objects.filter(subject=merge.kept_id, pk__in=came).values_list("pk", flat=True))
    later = later_dossiers(merge, by.account_id or 0, at)
    if missing := [row.number for row in later.seen if goes_to.get(row.id) not in (KEPT, ABSORBED)]:
        raise BadInput(f"Chọn đối tượng cho từng hồ sơ lập sau khi gộp: {', '.join(missing)}.", field="goes_to")
    back |= {row.id for row in later.seen if goes_to[row.id] == ABSORBED}
    return back | set(later.unseen_of_absorbed)


def _part_fields(merge: SubjectMerge, kept: Subject, absorbed: Subject, edits_to: Mapping[str, str]) -> dict[str, str]:
    """Undo what the merge wrote; a later edit goes to whom the person says. Which field went where."""
    told = {}
    for name in FIELDS:
        now = getattr(kept, name)
        if now == merge.after.get(name):
            setattr(kept, name, merge.before.get(name))
        elif edits_to.get(name) == ABSORBED:
            setattr(absorbed, name, now)
            setattr(kept, name, merge.before.get(name))
            told[name] = ABSORBED
        else:
            told[name] = KEPT
    return told


def _decide(step: str, one: Subject, other: Subject, note: str, by: Actor, at: datetime) -> DuplicatePair:
    if one.pk == other.pk:
        raise BadInput("Chọn hai đối tượng khác nhau.", field="other")
    if refusal := tends_subjects(by, _fresh(one, other), at):
        raise Refused(refusal)
    one, other = _locked(one, other)
    _check_free(one)
    _check_free(other)
    pair = _pair(one, other, at)
    PAIR.apply(step, dossier=pair, by=by, at=at, note=tidy(note)[:LONGEST])
    record(
        f"{step}_pair", pair, by=by, at=at, facts={"first": pair.first_id, "second": pair.second_id},
        personal={"note": tidy(note).strip()},
    )  # fmt: skip
    return pair


@transaction.atomic
def dismiss_pair(*, one: Subject, other: Subject, by: Actor, at: datetime, note: str = "") -> DuplicatePair:
    """Say that two records are two subjects; it is remembered and not asked again. Raises Refused, Stale."""
    return _decide("dismiss", one, other, note, by, at)


@transaction.atomic
def reopen_pair(*, one: Subject, other: Subject, by: Actor, at: datetime, note: str = "") -> DuplicatePair:
    """Put a decision back in question. Raises Refused, Stale."""
    return _decide("reopen", one, other, note, by, at)
