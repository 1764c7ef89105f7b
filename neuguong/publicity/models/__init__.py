"""The tables of publicity."""

from neuguong.publicity.models.photo import Photo

__all__ = ["Photo"]
