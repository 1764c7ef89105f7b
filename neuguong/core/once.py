"""Asking the database a question once, for as long as nothing was written that its answer rests on."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

from django.apps import apps
from django.db import connection

T = TypeVar("T")
_WRITE = re.compile(r"\s*(?:INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.IGNORECASE)
_READS = ("SELECT", "(SELECT", "SAVEPOINT", "RELEASE", "PRAGMA")
_WORD = re.compile(r"\w+")


class _Memory:
    """Answers, and under each table the questions whose answers rest on it."""

    def __init__(self) -> None:
        self.tables = frozenset(one._meta.db_table for one in apps.get_models(include_auto_created=True))
        self.answers: dict[object, tuple[Any, set[str]]] = {}
        self.resting: dict[str, set[object]] = defaultdict(set)
        self.open: list[set[str]] = []  # the tables of the questions that are being answered, the outermost first

    def ask(self, question: object, read: Callable[[], Any]) -> Any:
        if question not in self.answers:
            self.open.append(set())
            try:
                answer = read()
            finally:
                tables = self.open.pop()
            self.answers[question] = (answer, tables)
            for table in tables:
                self.resting[table].add(question)
        answer, tables = self.answers[question]
        if self.open:
            self.open[-1] |= tables
        return answer

    def watch(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Stands around every statement: notes what is read, forgets what a write may have changed."""
        if self.open:
            self.open[-1] |= self.tables.intersection(_WORD.findall(sql))
        if sql.startswith(_READS):
            return execute(sql, params, many, context)
        if written := _WRITE.match(sql):
            for question in self.resting.pop(written[1], ()):
                self.answers.pop(question, None)
        else:  # a rollback to a savepoint, or something nobody thought of
            self.answers.clear()
            self.resting.clear()
        return execute(sql, params, many, context)


_known: ContextVar[_Memory | None] = ContextVar("known_answers", default=None)


@contextmanager
def asking_once() -> Iterator[None]:
    """Within this block `once` asks the database a question again only after a write to a table the answer rests on.

    Only where nobody else's write matters while it lasts: a request that changes nothing, or a process that fills a
    database alone in one transaction. What a trigger writes goes unnoticed; no question may rest on that.
    """
    memory = _Memory()
    token = _known.set(memory)
    try:
        with connection.execute_wrapper(memory.watch):
            yield
    finally:
        _known.reset(token)


def once(question: object, read: Callable[[], T]) -> T:
    """What `read` answers; within `asking_once` it is not read again while the answer stands."""
    memory = _known.get()
    return read() if memory is None else cast(T, memory.ask(question, read))
