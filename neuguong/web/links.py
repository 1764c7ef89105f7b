"""Addresses and navigation: where a thing is opened, what the rail shows to whom."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core import signing
from django.urls import NoReverseMatch, reverse

from neuguong.core.queries import unread_letters
from neuguong.org.enums import Basis, Role
from neuguong.org.roles import Permission


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the rail and the tab bar."""

    label: str
    url: str
    icon: str
    current: bool
    count: int = 0
    short: str = ""  # for the tab bar of a phone


_ON_ARTICLES = (Permission.WRITE_ARTICLE, Permission.CLEAR_ARTICLE, Permission.PUBLISH_ARTICLE)
# (label, url name, icon, permission that opens it, several of which one is enough, or None)
_RAIL: tuple[tuple[str, str, str, Permission | tuple[Permission, ...] | None], ...] = (
    ("Việc của tôi", "desk:home", "tasks", None),
    ("Hồ sơ giới thiệu", "desk:nominations", "folder", Permission.SEE_DOSSIERS),
    ("Bảng theo dõi", "desk:board", "board", Permission.SEE_BOARD),
    ("Kế hoạch", "desk:plans", "flag", Permission.SEE_BOARD),
    ("Tiêu chuẩn", "desk:standards", "book", Permission.SEE_BOARD),
    ("Báo cáo", "desk:reports", "report", Permission.SEE_DOSSIERS),
    ("Đơn vị", "desk:units", "people", Permission.REORGANISE),
    ("Lời người dân", "desk:suggestions", "megaphone", (Permission.KEEP_LEDGER, Permission.PREPARE_NOMINATION)),
    ("Bài viết", "desk:articles", "pen", _ON_ARTICLES),
    ("Đăng câu chuyện", "desk:publications", "globe", Permission.KEEP_LEDGER),
    ("Sự kiện", "desk:events", "calendar", Permission.SEE_BOARD),
    ("Tuyên truyền", "desk:publicity", "megaphone", Permission.RECORD_PUBLICITY),
    ("Gói quý", "desk:packages", "package", Permission.ISSUE_PACKAGE),
    ("Đôn đốc", "desk:reminders", "bell", Permission.KEEP_LEDGER),
    ("Đối tượng trùng", "desk:duplicates", "eye", Permission.KEEP_LEDGER),
    ("Tài khoản", "desk:people", "people", Permission.MANAGE_ACCOUNTS),
    ("Ủy quyền", "desk:delegate", "forward", Permission.SUBMIT_NOMINATION),
    ("Cổng công khai", "portal:home", "star", None),
)

_SHORT = {
    "desk:home": "Việc",
    "desk:nominations": "Hồ sơ",
    "desk:duplicates": "Trùng",
    "desk:board": "Bảng",
    "desk:packages": "Gói",
    "portal:home": "Cổng",
}
# Pages that belong to an entry of the rail: how the names of their addresses begin.
_PAGES: dict[str, tuple[str, ...]] = {
    "desk:nominations": (
        "desk:nomination",
        "desk:award",
        "desk:evidence",
        "desk:conflict",
        "desk:declaration",
        "desk:recus",
        "desk:substitute_appoint",
    ),
    "desk:duplicates": ("desk:duplicates", "desk:subject"),
    "desk:board": (
        "desk:board",
        "desk:week",
        "desk:obligation",
        "desk:dut",
        "desk:activity",
        "desk:unit_paper",
        "desk:paper",
        "desk:obstacle",
        "desk:clarif",
        "desk:estimate",
    ),
    "desk:packages": ("desk:package",),
    "desk:reminders": ("desk:reminder",),
    "desk:standards": ("desk:standard",),
    "desk:reports": ("desk:report",),
    "desk:plans": ("desk:plans", "desk:plan_", "desk:unit_plan", "desk:dissemination"),
    "desk:articles": ("desk:article", "desk:column", "desk:photo", "desk:reward"),
    "desk:publications": ("desk:publication", "desk:consent"),
    "desk:publicity": (
        "desk:publicity",
        "desk:planned_run",
        "desk:broadcast",
        "desk:reach",
        "desk:outlet",
        "desk:gaps",
        "desk:radio_script",
        "desk:speaker",
        "desk:talk",
    ),
    "desk:events": ("desk:event",),
    "desk:suggestions": ("desk:suggestion", "desk:replication", "desk:exemplar_message", "desk:comment"),
    "desk:units": ("desk:units", "desk:reorganisation"),
    "desk:people": ("desk:people", "desk:person", "desk:membership", "desk:substitute", "desk:council"),
}

# The screen that shows a thing of each type; letters keep only "<type>:<id>".
_SCREENS = {
    "exemplars.nomination": "desk:nomination",
    "exemplars.standard": "desk:standard",
    "exemplars.suggestion": "desk:suggestion",
    "exemplars.replication": "desk:replication",
    "exemplars.rewardrecord": "desk:reward",
    "exemplars.exemplarmessage": "desk:exemplar_message",
    "exemplars.windowentry": "desk:comment_entry",
    "exemplars.exemplar": "desk:publication",
    "exemplars.subject": "desk:subject",
    "publicity.event": "desk:event",
    "publicity.article": "desk:article",
    "org.speaker": "desk:speaker",
    "ledger.package": "desk:package",
    "ledger.report": "desk:report",
    "ledger.obligation": "desk:obligation",
    "ledger.week": "desk:week",
    "ledger.unitpaper": "desk:unit_paper",
    "ledger.reminderletter": "desk:reminder_letter",
    "ledger.obstacle": "desk:obstacle",
    "ledger.estimate": "desk:estimate",
    "ledger.unitplan": "desk:unit_plan",
    "ledger.dissemination": "desk:dissemination",
}

# Somebody outside proves by a signed link that a comment is theirs. It is made when the mail goes out and kept nowhere.
OBJECTION = "exemplars.objection"
CONFIRM_WITHIN = timedelta(days=7)
_comments = signing.TimestampSigner(salt="neuguong.comment")


def comment_behind(token: str) -> int | None:
    """The number of the comment that a link of a mail confirms; None when it is forged or too old."""
    try:
        return int(_comments.unsign(token, max_age=CONFIRM_WITHIN))
    except (signing.BadSignature, ValueError):
        return None


# An invited person answers by a signed link, and the code of the door is signed too: neither is kept anywhere.
ATTENDEE = "publicity.attendee"
_invitations = signing.Signer(salt="neuguong.invitation")
_arrivals = signing.Signer(salt="neuguong.arrival")


def invitation_path(attendee_id: int) -> str:
    """The page on which somebody answers an invitation."""
    return reverse("portal:invitation", args=[_invitations.sign(str(attendee_id))])


def invitation_behind(token: str) -> int | None:
    """The number of the invitation that a link opens; None when it is forged."""
    return _behind(_invitations, token)


def arrival_path(attendee_id: int) -> str:
    """The page of the desk that a code at the door opens."""
    return reverse("desk:event_arrival", args=[_arrivals.sign(str(attendee_id))])


def arrival_behind(token: str) -> int | None:
    """The number of the person whose code was read at the door; None when it is forged."""
    return _behind(_arrivals, token)


def _behind(signer: signing.Signer, token: str) -> int | None:
    try:
        return int(signer.unsign(token))
    except (signing.BadSignature, ValueError):
        return None


def nav_for(request: Any) -> list[NavItem]:
    """The rail of the signed-in person: only what their roles open."""
    match = request.resolver_match
    here = f"{match.namespace}:{match.url_name}" if match else ""
    return [
        NavItem(
            label,
            address,
            icon,
            here.startswith(_PAGES.get(name, (name,))),
            short=_SHORT.get(name, ""),
        )
        for label, name, icon, permission in _RAIL
        if _opens(permission, request.office) and (address := _address(name))
        if name != "desk:delegate" or _heads_a_unit(request.office.grants)
    ]


def _opens(permission: Permission | tuple[Permission, ...] | None, office: Any) -> bool:
    asked = permission if isinstance(permission, tuple) else (permission,)
    return any(one is None or office.may(one) for one in asked)


def _heads_a_unit(grants: Any) -> bool:
    """Whether somebody leads a unit in their own right: what was lent is not lent on."""
    return any(grant.role == Role.UNIT_HEAD and grant.basis == Basis.APPOINTED for grant in grants)


def _address(name: str) -> str:
    """An address by its name; empty for a screen that this site does not have."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def address_of(link: str) -> str:
    """The address of "<type>:<id>", or the desk when the type has no screen."""
    kind, _, key = link.partition(":")
    if kind == OBJECTION and key:
        return reverse("portal:comment_confirm", args=[_comments.sign(key)])
    if kind == ATTENDEE and key:
        return invitation_path(int(key))
    return reverse(_SCREENS[kind], args=[key]) if kind in _SCREENS and key else reverse("desk:home")


def unread_count(account_id: int, but: Collection[str] = ()) -> int:
    """How many notices wait for this person."""
    return unread_letters(account_id).exclude(link__in=but).count() if but else unread_letters(account_id).count()
