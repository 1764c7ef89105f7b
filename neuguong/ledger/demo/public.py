"""What follows recognition in public: consents, stories, corrections, revocation; and one check on site before it."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import Any

from neuguong.exemplars.enums import ClaimState
from neuguong.exemplars.models import Claim, Consent, Exemplar
from neuguong.exemplars.operations.checks import VisitWords, record_visit
from neuguong.exemplars.operations.publication import (
    SignedPaper,
    enter_consent,
    publish_story,
    withdraw_consent,
    write_story,
)
from neuguong.exemplars.operations.revoking import correct_exemplar, revoke_exemplar
from neuguong.exemplars.queries.publication import dossiers_of, photos_of
from neuguong.ledger.demo.channels import schedule_channels
from neuguong.ledger.demo.diary import local
from neuguong.ledger.demo.dossiers import Dossier
from neuguong.ledger.demo.pictures import scan
from neuguong.ledger.demo.stories import data_of
from neuguong.ledger.demo.world import World
from neuguong.publicity.operations.photos import Told, choose_photo

OFFICE, EDITOR = "noivu.duc", "bientap"


def schedule_public(world: World, dossiers: Iterable[Dossier]) -> None:
    """Note every act of data/public.toml in the diary, and what then ran on the outlets."""
    found = {dossier.story.name: dossier for dossier in dossiers}
    schedule_channels(world, found)
    rows = data_of("public")
    for row in rows["visit"]:
        world.diary.note(local(row["went"]) + timedelta(hours=3), partial(_visit, world, row, found[row["name"]]))
    acts = {"signed": _publish, "corrected": _correct, "withdrawn": _withdraw, "revoked": _revoke}
    for row in rows["page"]:
        for name, act in acts.items():
            if name in row:
                world.diary.note(local(row[name]), partial(act, world, row, found[row["name"]]))


def _page(dossier: Dossier) -> Exemplar:
    return Exemplar.objects.filter(recognitions__nomination=dossier.row).distinct().get()


def _publish(world: World, row: dict[str, Any], dossier: Dossier) -> None:
    """The signed paper comes in; an hour later the story stands on the portal, in the words that were found right."""
    by, at, page = world.people.actor(OFFICE), local(row["signed"]), _page(dossier)
    paper = SignedPaper(
        giver=row["giver"], signer_name=row.get("signer", row["name"]), relation=row.get("relation", ""),
        given_on=at.date(), grants=[(what, where) for what, where in row["grants"]],
    )  # fmt: skip
    name = f"phieu-dong-y {row['name']}"
    enter_consent(exemplar=page, paper=paper, scan_name="phieu-dong-y.pdf", scan=scan(name), by=by, at=at)
    photo = photos_of(page).first() if "photo_words" in row else None
    story = write_story(
        exemplar=page, summary=_found_right(page), photo=photo.file if photo else None,
        photo_words=row.get("photo_words", ""), by=by, at=at + timedelta(minutes=40),
    )  # fmt: skip
    publish_story(story=story, by=by, at=at + timedelta(hours=1))
    if photo and ("photo", "portal") in paper.grants:
        told = Told(row["photo_words"], "Ảnh minh họa", shows_person=False)
        editor = world.people.actor(EDITOR)
        choose_photo(exemplar=page, file=photo.file, told=told, by=editor, at=at + timedelta(hours=2))


def _found_right(page: Exemplar) -> str:
    """The dossier's text with what the office corrected in it."""
    text = ""
    for nomination in dossiers_of(page):
        text = nomination.achievement_summary
        for claim in Claim.objects.filter(nomination=nomination, gone_at=None, state=ClaimState.CORRECTED):
            text = text.replace(claim.quote, claim.true_text)
    return text


def _correct(world: World, row: dict[str, Any], dossier: Dossier) -> None:
    by, at = world.people.actor(OFFICE), local(row["corrected"])
    correct_exemplar(exemplar=_page(dossier), said=row["said"], true=row["true"], of_story=True, by=by, at=at)


def _withdraw(world: World, row: dict[str, Any], dossier: Dossier) -> None:
    at, consent = local(row["withdrawn"]), Consent.objects.get(exemplar=_page(dossier))
    withdraw_consent(
        consent=consent, withdrawn_on=at.date(), way=row["way"], note=row["note"], by=world.people.actor(OFFICE), at=at
    )


def _revoke(world: World, row: dict[str, Any], dossier: Dossier) -> None:
    at = local(row["revoked"])
    revoke_exemplar(
        exemplar=_page(dossier), document_number=row["decision"], decided_on=at.date(), reason=row["reason"],
        by=world.people.actor(OFFICE), at=at,
    )  # fmt: skip


def _visit(world: World, row: dict[str, Any], dossier: Dossier) -> None:
    went = local(row["went"])
    words = VisitWords(
        visited_at=went, place=row["place"], people_met=row["met"], adverse_asked_of=row["asked"], adverse_found=False,
        opinion=row["opinion"], opinion_words=row["words"],
    )  # fmt: skip
    by = world.people.actor(OFFICE)
    record_visit(
        nomination=dossier.row, words=words, client_key=f"demo {dossier.story.name}", by=by,
        at=went + timedelta(hours=3),
    )  # fmt: skip
