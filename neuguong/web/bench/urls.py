"""The site's addresses and the baselines. Used only while measuring."""

from django.urls import include, path

from neuguong.web.bench.views import bare, prepared

urlpatterns = [
    path("", include("neuguong.config.urls")),
    path("moc/", bare, name="bench_bare"),
    path("moc/ve-san/<path:address>", prepared, name="bench_prepared"),
]
