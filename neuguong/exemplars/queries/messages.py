"""Messages to exemplars: who reads them, what waits for whom, whether more are taken in, what the public reads."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from neuguong.exemplars.enums import MessageState as S
from neuguong.exemplars.enums import NotPassed
from neuguong.exemplars.models import Exemplar, ExemplarMessage
from neuguong.exemplars.queries.publication import PublicStory
from neuguong.exemplars.queries.replications import page_is_public
from neuguong.exemplars.reading.manners import labels, limits
from neuguong.org.queries.access import Scope, scope_of
from neuguong.org.roles import Permission

PAGE = 50  # moderating is reading many short ones
SHOWN_AT_ONCE = 8  # of one page; the newest
NAME_LETTERS = 30
_TOLD_UNITS = Q(state__in=[S.PASSED, S.GIVEN])


def _scopes(account_id: int, on: date) -> tuple[Scope, Scope]:
    office = scope_of(account_id, Permission.KEEP_LEDGER, on=on)
    return office, scope_of(account_id, Permission.PREPARE_NOMINATION, on=on)


def _of_unit(scope: Scope) -> Q:
    """Messages to whom this unit introduced: by their own page, or by the one it was joined to."""
    own = Q(exemplar__merged_into=None) & scope.q("exemplar__unit")
    return own | Q(exemplar__merged_into__isnull=False) & scope.q("exemplar__merged_into__unit")


def messages_visible_to(account_id: int, on: date) -> "QuerySet[ExemplarMessage]":
    """The office reads all to its exemplars; a unit's people what was approved for theirs. Nobody else any."""
    office, unit = _scopes(account_id, on)
    return ExemplarMessage.objects.filter(office.q("exemplar__plan__unit") | _of_unit(unit) & _TOLD_UNITS)


def reads_messages(account_id: int, on: date) -> bool:
    """Whether any could ever be this person's to read."""
    return any(scope.units or scope.tops for scope in _scopes(account_id, on))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the list: a state, a code of the rules ("any": with any remark, "none": without), one page of the register."""

    state: str = ""
    flag: str = ""
    exemplar: int | None = None

    def of(self, rows: "QuerySet[ExemplarMessage]") -> "QuerySet[ExemplarMessage]":
        """These rows, narrowed."""
        if self.state:
            rows = rows.filter(state=self.state)
        if self.exemplar:
            rows = rows.filter(exemplar_id=self.exemplar)
        if self.flag == "any":
            return rows.exclude(flags="")
        if self.flag == "none":
            return rows.filter(flags="")
        return rows.filter(flags__contains=f" {self.flag} ") if self.flag else rows


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One line of the list, with the words themselves: they are short."""

    id: int
    name: str
    words: str
    exemplar_id: int
    exemplar: str
    state: str
    state_label: str
    reason: str
    flags: tuple[str, ...]
    may_show: bool
    shown: bool
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class MessageList:
    """One page, the longest waiting first among what is open, the newest first among the rest."""

    rows: tuple[MessageRow, ...]
    total: int
    page: int
    pages: int


def message_list(account_id: int, on: date, wanted: Wanted, *, page: int = 1) -> MessageList:
    """A page of what this person reads; two statements however much there is."""
    found = wanted.of(messages_visible_to(account_id, on))
    total = found.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    order = ("sent_at", "pk") if wanted.state in (S.WAITING, S.PASSED) else ("-sent_at", "-pk")
    start = (page - 1) * PAGE
    rows = found.select_related("exemplar").order_by(*order)[start : start + PAGE]
    return MessageList(tuple(_row(one) for one in rows), total, page, pages)


def _row(one: ExemplarMessage) -> MessageRow:
    return MessageRow(
        one.pk, one.name, one.words, one.exemplar_id, one.exemplar.name, one.state, S(one.state).label,
        NotPassed(one.reason).label if one.reason else "", flag_words(one.flags), one.may_show,
        one.shown_at is not None, one.sent_at,
    )  # fmt: skip


def flag_words(flags: str) -> tuple[str, ...]:
    """What the rules pointed out, in words."""
    names = labels()
    return tuple(names.get(code, code) for code in flags.split())


def messages_full(exemplar: Exemplar) -> bool:
    """Whether so many wait to be read, of one page or of the whole plan, that the next sender is asked to come back.

    Two statements, each stops counting at the limit: a flood costs no more than a quiet day.
    """
    most = limits()
    waiting = ExemplarMessage.objects.filter(state=S.WAITING)
    if waiting.filter(exemplar=exemplar)[: most.messages_of_page].count() >= most.messages_of_page:
        return True
    return waiting.filter(exemplar__plan_id=exemplar.plan_id)[: most.messages_in_all].count() >= most.messages_in_all


@dataclass(frozen=True, slots=True)
class MessageTasks:
    """How many wait for this person to read, and how many to give to who they were written to."""

    to_read: int = 0
    to_give: int = 0


def message_tasks(account_id: int, on: date) -> MessageTasks:
    """Numbers only: a flood would fill any list."""
    office, unit = _scopes(account_id, on)
    waiting = ExemplarMessage.objects.filter(office.q("exemplar__plan__unit"), state=S.WAITING)
    passed = ExemplarMessage.objects.filter(_of_unit(unit), state=S.PASSED)
    reads, gives = office.units or office.tops, unit.units or unit.tops
    return MessageTasks(waiting.count() if reads else 0, passed.count() if gives else 0)


def first_name(name: str) -> str:
    """The last word of a Vietnamese name, which is the one people are called by; empty when there is none."""
    words = [word for word in name.split() if word.replace("-", "").isalpha()]
    return words[-1][:NAME_LETTERS] if words else ""


@dataclass(frozen=True, slots=True)
class PublicMessage:
    """What the public reads of a message: the words, the first name if any, the day."""

    words: str
    name: str
    sent_at: datetime


def public_messages(slug: str, story: PublicStory | None) -> tuple[PublicMessage, ...]:
    """What readers wrote, where sender and office agreed; one query.

    They speak of the person, so they stand only while the person's own story may (`queries.publication.public_story`).
    """
    if story is None:
        return ()
    rows = ExemplarMessage.objects.filter(
        Q(exemplar__slug=slug) | Q(exemplar__merged_into__slug=slug), page_is_public(), _TOLD_UNITS, may_show=True,
        shown_at__isnull=False,
    )  # fmt: skip
    columns = rows.order_by("-shown_at", "-pk").values_list("words", "shown_name", "sent_at")[:SHOWN_AT_ONCE]
    return tuple(PublicMessage(*one) for one in columns)
