"""Who keeps the photo library, and which photos of a dossier may leave it."""

from datetime import datetime

from neuguong.core.actor import Actor
from neuguong.core.periods import local_day
from neuguong.exemplars.enums import ConsentChannel, ConsentPurpose
from neuguong.exemplars.models import Exemplar
from neuguong.exemplars.queries.publication import consent_missing
from neuguong.exemplars.queries.register import shown
from neuguong.org.models import Unit
from neuguong.org.queries.access import can
from neuguong.org.roles import Permission


def keeps_photos(actor: Actor, unit: Unit, at: datetime) -> str | None:
    """Who writes articles for a unit also keeps the photos for them."""
    if can(actor.account_id, Permission.WRITE_ARTICLE, unit=unit, on=local_day(at)):
        return None
    return "Chỉ người được giao viết bài mới thêm, sửa, bỏ ảnh bài viết của đơn vị này."


def may_leave_dossier(exemplar: Exemplar, at: datetime) -> str | None:
    """A photo of a dossier is chosen only of somebody in the register who agreed to its showing (Law 91/2025, art. 9)."""
    if not shown().filter(pk=exemplar.pk).exists():
        return "Trang này không còn trong sổ điển hình nên không lấy ảnh trong hồ sơ được."
    missing = consent_missing(exemplar.pk, ConsentChannel.PORTAL, on=local_day(at), purpose=ConsentPurpose.PHOTO)
    return " ".join(missing) or None
