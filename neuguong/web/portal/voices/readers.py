"""Under an exemplar's page: who follows the example, and a message to them. Without a script, without a cookie."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpResponse

from neuguong.core.actor import Actor
from neuguong.core.errors import BadInput, Refused
from neuguong.exemplars.models import Exemplar, ExemplarMessage, Replication
from neuguong.exemplars.operations import messages, replications
from neuguong.exemplars.queries.messages import messages_full
from neuguong.exemplars.queries.register import standing_page
from neuguong.org.queries.places import units_within
from neuguong.web.portal.voices import gate
from neuguong.web.portal.voices.gate import Pass, voice_page
from neuguong.web.portal.voices.reader_forms import MessageForm, ReplicationForm
from neuguong.web.portal.voices.views import sender_of, voice_answer
from neuguong.web.security import origin_of

LATER = 3600  # seconds after which it is worth trying again
NEXT_REPLICATION = "Đơn vị nơi ấy đến xem, rồi mới đưa lên trang."
NEXT_MESSAGE = "Cơ quan thường trực đọc trước, rồi đơn vị đưa lời bạn tới người nhận."

Taken = Replication | ExemplarMessage


def _page_or_404(slug: str) -> Exemplar:
    page = standing_page(slug)
    if page is None:
        raise Http404
    return page


def _hidden(answer: HttpResponse) -> HttpResponse:
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _reader(request: Any, entry: Pass) -> Actor:
    return Actor.public(f"form:{entry.serial[:8]}", origin=origin_of(request))


def _never_closed() -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Taking:
    """A form under a page: shown, taken in with a receipt, or shown again with everything that was typed and why.

    `closed` says why nothing more is taken in now. It is asked before the sender's address is counted: a flood from
    many addresses then fills no counter.
    """

    request: Any
    page: Exemplar
    form: forms.Form
    template: str
    limit: str
    sent_before: Callable[[str], Taken | None]
    take_in: Callable[[Pass], Taken]
    closed: Callable[[], str] = _never_closed

    def answer(self) -> HttpResponse:
        """What the visitor gets."""
        if self.request.method != "POST":
            return self._again(gate.new_pass(), 200)
        entry = gate.read_pass(self.request.POST.get("token", ""))
        if twin := self.sent_before(entry.serial):
            return self._receipt(twin, entry)
        if self.form.is_valid() and not entry.wrong and not self.form.cleaned_data["website"]:
            return self._tried(entry)
        if self.form.cleaned_data.get("website"):
            self.form.add_error("website", gate.FILLED_TRAP)
        if entry.wrong:
            self.form.add_error(None, entry.wrong)
        return self._again(entry, 400)

    def _tried(self, entry: Pass) -> HttpResponse:
        if later := self.closed() or (gate.TOO_OFTEN if gate.too_often(self.request, self.limit) else ""):
            return self._later(entry, later)
        try:
            return self._receipt(self.take_in(entry), entry)
        except BadInput as wrong:
            self.form.add_error(wrong.field if wrong.field in self.form.fields else None, str(wrong))
            return self._again(entry, 400)
        except Refused as refusal:
            return self._later(entry, str(refusal))

    def _later(self, entry: Pass, sentence: str) -> HttpResponse:
        self.form.add_error(None, sentence)
        answer = self._again(entry, 429)
        answer.headers["Retry-After"] = str(LATER)
        return answer

    def _again(self, entry: Pass, status: int) -> HttpResponse:
        context = {"one": self.page, "form": self.form, "token": entry.token, "taking": True}
        return _hidden(voice_answer(self.request, self.template, context, status))

    def _receipt(self, made: Taken, entry: Pass) -> HttpResponse:
        of_place = isinstance(made, Replication)
        context = {
            "code": gate.spoken(gate.code_of(entry.serial)),
            "kind": "nơi học theo" if of_place else "lời nhắn",
            "received_at": made.told_at if isinstance(made, Replication) else made.sent_at,
            "next": NEXT_REPLICATION if of_place else NEXT_MESSAGE,
            "back": self.page,
        }
        return _hidden(voice_answer(self.request, "portal/voices/receipt.html", context))


@voice_page
def replicate(request: Any, slug: str) -> HttpResponse:
    """A place that follows the example (tôi học theo)."""
    page = _page_or_404(slug)
    units = list(units_within([page.plan.unit_id], on=request.today))
    template = "portal/voices/replicate.html"
    if not units:
        return _hidden(voice_answer(request, template, {"one": page, "taking": False}))
    form = ReplicationForm(request.POST if request.method == "POST" else None, units=units)

    def take_in(entry: Pass) -> Taken:
        data = form.cleaned_data
        told = replications.Follower(
            data["kind"], data["who"], data["since"], data["learned"], data["result"], data["contact"], data["agreed"]
        )
        return replications.tell_replication(
            exemplar=page, place=next(unit for unit in units if str(unit.pk) == data["place"]), follower=told,
            code=gate.code_of(entry.serial), form_key=entry.serial, by=_reader(request, entry), at=request.now,
            sender=sender_of(request),
        )  # fmt: skip

    before = replications.replication_told_before
    return Taking(request, page, form, template, "voice_replication", before, take_in).answer()


@voice_page
def message(request: Any, slug: str) -> HttpResponse:
    """A message to the exemplar, read by the office before anybody else."""
    page = _page_or_404(slug)
    form = MessageForm(request.POST if request.method == "POST" else None)

    def take_in(entry: Pass) -> Taken:
        data = form.cleaned_data
        written = messages.Written(data["words"], data["name"], data["email"], data["may_show"])
        return messages.send_message(
            exemplar=page, written=written, code=gate.code_of(entry.serial), form_key=entry.serial,
            by=_reader(request, entry), at=request.now,
        )  # fmt: skip

    def closed() -> str:
        return messages.FULL if messages_full(page) else ""

    before, template = messages.message_sent_before, "portal/voices/message.html"
    return Taking(request, page, form, template, "voice_message", before, take_in, closed).answer()
