"""A real site refuses to start half configured, and takes its secrets from files when told to."""

import subprocess
import sys

import pytest

from neuguong.config.settings import base
from tests.architecture.source import ROOT


def start(**environment: str) -> subprocess.CompletedProcess:
    program = "import neuguong.config.settings.prod as s; print(s.SECRET_KEY, s.ALLOWED_HOSTS, s.DEBUG)"
    return subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [({}, "Set SECRET_KEY"), ({"SECRET_KEY": "k"}, "Set ALLOWED_HOSTS")],
)
def test_a_site_without_key_or_name_does_not_start(environment, sentence):
    ended = start(**environment)
    assert ended.returncode != 0
    assert sentence in ended.stderr


def test_a_secret_may_live_in_a_file(tmp_path):
    (tmp_path / "key").write_text("from-a-file\n", encoding="utf-8")
    ended = start(SECRET_KEY_FILE=str(tmp_path / "key"), ALLOWED_HOSTS="a.vn b.vn")
    assert ended.stdout.strip() == "from-a-file ['a.vn', 'b.vn'] False"


def test_a_site_of_many_names_says_which_one_its_mails_carry():
    assert "Set SITE_URL" in start(SECRET_KEY="k", ALLOWED_HOSTS="*").stderr
    assert start(SECRET_KEY="k", ALLOWED_HOSTS="*", SITE_URL="https://a.vn").returncode == 0


def test_the_mail_servers_password_may_live_in_a_file(tmp_path):
    (tmp_path / "password").write_text("of-the-mail\n", encoding="utf-8")
    program = (
        "import neuguong.config.settings.prod as s; print(s.EMAIL_HOST_PASSWORD, s.EMAIL_USE_TLS, s.EMAIL_BACKEND)"
    )
    environment = {"EMAIL_HOST_PASSWORD_FILE": str(tmp_path / "password"), "EMAIL_USE_TLS": "1"}
    environment |= {"SECRET_KEY": "k", "ALLOWED_HOSTS": "a.vn"}
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert ended.stdout.split() == ["of-the-mail", "True", "django.core.mail.backends.smtp.EmailBackend"]


def test_no_address_means_sqlite_and_an_address_means_what_it_says():
    assert base.database(None)["ENGINE"] == "django.db.backends.sqlite3"
    assert base.database("postgres://a:b@db/site")["ENGINE"] == "django.db.backends.postgresql"
    assert base.database("sqlite:////tmp/a.sqlite3")["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_a_real_sites_cookies_travel_over_https_only():
    program = (
        "import neuguong.config.settings.prod as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, "
        "s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS, "
        "getattr(s, 'ALLAUTH_TRUSTED_PROXY_COUNT', 0), hasattr(s, 'SECURE_PROXY_SSL_HEADER'))"
    )
    alone = {"SECRET_KEY": "k", "ALLOWED_HOSTS": "a.vn"}
    assert said(program, alone) == "True True True Lax True 31536000 0 False"
    assert said(program, alone | {"BEHIND_PROXY": "1"}) == "True True True Lax True 31536000 1 True"


def said(program: str, environment: dict[str, str]) -> str:
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True)
    return run.stdout.strip()
