"""What is written into the log: what failed and where, never a secret nor a person."""

import logging
import re

# A link's token stands in its address, and Django notes the address of every refused request.
_TOKEN = re.compile(r"(/loi-moi/)[^/\s]+")
# PostgreSQL repeats the row that it refuses: names, addresses, phone numbers.
_ROW = re.compile(r"^(DETAIL|CONTEXT):.*$", re.MULTILINE)
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")


class Discreet(logging.Formatter):
    """A formatter that leaves out link tokens, rows quoted by the database and mail addresses, in tracebacks too."""

    def format(self, record: logging.LogRecord) -> str:
        """The finished line or lines, made discreet."""
        written = super().format(record)
        for pattern, instead in ((_TOKEN, r"\1…"), (_ROW, r"\1: …"), (_ADDRESS, "…@…")):
            written = pattern.sub(instead, written)
        return written
