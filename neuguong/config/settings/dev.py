"""One machine, no configuration: what `make run` uses."""

from neuguong.config.settings.base import *  # noqa: F403
from neuguong.config.settings.base import DATA_DIR, secret


def _key() -> str:
    """A key of this machine's own, made once: a key in the source would be everybody's key."""
    from django.core.management.utils import get_random_secret_key

    path = DATA_DIR / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(get_random_secret_key(), encoding="utf-8")
        path.chmod(0o600)
    return path.read_text(encoding="utf-8")


DEBUG = False
SECRET_KEY = secret("SECRET_KEY") or _key()
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
