"""As the suite runs, with the database of one machine."""

from neuguong.config.settings.base import database
from neuguong.config.settings.test import *  # noqa: F403

DATABASES = {"default": database(None)}
