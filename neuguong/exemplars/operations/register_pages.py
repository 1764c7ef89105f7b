"""The register's pages when records are merged: one page per subject and plan is seen, none is ever lost.

A page whose subject is absorbed goes with it to the kept record. When that has a page under the same plan already,
the absorbed one's stays its own but is hidden (`merged_into`): its address leads to the other, which shows the
recognitions of both. Un-merging takes the same way back (ADR 0013).
"""

from collections.abc import Iterable

from neuguong.core.errors import Refused
from neuguong.exemplars.enums import ExemplarState, RecognitionLevel
from neuguong.exemplars.models import Exemplar, Recognition, Subject, SubjectMerge
from neuguong.exemplars.operations.recognition import new_page


def join_pages(kept: Subject, absorbed: Subject) -> list[int]:
    """Bring the absorbed record's pages to the kept one; the ids of those that changed their subject."""
    held = {page.plan_id: page for page in Exemplar.objects.filter(subject=kept)}
    moved = []
    for page in Exemplar.objects.select_for_update().filter(subject=absorbed, merged_into=None).order_by("pk"):
        there = held.get(page.plan_id)
        if there is None:
            page.subject = kept
            page.save(update_fields=["subject"])
            moved.append(page.pk)
            continue
        if ExemplarState.REVOKED in (page.state, there.state):
            raise Refused(f"Công nhận {page.name} theo kế hoạch này đã bị hủy ở một bản ghi nên không gộp được.")
        if page.state != there.state:
            raise Refused("Một trong hai trang đang không công khai. Để cả hai như nhau rồi gộp.")
        Exemplar.objects.filter(merged_into=page).update(merged_into=there)  # pages that page had taken in before
        page.merged_into = there
        page.save(update_fields=["merged_into"])
        settle_page(there)
    return moved


def part_pages(kept: Subject, absorbed: Subject, moved: Iterable[int]) -> None:
    """Give each record its pages back, with the recognitions of the dossiers that are now its own."""
    # A decision that named both at once cannot be split here: whose it was, only a further decision can say.
    if Exemplar.objects.filter(subject=kept, state=ExemplarState.REVOKED).exists():
        raise Refused(f"Công nhận {kept.name} đã bị hủy sau khi gộp nên không bỏ gộp được.")
    if Exemplar.objects.filter(subject=kept, state=ExemplarState.WITHHELD).exists():
        raise Refused(f"Trang của {kept.name} đang không công khai. Công khai lại rồi bỏ gộp.")
    Exemplar.objects.filter(pk__in=list(moved), subject=kept).update(subject=absorbed)
    rows = Recognition.objects.filter(nomination__subject__in=[kept, absorbed])
    for plan_id in sorted(set(rows.values_list("exemplar__plan_id", flat=True))):
        _part(kept, absorbed, plan_id)


def _part(kept: Subject, absorbed: Subject, plan_id: int) -> None:
    """One plan: whoever has recognitions has a page, and each recognition stands on the page of its dossier's subject."""
    pages = {page.subject_id: page for page in Exemplar.objects.filter(subject__in=[kept, absorbed], plan_id=plan_id)}
    rows = Recognition.objects.filter(nomination__plan_id=plan_id).select_related("nomination__subject")
    acts = {one.pk: list(rows.filter(nomination__subject=one).order_by("pk")) for one in (kept, absorbed)}
    for one, other in ((kept, absorbed), (absorbed, kept)):
        if acts[one.pk] and one.pk not in pages:
            spare = pages.pop(other.pk, None) if not acts[other.pk] else None
            pages[one.pk] = _page_for(one, acts[one.pk][0], spare)
    for one in (kept, absorbed):
        if one.pk not in pages:
            continue
        page = pages[one.pk]
        Recognition.objects.filter(pk__in=[act.pk for act in acts[one.pk]]).update(exemplar=page)
        if page.merged_into_id is not None and page.merged_into_id in {other.pk for other in pages.values()}:
            page.merged_into = None
            page.save(update_fields=["merged_into"])
    if absorbed.pk in pages:  # what the absorbed record had itself taken in goes with it
        inside = SubjectMerge.objects.filter(kept=absorbed, undone_at=None).values("absorbed")
        nested = Exemplar.objects.filter(subject__in=inside, plan_id=plan_id, merged_into__isnull=False)
        nested.update(merged_into=pages[absorbed.pk])
    for page in pages.values():
        settle_page(page)


def _page_for(subject: Subject, act: Recognition, spare: Exemplar | None) -> Exemplar:
    """The page that a record lacks: the other's, when all that it was for has gone over, or a new one."""
    if spare is None:
        return new_page(act.nomination)
    spare.subject = subject
    spare.save(update_fields=["subject"])
    return spare


def settle_page(page: Exemplar) -> None:
    """Level, day, year, unit and sector of a page after its recognitions: the highest level, the first of it."""
    rows = Recognition.objects.filter(exemplar=page) | Recognition.objects.filter(exemplar__merged_into=page)
    acts = list(rows.select_related("nomination").order_by("pk"))
    if not acts:
        return
    act = next((one for one in acts if one.level == RecognitionLevel.COUNCIL), acts[0])
    page.level, page.recognised_on, page.year = act.level, act.decided_on, act.decided_on.year
    page.unit_id = act.nomination.unit_id
    page.sector_id = act.nomination.sector_id or page.sector_id
    page.save(update_fields=["level", "recognised_on", "year", "unit", "sector"])
