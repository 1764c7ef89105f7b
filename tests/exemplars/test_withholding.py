"""Police, army, people under threat: recognised and counted, and nowhere in public."""

import pytest

from neuguong.core.errors import BadInput, Refused
from neuguong.core.models import AuditEntry
from neuguong.exemplars.models import Exemplar, Nomination
from neuguong.exemplars.operations.merging import merge_subjects, unmerge_subjects
from neuguong.exemplars.operations.revoking import revoke_exemplar
from neuguong.exemplars.operations.withholding import show_exemplar, withhold_exemplar
from neuguong.exemplars.queries.publication import may_publish
from neuguong.exemplars.queries.register import page_instead, public_exemplar, register, register_version, tally
from tests import factories as make
from tests.exemplars.conftest import in_state
from tests.factories import actor, moment

AT = moment(2025, 4, 10)


@pytest.fixture
def page(cast, kh) -> Exemplar:
    """Lê Văn Thuận, recognised by the Council."""
    in_state("recognised", cast, kh)
    return Exemplar.objects.get()


def withhold(page, cast, who="office", reason="Công an") -> Exemplar:
    return withhold_exemplar(exemplar=page, reason=reason, by=actor(cast[who]), at=AT)


def show(page, cast, who="office", reason="Đã nghỉ hưu") -> Exemplar:
    return show_exemplar(exemplar=page, reason=reason, by=actor(cast[who]), at=AT)


def test_who_is_withheld_is_nowhere_in_public_and_stays_recognised(cast, page):
    before = register_version()
    withhold(page, cast)
    assert (register().count(), tally().counts().total, public_exemplar(page.slug)) == (0, 0, None)
    assert page_instead(page.slug) is None  # not even that there is such a page
    assert register_version() > before
    assert may_publish(page, "portal", on=AT.date()).missing[0].startswith("Trang này không còn trong sổ")
    assert Nomination.objects.get().state == "recognised"
    entry = AuditEntry.objects.get(verb="withhold_exemplar")
    assert "Công an" not in str(entry.facts)


def test_shown_again_it_is_counted_again_at_once(cast, page):
    withhold(page, cast)
    before = register_version()
    show(page, cast)
    assert (register().count(), register_version() > before) == (1, True)


def test_pressed_twice_it_is_once(cast, page):
    withhold(page, cast)
    withhold(page, cast)
    assert AuditEntry.objects.filter(verb="withhold_exemplar").count() == 1


@pytest.mark.parametrize(("reason", "sentence"), [(" ", "Ghi lý do"), ("x" * 301, "không quá 300")])
def test_it_needs_a_reason(cast, page, reason, sentence):
    with pytest.raises(BadInput, match=sentence):
        withhold(page, cast, reason=reason)
    assert register().count() == 1


@pytest.mark.parametrize("act", [withhold, show])
@pytest.mark.parametrize("who", ["author", "head", "chair", "leader", "neighbour", "admin"])
def test_only_the_office_withholds_and_shows(cast, page, act, who):
    if act is show:
        withhold(page, cast)
    with pytest.raises(Refused, match="Chỉ cơ quan thường trực"):
        act(page, cast, who)


def test_a_further_plan_does_not_show_whom_the_office_withholds(cast, kh, page):
    withhold(page, cast)
    later = make.make_plan(cast.district, code="ke-hoach-sau")
    in_state("recognised", cast, later, subject=page.subject, name="", kind="")
    assert (Exemplar.objects.count(), register().count()) == (2, 0)


def test_what_is_withheld_can_still_be_revoked_and_not_shown_afterwards(cast, page):
    withhold(page, cast)
    page.refresh_from_db()
    revoke_exemplar(
        exemplar=page, document_number="90/QĐ", decided_on=AT.date(), reason="Khai sai.", by=actor(cast.office), at=AT
    )
    with pytest.raises(Refused, match="đã hủy công nhận"):
        show(page, cast)


def test_a_merge_shows_nobody_who_is_withheld(cast, kh, page):
    other = in_state("recognised", cast, kh, name="Lê V. Thuận").subject
    withhold(page, cast)
    words = {"kept": other, "absorbed": page.subject, "reason": "Một người.", "by": actor(cast.office), "at": AT}
    with pytest.raises(Refused, match="không công khai"):
        merge_subjects(**words)
    show(page, cast)
    merge = merge_subjects(**words)
    with pytest.raises(Refused, match="trang còn lại"):
        withhold(page, cast)
    withhold(Exemplar.objects.get(subject=other), cast)
    with pytest.raises(Refused, match="rồi bỏ gộp"):
        unmerge_subjects(merge=merge, reason="Hai người.", by=actor(cast.office), at=AT)
    assert register().count() == 0
