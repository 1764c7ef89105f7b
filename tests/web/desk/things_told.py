"""What is told and heard of exemplars: one of each, for whoever tries to reach it."""

from datetime import date

from neuguong.core.actor import Actor
from neuguong.exemplars.models import (
    Evidence,
    Exemplar,
    Nomination,
    ObjectionWindow,
    Recognition,
    WindowEntry,
)
from neuguong.exemplars.operations.messages import Written, pass_message, send_message
from neuguong.exemplars.operations.replications import Follower, tell_replication
from neuguong.ledger.operations.disseminations import open_dissemination
from neuguong.ledger.operations.unit_plans import start_unit_plan
from neuguong.programme.models import Plan
from neuguong.publicity.models import Article, Photo
from neuguong.publicity.operations.attendees import Guest, invite_guests
from neuguong.publicity.operations.event_photos import add_event_photo
from tests import factories as make
from tests.conftest import Cast
from tests.exemplars.rewarding import rows_of_a_reward
from tests.factories import actor, moment
from tests.publicity.hall import Hall
from tests.publicity.test_sessions import entered, held_talk


def of_photos(cast: Cast, plan: Plan) -> dict[str, dict[str, int]]:
    """A photo of Diên Thọ in the library, and one in the dossier of somebody who agreed to its showing."""
    one, file = Exemplar.objects.get(), Evidence.objects.first()
    make.signed_consent(one, cast.office)
    photo = Photo.objects.create(
        plan=plan, unit=cast.dien_tho, file=file.file, digest="f" * 64, width=9, height=9, words="Ảnh", credit="Ai",
        added_at=moment(2025, 3, 4),
    )  # fmt: skip
    picture = make.attach_file(
        make.make_nomination(cast.dien_tho, plan, cast.author, name="Ảnh", sector=plan.sectors.first().code),
        cast.author, at=moment(2025, 3, 4), name="a.jpg", media_type="image/jpeg",
    )  # fmt: skip
    Evidence.objects.filter(pk=picture.pk).update(nomination=one.recognitions.get().nomination)
    text = {"slug": "bai", "title": "Bài", "created_by": cast.author, "created_at": moment(2025, 3, 4)}
    of_article = {"pk": Article.objects.create(plan=plan, unit=cast.dien_tho, **text).pk}
    return {
        **dict.fromkeys(
            [
                "article",
                "article_edit",
                "article_autosave",
                "article_place",
                "article_step",
                "article_pass",
                "article_sign_off",
                "article_revisions",
                "article_preview",
                "article_sheet",
            ],
            of_article,
        ),
        "article_photo": of_article | {"photo": photo.pk, "width": 480},
        **dict.fromkeys(["photo", "photo_picture"], {"pk": photo.pk}),
        "photo_choose": {"pk": one.pk},
        "photo_choose_small": {"pk": one.pk, "evidence_pk": picture.pk},
    }


def of_outlet(cast: Cast) -> dict[str, dict[str, int]]:
    """The loudspeakers of Diên Thọ: something planned, something that ran."""
    outlet = make.make_outlet(cast.dien_tho)
    entry = outlet.planned_runs.create(planned_on=date(2025, 3, 20), title="Gương", recorded_at=moment(2025, 3, 4))
    row = outlet.broadcasts.create(
        title="Gương", ran_on=date(2025, 3, 8), consented=True, recorded_at=moment(2025, 3, 8)
    )
    return {
        "outlet": {"pk": outlet.pk},
        **dict.fromkeys(["planned_run", "planned_run_edit"], {"pk": entry.pk}),
        "broadcast": {"pk": row.pk},
    }


def planned(cast: Cast, plan: Plan) -> dict[str, dict[str, int]]:
    """A draft of Diên Thọ's own plan, and a round in which it tells its staff of the plan above."""
    at = moment(2025, 3, 4)
    draft = start_unit_plan(unit=cast.dien_tho, plan=plan, by=actor(cast.author), at=at)
    told = open_dissemination(unit=cast.dien_tho, plan=plan, points="Mỗi người.", by=actor(cast.head), at=at)
    acts = ("", "_edit", "_renew", "_issue", "_drop", "_remark", "_paper")
    steps = ("", "_know", "_names", "_tick", "_close", "_withdraw", "_list")
    return {
        **dict.fromkeys([f"unit_plan{act}" for act in acts], {"pk": draft.pk}),
        **dict.fromkeys([f"dissemination{step}" for step in steps], {"pk": told.pk}),
    }


def of_speakers(cast: Cast) -> dict[str, dict[str, int]]:
    """Somebody on the roster of Diên Thọ, and a talk of theirs with a picture."""
    talk = held_talk(cast, entered(cast), at=moment(2025, 3, 4))
    return {
        **dict.fromkeys(["speaker", "speaker_edit"], {"pk": talk.speaker_id}),
        **dict.fromkeys(["talk", "talk_file"], {"pk": talk.pk}),
    }


def of_events(cast: Cast, plan: Plan) -> dict[str, dict[str, int]]:
    """A meeting that Diên Thọ announced, and somebody on its list."""
    event = Hall(cast, plan).announced(starts_at=moment(2025, 3, 20), at=moment(2025, 3, 4))
    told = {"by": actor(cast.author), "at": moment(2025, 3, 4)}
    invite_guests(event=event, guests=[Guest("Nguyễn Thị Ba")], part="guest", **told)
    parts = [
        "",
        "_edit",
        "_step",
        "_people",
        "_guests",
        "_exemplars",
        "_write",
        "_cards",
        "_paper",
        "_door",
        "_door_add",
    ]
    parts += [f"_delegates{act}" for act in ("", "_propose", "_add", "_remove", "_invite", "_paper")]
    parts += ["_photos", "_photo_add"]
    photo = add_event_photo(
        event=event, file_name="a.jpg", content=make.jpeg(), caption="Ảnh", agreed_by="", exemplars=[], **told
    )
    return {
        **dict.fromkeys([f"event{part}" for part in parts], {"pk": event.pk}),
        **dict.fromkeys(["event_mark", "event_attendee_remove"], {"pk": event.attendees.get().pk}),
        **dict.fromkeys(["event_photo", "event_photo_remove"], {"pk": photo.pk}),
    }


def of_public_page(nomination: Nomination, cast: Cast) -> dict[str, dict[str, int]]:
    """The public page of somebody recognised by Diên Thọ, with a signed paper."""
    day = date(2025, 3, 14)
    page = Exemplar.objects.create(
        subject=nomination.subject, plan=nomination.plan, slug="do-thi-lanh", name="Đỗ Thị Lành", kind="individual",
        unit=nomination.unit, sector=nomination.sector, year=2025, level="unit", recognised_on=day,
    )  # fmt: skip
    Recognition.objects.create(
        exemplar=page, nomination=nomination, level="unit", unit=nomination.unit, decided_on=day,
        recorded_at=moment(2025, 3, 14),
    )  # fmt: skip
    consent = make.signed_consent(page, cast.office)
    return {
        **dict.fromkeys(["publication", "consent_form", "register_entry"], {"pk": page.pk}),
        "consent_scan": {"pk": consent.pk},
        **heard(page, cast),
    }


def heard(page: Exemplar, cast: Cast) -> dict[str, dict[str, int]]:
    """A place of Diên Thọ that follows somebody of Diên Thọ, and a reader's message that was passed to it."""
    followed = tell_replication(
        exemplar=page, place=cast.dien_tho, follower=Follower("person", "Anh Tư", "2024", "Ủ phân."), code="R",
        form_key="r", by=Actor.public("form:1"), at=moment(2025, 3, 14),
    )  # fmt: skip
    sent = send_message(
        exemplar=page, written=Written("Cảm ơn chị."), code="M", form_key="m", by=Actor.public("form:1"),
        at=moment(2025, 3, 14),
    )  # fmt: skip
    pass_message(message=sent, show=False, by=actor(cast.office), at=moment(2025, 3, 15))
    return {
        **dict.fromkeys(["replication", "replication_file"], {"pk": followed.pk}),
        "exemplar_message": {"pk": sent.pk},
        **rows_of_a_reward(page.plan, cast),
    }


def put_out(nomination: Nomination, cast: Cast) -> WindowEntry:
    """The verified dossier on a list that is open for comments."""
    window = ObjectionWindow.objects.create(
        plan=nomination.plan, opened_on=date(2025, 3, 13), closes_on=date(2025, 3, 27), days=10, opened_by=cast.office,
        opened_at=moment(2025, 3, 13),
    )  # fmt: skip
    words = {"shown_name": "Đỗ Thị Lành", "kind": nomination.kind, "unit": nomination.unit, "sector": nomination.sector}
    return WindowEntry.objects.create(window=window, nomination=nomination, **words)
