"""Settings shared by every way of running. Everything an office may change comes from the environment."""

import os
from pathlib import Path

import dj_database_url

ROOT = Path(__file__).resolve().parents[3]
# Everything the running system writes lives under one folder, so that a backup is one copy.
DATA_DIR = Path(os.environ.get("NEUGUONG_DATA", ROOT / "var"))


def secret(name: str) -> str | None:
    """A secret from NAME, or from the file that NAME_FILE points at (systemd credentials, containers)."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(name)


INSTALLED_APPS = [
    "neuguong.core",
    "neuguong.org",
    "neuguong.programme",
    "neuguong.exemplars",
    "neuguong.publicity",
    "neuguong.ledger",
    "neuguong.web.ui",
    "neuguong.web.accounts",
    "neuguong.web.desk",
    "neuguong.web.portal",
    "neuguong.web.bench",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "neuguong.web.security.ContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "neuguong.web.portal.kept.KeptPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "neuguong.web.context.OfficeContext",  # request.now, request.actor
    "neuguong.web.accounts.middleware.PasswordDue",
]

ROOT_URLCONF = "neuguong.config.urls"
WSGI_APPLICATION = "neuguong.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            ["django.template.loaders.app_directories.Loader"],
                        )
                    ],
                )
            ],
            "builtins": ["template_partials.templatetags.partials", "neuguong.web.ui.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "neuguong.web.context.frame",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

_SQLITE = {
    # Measured: WAL + IMMEDIATE + 20 s is the only set-up without "database is locked" under eight writers.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=134217728;PRAGMA cache_size=-16000;",
}


def database(url: str | None) -> dict:
    """The database setting for DATABASE_URL, or SQLite in the data folder when there is none.

    Connections stay open from one request to the next: opening SQLite anew takes longer than a whole page.
    """
    if not url:
        found = {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA_DIR / "neuguong.sqlite3", "CONN_MAX_AGE": None}
    else:
        found = dict(dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True))
    if found["ENGINE"].endswith("sqlite3"):
        found |= {"OPTIONS": dict(_SQLITE), "CONN_HEALTH_CHECKS": False}  # a file does not hang up
    return found


DATABASES = {"default": database(secret("DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "org.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"
LOGOUT_REDIRECT_URL = "portal:home"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_ADAPTER = "neuguong.web.accounts.adapter.Adapter"
ACCOUNT_FORMS = {
    "login": "neuguong.web.accounts.forms.SignInForm",
    "change_password": "neuguong.web.accounts.forms.ChangePassword",
}
# The library's own limits (30 sign-ins a minute from one address, 5 wrong ones in 5 minutes for one name) stay;
# these are for our pages.
ACCOUNT_RATE_LIMITS = {
    "use_code": "20/m/ip,5/15m/key",
    "invitation": "20/m/ip",
    "forgot": "20/m/ip,3/15m/key",
    "first_run": "20/m/ip",
    # what the public sends and asks; one address may be a whole village, and is counted under a keyed hash
    "voice_told": "10/h/key",
    "voice_follow": "30/15m/key",
    "voice_comment": "10/h/key",
    "event_registration": "60/h/key",  # a class registers from one school
    "voice_replication": "10/h/key",
    "voice_message": "10/h/key",
}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False

# Rate limits are counted across worker processes, so they need a shared cache.
# Above MAX_ENTRIES a third of them goes, in no order: with the default of 300 a stranger who tries 300 names would
# wipe out the count of wrong passwords.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
LOCALE_PATHS = [ROOT / "neuguong" / "config" / "locale"]
FORMAT_MODULE_PATH = ["neuguong.config.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [
    ("lib/editorjs", ROOT / "node_modules" / "@editorjs" / "editorjs" / "dist"),
    ("lib/fonts/be-vietnam-pro", ROOT / "node_modules" / "@fontsource" / "be-vietnam-pro" / "files"),
]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "neuguong.web.ui.merged.MergedSheets",
]
# The public site has one style sheet, made of these; a star is every sheet of that folder by name.
MERGED_SHEETS = {
    "portal/all.css": [
        "ui/tokens.css", "ui/base.css", "ui/controls.css", "ui/portal.css", "portal/*.css", "ui/article.css", "ui/print.css",
    ],
}  # fmt: skip
MERGED_ROOT = DATA_DIR / "merged"
# Font files of papers made as PDF; without them a paper is set in a font that the setter brings along.
PAPER_FONTS = [ROOT / "node_modules" / "@expo-google-fonts" / name for name in ("tinos", "be-vietnam-pro")]
MEDIA_ROOT = DATA_DIR / "files"
FILE_UPLOAD_PERMISSIONS = 0o640
# Django writes a file of any size to the disk before a view sees it; the first of these lets only so much through.
FILE_UPLOAD_HANDLERS = [
    "neuguong.web.uploads.FirstPartOnly",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# ClamAV's daemon, "/run/clamav/clamd.ctl" or "host:3310"; without it files are only opened and written anew.
CLAMD_SOCKET = os.environ.get("CLAMD_SOCKET", "")
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

EMAIL_BACKEND = os.environ.get("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = secret("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS") == "1"  # STARTTLS, usually port 587
EMAIL_USE_SSL = os.environ.get("EMAIL_USE_SSL") == "1"  # TLS from the first byte, usually port 465
EMAIL_TIMEOUT = 30  # ten letters in a row stay within the outbox's lease of ten minutes
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "neu-guong@localhost")
# The office's SMS or Zalo gateway (docs/operations.md); without an address no short message is written.
GATEWAY_URL = os.environ.get("GATEWAY_URL", "")
GATEWAY_SECRET = secret("GATEWAY_SECRET") or ""
# A mail ends with the address of its screen: the site, then the path that this function finds for a letter's link.
# the day of each year (month-day) from which heads are asked to confirm the accounts of their units
ACCOUNT_REVIEW_DAY = os.environ.get("ACCOUNT_REVIEW_DAY", "10-01")
SITE_URL = os.environ.get("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
LETTER_PATH = "neuguong.web.links.address_of"
# bytes of public pages that each process keeps in memory (megabytes in the environment); 0 draws every page anew
PAGES_KEPT = int(os.environ.get("PAGES_KEPT_MB", "32")) * 2**20
# The public site as plain files (docs/operations.md): the folder, and the address at which they are read.
EXPORT_DIR = os.environ.get("EXPORT_DIR", "")
EXPORT_URL = os.environ.get("EXPORT_URL", "").rstrip("/")

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
SCHEDULE = "neuguong.config.schedule.SCHEDULE"

SESSION_COOKIE_AGE = 8 * 60 * 60  # one working day
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "neuguong.web.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "neuguong.config.logs.Discreet", "format": "%(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"neuguong": {"handlers": ["console"], "level": "INFO", "propagate": False}},
}
