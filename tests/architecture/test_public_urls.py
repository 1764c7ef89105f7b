"""What a stranger may open is one literal set; everything else asks for a sign-in."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

# Changed by hand, with a reason in the commit: an address that appears here is on the internet.
OPEN_TO_ALL: set[str] = {
    "account_code",  # who forgot a password and has no e-mail
    "account_first_run",  # only while the database is empty, and with the token
    "account_invitation",
    "account_login",
    "account_logout",
    "account_reset_password",
    "portal:about",
    "portal:article",  # all of these: only what the gate of articles lets through at this moment
    "portal:article_feed",
    "portal:article_photo",
    "portal:articles",
    "portal:column",
    "portal:comment",  # takes in a signed comment on a dossier whose window is open
    "portal:comment_confirm",  # by the signed link of a mail
    "portal:comments",  # name, unit, sector and kind of dossiers that the plan puts out for comments
    "portal:event",  # what was announced as public; no name of who comes
    "portal:event_calendar",  # as portal:event
    "portal:event_photo",  # only while everybody in it agrees
    "portal:event_register",  # takes in a registration; shows nobody else's
    "portal:events",
    "portal:events_calendar",
    "portal:exemplar",
    "portal:article_card",  # behind the gate of articles, as the three of an exemplar behind its own
    "portal:article_poster",
    "portal:article_radio",
    "portal:exemplar_card",  # what the register shows, as a picture; the photo as portal:exemplar_photo
    "portal:exemplar_poster",  # the same on paper, with a sentence of the story only while its consent holds
    "portal:exemplar_radio",  # the story, while its consent holds for the page and for the radio
    "portal:exemplar_photo",  # only while somebody's signed consent for it holds
    "portal:follow",  # by a receipt's code; answers words of state only
    "portal:good_deed",  # takes in what citizens tell; shows nothing
    "portal:home",
    "portal:invitation",  # by the signed link of a mail; names nobody
    "portal:map",
    "portal:map_then",
    "portal:movement",  # whose dossier names it: what the register shows of them
    "portal:movements",
    "portal:message",  # takes in a message to somebody whose page is public; shows nothing
    "portal:register",
    "portal:register_feed",  # what the register shows, for readers of feeds
    "portal:replicate",  # as portal:message: a place that follows the example
    "portal:robots",
    "portal:sector",
    "portal:sector_article_feed",  # behind the gate of articles: title and address, never the text
    "portal:sector_feed",  # as portal:register_feed
    "portal:sitemap",
    "portal:sitemap_exemplars",
    "portal:sitemap_pages",
    "portal:suggest",  # as portal:good_deed
    "portal:unit",
    "portal:unit_article_feed",  # as portal:sector_article_feed
    "portal:unit_feed",  # as portal:register_feed
}


def named_views(patterns, namespace: str = "") -> Iterator[tuple[str, object]]:
    """Every view of the site with the name by which its address is made."""
    for entry in patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from named_views(entry.url_patterns, inner)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name or entry.pattern}", entry.callback


def test_what_a_stranger_may_open_is_written_down():
    views = named_views(get_resolver().url_patterns)
    assert {name for name, view in views if not getattr(view, "login_required", True)} == OPEN_TO_ALL


def test_each_address_has_a_name_of_its_own():
    names = [name for name, _ in named_views(get_resolver().url_patterns)]
    assert {name for name in names if names.count(name) > 1} == set()
