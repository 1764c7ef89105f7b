"""Django's and django-allauth's sentences reach people in Vietnamese, days and numbers as an office writes them."""

import ast
import datetime as dt
import gettext
import re
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.validators import FileExtensionValidator
from django.utils import formats
from django.utils.translation import gettext as translated

from tests.architecture.source import ROOT

VN = ZoneInfo("Asia/Ho_Chi_Minh")
MESSAGES = ROOT / "neuguong" / "config" / "locale" / "vi" / "LC_MESSAGES"


def source_messages() -> dict[str, str]:
    """English -> Vietnamese, as written in the readable file (each on one line)."""
    pattern = r'^msgid (".+")\n(?:msgid_plural ".+"\n)?msgstr(?:\[0\])? (".*")$'
    found = re.findall(pattern, (MESSAGES / "django.po").read_text(encoding="utf-8"), re.MULTILINE)
    return {ast.literal_eval(key): ast.literal_eval(value) for key, value in found}


def test_the_compiled_file_says_what_the_readable_one_says():
    with (MESSAGES / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    source = source_messages()
    assert len(source) > 100
    found = {english: compiled.gettext(english) for english in source}
    found |= {english: compiled.ngettext(english, english, 1) for english, ours in found.items() if english == ours}
    assert found == source


def test_placeholders_survive_translation():
    names = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{\w+\}")
    pairs = source_messages().items()
    assert {english for english, ours in pairs if set(names.findall(english)) != set(names.findall(ours))} == set()


@pytest.mark.parametrize("typed", ["14/3/2025", "14/03/2025", "14-03-2025", "14.3.2025", "14/3/25", "2025-03-14"])
def test_a_day_may_be_typed_as_people_write_it(typed):
    assert forms.DateField().clean(typed) == dt.date(2025, 3, 14)


def test_days_and_numbers_are_written_as_in_an_office():
    assert formats.date_format(dt.date(2025, 3, 4)) == "04/03/2025"
    assert formats.date_format(dt.datetime(2025, 3, 4, 8, 5, tzinfo=VN), "DATETIME_FORMAT") == "08:05 04/03/2025"
    assert formats.number_format(1234.5, use_l10n=True, force_grouping=True) == "1.234,5"
    assert formats.get_format("FIRST_DAY_OF_WEEK") == 1


def test_what_is_wrong_is_said_in_vietnamese():
    with pytest.raises(forms.ValidationError, match="14/03/2025"):
        forms.DateField().clean("32/1/2025")
    with pytest.raises(forms.ValidationError, match="Không nhận tệp đuôi “exe”"):
        FileExtensionValidator(["pdf"])(type("Upload", (), {"name": "a.exe"})())
    assert password_validators_help_texts()[0] == "Mật khẩu cần ít nhất 10 ký tự."
    wrong = "The username and/or password you specified are not correct."
    assert translated(wrong) == "Tên đăng nhập hoặc mật khẩu không đúng."
