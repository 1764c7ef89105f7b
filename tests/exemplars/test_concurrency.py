"""At the same moment: numbers without gaps, no word lost, one step once. PostgreSQL shows what SQLite hides."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from neuguong.core.errors import Refused
from neuguong.core.models import StateChange
from neuguong.exemplars.models import DraftText, Exemplar, Nomination, NumberSeries
from neuguong.exemplars.operations.drafts import Edit, save_draft
from neuguong.exemplars.operations.nominations import return_nomination, verify_nomination
from tests import factories as make
from tests.exemplars.conftest import draft_of, in_state, recognise
from tests.factories import actor, moment

pytestmark = pytest.mark.django_db(transaction=True)
AT = moment(2025, 3, 11)


def together(*acts: Callable[[], object]) -> list[object]:
    """Do these at once, each in a thread with its own connection; their answers, or the refusals they met."""
    barrier, answers = Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            barrier.wait(timeout=20)
            answers[place] = act()
        except Exception as error:
            answers[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


def test_eight_dossiers_opened_at_once_get_eight_numbers_without_a_gap(cast, kh):
    acts = [lambda n=n: draft_of(cast, kh, name=f"Người {n}").number for n in range(8)]
    assert sorted(map(str, together(*acts))) == [f"HS-2025-000{n}" for n in range(1, 9)]
    assert NumberSeries.objects.get().last == 8


def test_two_people_saving_at_once_lose_no_word(cast, kh):
    nomination = draft_of(cast, kh, achievement_summary="")

    def saves(person: str, text: str) -> Callable[[], object]:
        edit = Edit("achievement_summary", text, "", f"{person}:1", AT)
        return lambda: save_draft(
            nomination=Nomination.objects.get(pk=nomination.pk), edits=[edit], by=actor(cast[person]), at=AT
        )

    together(saves("author", "Có 18 con bò."), saves("head", "Thu 35 tấn."))
    kept = set(DraftText.objects.filter(field="achievement_summary").values_list("text", flat=True))
    assert kept == {"Có 18 con bò.", "Thu 35 tấn."}
    assert DraftText.objects.filter(held_back=True).count() == 1


def test_two_people_saving_different_fields_at_once_both_stand(cast, kh):
    nomination = draft_of(cast, kh)

    def saves(person: str, field: str) -> Callable[[], object]:
        edit = Edit(field, "thôn Gò Đình", "", f"{person}:1", AT)
        return lambda: save_draft(
            nomination=Nomination.objects.get(pk=nomination.pk), edits=[edit], by=actor(cast[person]), at=AT
        )

    together(saves("author", "position"), saves("head", "place"))
    row = Nomination.objects.get(pk=nomination.pk)
    assert (row.position, row.subject.place, row.version) == ("thôn Gò Đình", "thôn Gò Đình", 3)


def test_one_of_two_judgements_made_at_once_stands(cast, kh):
    nomination = in_state("submitted", cast, kh)
    answers = together(
        lambda: verify_nomination(nomination=Nomination.objects.get(pk=nomination.pk), by=actor(cast.office), at=AT),
        lambda: return_nomination(
            nomination=Nomination.objects.get(pk=nomination.pk), note="Thiếu.", by=actor(cast.office_second), at=AT
        ),
    )
    assert sorted(isinstance(one, Refused) for one in answers) == [False, True]
    assert StateChange.objects.filter(step__in=["verify", "return"]).count() == 1


def test_a_double_click_on_send_sends_once(cast, kh):
    nomination = draft_of(cast, kh)
    answers = together(*[lambda: make.send(Nomination.objects.get(pk=nomination.pk), cast.head) for _ in range(4)])
    assert sum(isinstance(one, Refused) for one in answers) == 3
    assert StateChange.objects.filter(step="submit").count() == 1


def test_a_form_sent_twice_at_once_opens_one_dossier(cast, kh):
    answers = together(*[lambda: draft_of(cast, kh, form_key="k1", settled=False).pk for _ in range(4)])
    assert len(set(answers)) == 1
    assert Nomination.objects.count() == 1


def test_two_dossiers_of_one_person_recognised_at_once_share_one_page(cast, kh):
    first = in_state("verified", cast, kh)
    second = in_state("verified", cast, kh, subject=first.subject)

    def recognises(nomination: Nomination) -> Callable[[], object]:
        return lambda: recognise(Nomination.objects.get(pk=nomination.pk), cast)

    answers = together(recognises(first), recognises(second))
    assert [type(answer).__name__ for answer in answers] == ["Recognition", "Recognition"]
    assert Exemplar.objects.filter(subject=first.subject).count() == 1
