"""The publicity office of the cast's district, and pictures that really open."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from neuguong.core.attachments import accept_upload
from neuguong.exemplars.models import Evidence, Exemplar
from neuguong.exemplars.operations.evidence import attach
from neuguong.org.enums import Role
from neuguong.org.models import Account
from neuguong.publicity.models import Outlet
from tests import factories as make
from tests.exemplars.conftest import in_state
from tests.factories import actor, moment
from tests.publicity.newsroom import Newsroom, open_newsroom
from tests.publicity.running import SIGNED


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path: Path) -> Path:
    """An empty place for files."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture
def editor(cast) -> Account:
    """Writes articles for the whole district."""
    account = make.make_account("editor", "Huỳnh Thị Mai")
    make.give_role(account, Role.EDITOR, cast.district, subtree=True)
    return account


def picture(width: int = 800, height: int = 600, kind: str = "JPEG", tint: int = 0) -> bytes:
    """A picture whose left side is dark and whose right side is light."""
    image = Image.linear_gradient("L").rotate(90).resize((width, height)).convert("RGB")
    image.putpixel((0, 0), (tint, 0, 0))
    out = io.BytesIO()
    image.save(out, kind, **({"quality": 95} if kind in {"JPEG", "HEIF"} else {}))
    return out.getvalue()


@pytest.fixture
def recognised(cast, plan) -> Exemplar:
    """Somebody recognised on 20/03/2025."""
    in_state("recognised", cast, plan, sector="agriculture")
    return Exemplar.objects.get()


@pytest.fixture
def in_dossier(cast, plan) -> Callable[..., Evidence]:
    """Put a real photo into the dossier of somebody who was recognised."""

    def put(page: Exemplar, content: bytes = b"", name: str = "vuon.jpg") -> Evidence:
        draft = in_state("draft", cast, plan, name=f"Bản nháp {name}", sector="agriculture")
        at = moment(2025, 3, 4)
        file = accept_upload(name=name, content=content or picture(), by=actor(cast.author), at=at)
        photo = attach(nomination=draft, file=file, caption="Vườn", by=actor(cast.author), at=at)
        recognition = page.recognitions.get()
        Evidence.objects.filter(pk=photo.pk).update(nomination=recognition.nomination)
        photo.refresh_from_db()
        return photo

    return put


@pytest.fixture
def newsroom(cast) -> Newsroom:
    """Everybody who is needed for one article."""
    return open_newsroom(cast)


@pytest.fixture
def radio(cast) -> Outlet:
    """The loudspeakers of Diên Thọ, five minutes a piece."""
    return make.make_outlet(cast.dien_tho)


@pytest.fixture
def farmer(cast, plan) -> Exemplar:
    """Somebody of Diên Thọ who agreed to portal and radio on 03/02/2025."""
    page = make.make_exemplar(cast.dien_tho, plan, "Lê Văn Thuận")
    make.signed_consent(page, cast.office, ("story", "portal"), ("story", "radio"), day=SIGNED)
    return page


@pytest.fixture
def shy(cast, plan) -> Exemplar:
    """Somebody of Diên Thọ who agreed to the portal only."""
    page = make.make_exemplar(cast.dien_tho, plan, "Phạm Thị Kín")
    make.signed_consent(page, cast.office, ("story", "portal"), day=SIGNED)
    return page
