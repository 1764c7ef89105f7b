"""Claims follow the text and the evidence: what an edit touched is open again, the rest moves along."""

# ruff: noqa: F401, F811  draft and sent are fixtures of the tests beside

from neuguong.exemplars.models import Claim, Dismissal
from neuguong.exemplars.operations.claim_decisions import (
    check_claim,
    dismiss,
    reject_claim,
)
from neuguong.exemplars.operations.claims import (
    NewProof,
)
from neuguong.exemplars.operations.evidence import recaption, remove
from neuguong.exemplars.operations.nominations import edit_nomination, return_nomination
from neuguong.exemplars.queries.claims import claims_of
from tests import factories as make
from tests.exemplars.test_claims import AT, LATER, SENT, TEXT, bind, claim, draft, sent, state
from tests.factories import actor


def test_a_later_edit_opens_what_it_touched_and_nothing_else(cast, sent):
    office, unit = {"by": actor(cast.office), "at": LATER}, {"by": actor(cast.author), "at": LATER}
    for words in ("tháng 6/2021", "35 tấn"):
        check_claim(claim=claim(sent, words), **office)
    return_nomination(nomination=sent, note="Sửa câu hai.", **office)
    new = TEXT.replace("Mỗi năm thu", "Từ đó, mỗi năm thu được")
    edit_nomination(nomination=sent, changes={"achievement_summary": f"Mở đầu. {new}"}, **unit)
    assert {row.quote: row.state for row in claims_of(sent)} == {
        "tháng 6/2021": "checked", "35 tấn": "supported", "duy nhất": "unsupported",
    }  # fmt: skip
    for row in claims_of(sent):
        assert sent.achievement_summary[row.start : row.end] == row.quote


def test_words_that_left_the_text_take_their_claim_with_them(cast, sent):
    office, unit = {"by": actor(cast.office), "at": LATER}, {"by": actor(cast.author), "at": LATER}
    reject_claim(claim=claim(sent, "duy nhất"), reason="Sai.", **office)
    return_nomination(nomination=sent, note="Bỏ câu sai.", **office)
    edit_nomination(nomination=sent, changes={"achievement_summary": TEXT[: TEXT.index(" Ông là")]}, **unit)
    assert [row.quote for row in claims_of(sent)] == ["tháng 6/2021", "35 tấn"]
    assert Claim.objects.get(quote="duy nhất").state == "rejected"


def test_sentences_that_change_places_take_their_claims_along(cast, draft):
    for words in ("tháng 6/2021", "35 tấn"):
        bind(draft, words, cast.author)
    first, second, third = (part.strip() + "." for part in TEXT.rstrip(".").split(". "))
    edit_nomination(nomination=draft, changes={"achievement_summary": f"{second} {first} {third}"}, by=actor(cast.author), at=AT)  # fmt: skip
    assert [row.quote for row in claims_of(draft)] == ["35 tấn", "tháng 6/2021"]


def test_a_dismissal_ends_when_its_sentence_is_touched(cast, sent):
    start = TEXT.index("35 tấn")
    place = {"matter": "number", "start": start, "end": start + 6, "quote": "35 tấn", "reason": "Ví dụ."}
    dismiss(nomination=sent, by=actor(cast.office), at=LATER, **place)
    return_nomination(nomination=sent, note="x", by=actor(cast.office), at=LATER)
    unit = {"by": actor(cast.author), "at": LATER}
    edit_nomination(nomination=sent, changes={"achievement_summary": "Mở đầu. " + TEXT}, **unit)
    assert Dismissal.objects.get().start == place["start"] + 8
    edit_nomination(nomination=sent, changes={"achievement_summary": TEXT.replace("thu 35", "thu được 35")}, **unit)
    assert Dismissal.objects.get().gone_at == LATER


def test_evidence_that_changes_or_goes_opens_the_claims_that_rest_on_it(cast, draft):
    paper = make.attach_file(draft, cast.author, at=AT)
    bind(draft, "35 tấn", cast.author, NewProof("file", evidence_id=paper.pk, page=9))
    bind(draft, "tháng 6/2021", cast.author)
    make.send(draft, cast.head, at=SENT)
    office, unit = {"by": actor(cast.office), "at": LATER}, {"by": actor(cast.author), "at": LATER}
    for words in ("35 tấn", "tháng 6/2021"):
        check_claim(claim=claim(draft, words), **office)
    return_nomination(nomination=draft, note="Chụp lại sổ.", **office)
    recaption(evidence=paper, caption="Sổ khác", **unit)
    assert (state(draft, "35 tấn"), state(draft, "tháng 6/2021")) == ("supported", "checked")
    remove(evidence=paper, **unit)
    assert (state(draft, "35 tấn"), state(draft, "tháng 6/2021")) == ("unsupported", "checked")
