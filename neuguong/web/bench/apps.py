"""The app that measures; it serves no page of the site."""

from django.apps import AppConfig


class BenchConfig(AppConfig):
    """See management/commands/bench.py."""

    name = "neuguong.web.bench"
    label = "web_bench"
