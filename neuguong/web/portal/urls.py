"""The public site's addresses."""

from django.urls import path

from neuguong.web.portal import article_sharing, feeds, movements, photos, robots, sharing, views
from neuguong.web.portal.articles.urls import urlpatterns as articles
from neuguong.web.portal.events.urls import urlpatterns as events
from neuguong.web.portal.voices.urls import urlpatterns as voices

app_name = "portal"

urlpatterns = [
    path("", views.home, name="home"),
    path("guong/", views.register_page, name="register"),
    path("guong/<slug:slug>/", views.exemplar, name="exemplar"),
    path("guong/<slug:slug>/anh/", photos.exemplar_photo, name="exemplar_photo"),
    path("guong/<slug:slug>/the-chia-se.jpg", sharing.card_of_exemplar, name="exemplar_card"),
    path("guong/<slug:slug>/ap-phich.pdf", sharing.poster_of_exemplar, name="exemplar_poster"),
    path("guong/<slug:slug>/phat-thanh/", sharing.radio_of_exemplar, name="exemplar_radio"),
    path("bai/<slug:slug>/the-chia-se.jpg", article_sharing.card_of_article, name="article_card"),
    path("bai/<slug:slug>/ap-phich.pdf", article_sharing.poster_of_article, name="article_poster"),
    path("bai/<slug:slug>/phat-thanh/", article_sharing.radio_of_article, name="article_radio"),
    path("don-vi/<slug:ref>/", views.unit, name="unit"),
    path("ban-do/", views.commune_map, name="map"),
    path("ban-do/<int:year>/", views.commune_map, name="map_then"),
    path("linh-vuc/<slug:code>/", views.sector, name="sector"),
    path("phong-trao/", movements.movements, name="movements"),
    path("phong-trao/<slug:slug>/", movements.movement, name="movement"),
    path("gioi-thieu/", views.about, name="about"),
    path("tin/guong.<slug:kind>", feeds.register_feed, name="register_feed"),
    path("tin/bai.<slug:kind>", feeds.article_feed, name="article_feed"),
    path("tin/bai/linh-vuc/<slug:code>.<slug:kind>", feeds.sector_article_feed, name="sector_article_feed"),
    path("tin/bai/don-vi/<slug:ref>.<slug:kind>", feeds.unit_article_feed, name="unit_article_feed"),
    path("tin/linh-vuc/<slug:code>.<slug:kind>", feeds.sector_feed, name="sector_feed"),
    path("tin/don-vi/<slug:ref>.<slug:kind>", feeds.unit_feed, name="unit_feed"),
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", robots.sitemap, name="sitemap"),
    path("sitemap-trang.xml", robots.sitemap_pages, name="sitemap_pages"),
    path("sitemap-guong-<int:number>.xml", robots.sitemap_exemplars, name="sitemap_exemplars"),
    *events,
    *articles,
    *voices,
]
