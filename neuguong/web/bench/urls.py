"""The site's addresses and one more: the baseline. Used only while measuring."""

from django.urls import include, path

from neuguong.web.bench.views import bare

urlpatterns = [path("", include("neuguong.config.urls")), path("moc/", bare, name="bench_bare")]
