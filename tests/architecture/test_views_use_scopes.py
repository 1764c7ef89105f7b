"""Views see rows through a scope, `visible_to(actor)` or a public query: `.objects` in a view shows everybody's."""

import re

from tests.architecture.source import name, python_files, text

# File -> why it may read a table without a scope.
WITHOUT_SCOPE: dict[str, str] = {
    "neuguong/web/bench/duplicates.py": "fills and reads a scratch database that is thrown away",
    "neuguong/web/bench/fill.py": "writes a scratch database that is thrown away",
    "neuguong/web/bench/letters.py": "fills and reads the same scratch database",
    "neuguong/web/bench/measure.py": "reads the same scratch database",
    "neuguong/web/bench/portal.py": "fills and reads the same scratch database",
    "neuguong/web/bench/units.py": "fills and reads the same scratch database",
    "neuguong/web/bench/views.py": "the baseline; its address exists only while measuring",
}


def test_no_view_reads_a_table_without_a_scope():
    pattern = re.compile(r"\.(objects|_default_manager|_base_manager)\b")
    found = {name(path) for path in python_files("neuguong/web") if pattern.search(text(path))}
    assert found == set(WITHOUT_SCOPE)
