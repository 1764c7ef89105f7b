"""A real site behind HTTPS. What it must set itself: SECRET_KEY, ALLOWED_HOSTS and, for PostgreSQL, DATABASE_URL."""

import os

from django.core.exceptions import ImproperlyConfigured

from neuguong.config.settings.base import *  # noqa: F403
from neuguong.config.settings.base import secret

DEBUG = False
SECRET_KEY = secret("SECRET_KEY")
if not SECRET_KEY:
    raise ImproperlyConfigured("Set SECRET_KEY, or SECRET_KEY_FILE with the path of a file that holds it.")
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "").split()
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("Set ALLOWED_HOSTS to the names of the site, separated by spaces.")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host != "*"]

SECURE_SSL_REDIRECT = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_HSTS_SECONDS = int(os.environ.get("HSTS_SECONDS", "31536000"))
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# Entering the browsers' preload list binds the whole domain: its owner decides that, not this file.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
if os.environ.get("BEHIND_PROXY") == "1":  # only when the proxy sets this header itself and drops the client's
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # The last address in X-Forwarded-For is what the proxy saw. Without it every visitor would seem to come from the
    # proxy: one person's wrong passwords would use up the limit of the whole province.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
