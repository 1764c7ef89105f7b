"""The top unit, its offices and its addressees are data: another district's name needs no programmer."""

import re

from tests.architecture.source import name, python_files, templates, text

NAMES = re.compile(
    r"diên\s+khánh|khánh\s+hòa|khánh\s+hoà|nha\s+trang|phòng\s+nội\s+vụ|sở\s+nội\s+vụ|ban\s+tuyên\s+giáo|"
    r"phòng\s+văn\s+hóa|phòng\s+tài\s+chính|huyện\s+ủy|22660",
    re.IGNORECASE,
)
DATA = {"data", "demo", "demonstration"}


def is_data(path) -> bool:
    """Data folders and the demonstration may name the offices they describe."""
    return bool(DATA & {*path.parts}) or path.stem.startswith("demo")


def test_no_office_is_named_in_code_or_templates():
    files = [*python_files("neuguong", "scripts"), *templates(), *templates(".txt")]
    found = {f"{name(path)}: {match}" for path in files if not is_data(path) for match in NAMES.findall(text(path))}
    assert found == set()
