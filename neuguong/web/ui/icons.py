"""The icons, read once from `icons.svg`.

They are copied into the page instead of being referred to: a reference into another file is neither printed
by every browser nor loaded while the network is down.
"""

import re
from functools import cache
from pathlib import Path

_SYMBOL = re.compile(r'<symbol id="(?P<name>[a-z-]+)" viewBox="0 0 24 24">(?P<paths>.*?)</symbol>')


@cache
def icons() -> dict[str, str]:
    """Name of each icon and its drawing (SVG child elements, 24 × 24 box)."""
    source = (Path(__file__).parent / "icons.svg").read_text(encoding="utf-8")
    return {found["name"]: found["paths"] for found in _SYMBOL.finditer(source)}
