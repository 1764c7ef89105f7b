"""Who writes, clears and publishes articles, and what must be so before."""

from datetime import datetime

from neuguong.core.actor import Actor
from neuguong.core.periods import local_day
from neuguong.org.models import Unit
from neuguong.org.queries.access import can
from neuguong.org.roles import Permission
from neuguong.programme.queries.publicity import clearing_units
from neuguong.publicity.models import Article
from neuguong.publicity.queries.articles import hands_in
from neuguong.publicity.queries.gate import not_signed_off, read_article

NOT_A_WRITER = "Chỉ biên tập viên của đơn vị viết và sửa bài này."
NOT_A_CLEARER = "Chỉ người duyệt nội dung của cơ quan mà kế hoạch giao mới duyệt bài."
OWN_TEXT = "Người đã viết hoặc sửa bài không tự duyệt bài ấy."


def writes_article(actor: Actor, article: Article, at: datetime) -> str | None:
    """The editors of its unit."""
    return None if _can(actor, Permission.WRITE_ARTICLE, article.unit, at) else NOT_A_WRITER


def clears_article(actor: Actor, article: Article, at: datetime) -> str | None:
    """Who clears contents at an agency that the plan names; where it names none, at the plan's own unit."""
    units = clearing_units(article.plan, at=at) or [article.plan.unit]
    return None if any(_can(actor, Permission.CLEAR_ARTICLE, unit, at) for unit in units) else NOT_A_CLEARER


def did_not_write(actor: Actor, article: Article, _at: datetime) -> str | None:
    """Nobody clears what they wrote (KH 87, III.3: khách quan)."""
    return OWN_TEXT if actor.account_id in hands_in(article) else None


def reads_clean(_actor: Actor, article: Article, at: datetime) -> str | None:
    """The whole text states nothing unchecked, and everybody in it agrees (KH 87, III.3: tránh cường điệu, thổi phồng)."""
    return read_article(article, on=local_day(at)).sentence or None


def is_signed_off(_actor: Actor, article: Article, at: datetime) -> str | None:
    """Who asked to read it first has agreed to these words."""
    waiting = not_signed_off(article, on=local_day(at))
    if not waiting:
        return None
    names = ", ".join(one.name for one in waiting)
    return f"{names} đã ghi trên phiếu đồng ý là muốn đọc bài trước khi đăng. Ghi nhận việc họ đã đọc và đồng ý với bản này."


def publishes_article(actor: Actor, article: Article, at: datetime) -> str | None:
    """The editors of its unit and the office of its plan put it on the site and take it off."""
    if any(_can(actor, Permission.PUBLISH_ARTICLE, unit, at) for unit in (article.unit, article.plan.unit)):
        return None
    return "Chỉ biên tập viên của đơn vị hoặc cơ quan thường trực đăng và gỡ bài."


def keeps_columns(actor: Actor, unit: Unit, at: datetime) -> str | None:
    """Who publishes there also keeps its columns and special pages."""
    ok = _can(actor, Permission.PUBLISH_ARTICLE, unit, at)
    return None if ok else "Chỉ biên tập viên hoặc cơ quan thường trực mở chuyên mục."


def _can(actor: Actor, permission: Permission, unit: Unit, at: datetime) -> bool:
    return can(actor.account_id, permission, unit=unit, on=local_day(at))
