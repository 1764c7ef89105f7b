"""An editor, somebody who clears, and an exemplar whose dossier was checked and who agreed to be told of."""

from dataclasses import dataclass

from neuguong.exemplars.models import Claim, Exemplar
from neuguong.org.enums import Role, UnitKind
from neuguong.org.models import Account, Unit
from neuguong.programme.models import Plan
from neuguong.publicity.models import Article
from neuguong.publicity.operations import articles as writing
from neuguong.publicity.operations import clearing
from tests import factories as make
from tests.conftest import Cast
from tests.exemplars.conftest import in_state
from tests.factories import actor, moment

AT = moment(2025, 4, 10)


@dataclass(frozen=True)
class Newsroom:
    """Who writes (`editor`, `second`), who clears (`clearer`), about whom (`page`) under which plan."""

    cast: Cast
    plan: Plan
    page: Exemplar
    editor: Account
    second: Account
    clearer: Account
    agency: Unit

    def claim(self, words: str) -> Claim:
        """The checked claim that quotes these words."""
        return Claim.objects.get(quote__contains=words)

    def article(self, *blocks: dict, title: str = "Vườn bưởi của ông Thuận", **more) -> Article:
        """A draft about the page with these blocks."""
        row = writing.start_article(
            plan=self.plan, unit=self.cast.district, form="article", title=title, about=[self.page.pk],
            by=actor(self.editor), at=AT,
        )  # fmt: skip
        return self.save(row, *blocks, title=title, **more)

    def save(self, row: Article, *blocks: dict, at=AT, by=None, title: str = "", **more) -> Article:
        """The text of a draft written anew."""
        text = writing.ArticleText(title or row.title, blocks=list(blocks), **more)
        return writing.save_article(
            article=row, text=text, seen_version=row.version, by=actor(by or self.editor), at=at
        )

    def cleared(self, *blocks: dict, **more) -> Article:
        """Written, sent and cleared."""
        row = clearing.send_article(article=self.article(*blocks, **more), by=actor(self.editor), at=AT)
        return clearing.clear_article(article=row, by=actor(self.clearer), at=AT)

    def published(self, *blocks: dict, at=AT, publish_at=None, expire_at=None, **more) -> Article:
        """And put on the site."""
        row = self.cleared(*blocks, **more)
        return clearing.publish_article(
            article=row, publish_at=publish_at, expire_at=expire_at, by=actor(self.editor), at=at
        )


def words(text: str) -> dict:
    """A paragraph."""
    return {"type": "paragraph", "data": {"text": text}}


def quoted(claim: Claim) -> dict:
    """A block that quotes a claim."""
    return {"type": "claim", "data": {"claim": claim.pk}}


def open_newsroom(cast: Cast) -> Newsroom:
    """Everybody who is needed for one article."""
    plan = make.make_plan(cast.district)
    agency = make.make_unit("ban-tuyen-giao", "Ban Tuyên giáo", kind=UnitKind.PARTY_BODY, parent=cast.district)
    in_state("recognised", cast, plan)
    page = Exemplar.objects.get()
    make.signed_consent(page, cast.office)
    editor, second = make.make_account("editor", "Lê Hoài An"), make.make_account("second", "Vũ Bảo Châu")
    clearer = make.make_account("clearer", "Phan Thúy Vi")
    for account in (editor, second):
        make.give_role(account, Role.EDITOR, cast.district, subtree=True)
    make.give_role(clearer, Role.CLEARANCE, agency)
    return Newsroom(cast, plan, page, editor, second, clearer, agency)
