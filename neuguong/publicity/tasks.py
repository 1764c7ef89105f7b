"""What publicity does by itself, by the schedule."""

from datetime import datetime

from neuguong.core.actor import Actor
from neuguong.publicity.operations.clearing import read_all_again

JOB = Actor.system("read_articles")


def read_articles(at: datetime) -> int:
    """Read again what hides because something it rests on moved; returns how many articles are shown again."""
    return read_all_again(by=JOB, at=at)
