"""A real site behind HTTPS. What it must set itself: SECRET_KEY, ALLOWED_HOSTS and, for PostgreSQL, DATABASE_URL."""

import os

from django.core.exceptions import ImproperlyConfigured

from neuguong.config.settings.base import *  # noqa: F403
from neuguong.config.settings.base import GATEWAY_SECRET, GATEWAY_URL, secret

DEBUG = False
SECRET_KEY = secret("SECRET_KEY")
if not SECRET_KEY:
    raise ImproperlyConfigured("Set SECRET_KEY, or SECRET_KEY_FILE with the path of a file that holds it.")
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "").split()
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("Set ALLOWED_HOSTS to the names of the site, separated by spaces.")
# People open the address at the end of a mail. A name that stands for many ("*", ".vn") is no address.
SITE_URL = os.environ.get("SITE_URL", f"https://{ALLOWED_HOSTS[0]}").rstrip("/")
if "*" in SITE_URL or "//." in SITE_URL:
    raise ImproperlyConfigured("Set SITE_URL to the site's own address, such as https://neuguong.example.vn.")
if GATEWAY_URL and not (GATEWAY_SECRET and GATEWAY_URL.startswith(("https://", "http://127.0.0.1:"))):
    raise ImproperlyConfigured(
        "Telephone numbers go to GATEWAY_URL: it needs https (or http://127.0.0.1:…) and GATEWAY_SECRET."
    )
# Printing mails, as on a desk, would put people's names into the log and call the mails sent.
EMAIL_BACKEND = os.environ.get("EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
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
    # Whom the proxy saw. Otherwise all visitors seem to be the proxy and share one limit of wrong passwords.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
