"""Whom something on a channel tells of: those of its article, or those who were ticked."""

from collections.abc import Sequence

from neuguong.core.errors import BadInput
from neuguong.exemplars.models import Exemplar
from neuguong.publicity.models import Article
from neuguong.publicity.queries.articles import exemplars_of


def whom(article: Article | None, ticked: Sequence[Exemplar]) -> tuple[Exemplar, ...]:
    """With an article those of the register whom it is about, perhaps none. Raises BadInput for nobody without an article,
    and for somebody of whom the article says nothing.
    """
    if article is None:
        if not ticked:
            raise BadInput("Chọn ít nhất một điển hình.", field="exemplars")
        return tuple(ticked)
    found = exemplars_of(article)
    others = [one.name for one in ticked if one not in found]
    if others:
        raise BadInput(
            f"Bài này không nói về {', '.join(others)}. Bỏ đánh dấu, hoặc ghi riêng một lần.", field="exemplars"
        )
    return tuple(found)
