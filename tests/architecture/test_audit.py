"""No write without a trace: every operation leads to `core.audit.record`, and what does not says why."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.architecture.source import CONTEXTS, PACKAGE, python_files, tree

RECORD = ("neuguong.core.audit", "record")
WRITES = {"save", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "update", "delete"}

# An act somebody does (it takes `by`) that writes no entry of its own -> why.
WITHOUT_ENTRY = {
    "exemplars.operations.words.prepared": "a hand in a dossier, written within the acts that are recorded",
    "exemplars.operations.words.remember": "a replaced text, kept within the acts that are recorded",
    "exemplars.operations.words.remember_form": "replaced texts, kept within the acts that are recorded",
    "org.operations.holding.hold": "locks rows and writes nothing",
}
# A function that writes and takes no `by`: nobody decides anything by it -> why.
WITHOUT_ACTOR = {
    "core.audit_seal.seal": "the audit itself",
    "core.clock.start_demo_clock": "only when a demonstration is made",
    "core.erasing.remove_erased_bytes": "what an erasure that is recorded left on the disk",
    "core.drawings.put_whole": "a file on the disk; no row is written",
    "core.file_kinds.fitted": "draws a picture in memory",
    "core.notices.mark_read": "a reader's own mark",
    "core.outbox.deliver_letters": "the letter's own columns say what happened",
    "core.outbox.deliver_texts": "the message's own columns say what happened",
    "core.outbox.stop_letters": "within an act that is recorded",
    "core.outbox.try_again": "within an act that is recorded",
    "core.outbox.write_letter": "within an act that is recorded",
    "core.outbox.write_notices": "within an act that is recorded",
    "core.outbox.write_texts": "within an act that is recorded",
    "core.outbox.write_letter_to": "within an act that is recorded",
    "core.reaper.beat": "signs of life of a process",
    "core.reaper.forget_old_results": "results of the queue",
    "core.reaper.leave": "signs of life of a process",
    "core.reaper.reap": "tasks of dead processes",
    "core.schedule.forget_old_runs": "runs of the schedule",
    "core.schedule.note_outcome": "runs of the schedule",
    "core.schedule.take_slot": "runs of the schedule",
    "exemplars.operations.likely.look_for_duplicates": "what a search found; deciding about it is recorded",
    "exemplars.operations.likely.sweep_batch": "the same search at night",
    "exemplars.operations.recognition.enter_register": "within a recognition, which is recorded",
    "exemplars.operations.recognition.new_page": "within an un-merge, which is recorded",
    "exemplars.operations.register_pages.join_pages": "within a merge, which is recorded",
    "exemplars.operations.register_pages.part_pages": "within an un-merge, which is recorded",
    "exemplars.operations.register_pages.settle_page": "within a merge or an un-merge",
    "org.operations.reorganisation.carry_out": "within an act that is recorded; its parts are, by its `who`",
    "org.operations.reorganisation.undo_units": "within an act that is recorded; its parts are, by its `who`",
    "exemplars.operations.words.initiative_named": "a name in a unit's list, made by saving a dossier",
}

Node = tuple[str, str]


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)


@cache
def known() -> dict[Node, ast.AST]:
    """Every function and class at the top of a module, by module and name."""
    folders = [f"neuguong/{context}" for context in CONTEXTS]
    return {
        (module_of(path), part.name): part
        for path in python_files(*folders)
        for part in tree(path).body
        if isinstance(part, ast.FunctionDef | ast.ClassDef)
    }


@cache
def imported(module: str) -> dict[str, Node]:
    path = PACKAGE.parent / f"{module.replace('.', '/')}.py"
    return {
        alias.asname or alias.name: (part.module or "", alias.name)
        for part in tree(path).body
        if isinstance(part, ast.ImportFrom)
        for alias in part.names
    }


def called(node: Node) -> Iterator[Node]:
    """What a function names: of its own module, imported, or reached through an imported module."""
    module, _ = node
    names = imported(module)
    for part in ast.walk(known()[node]):
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load):
            yield names.get(part.id, (module, part.id))
        elif isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id in names:
            package, last = names[part.value.id]
            yield (f"{package}.{last}", part.attr)


@cache
def reached(node: Node) -> frozenset[Node]:
    found, edge = {node}, [node]
    while edge:
        for one in called(edge.pop()):
            if one not in found:
                found.add(one)
                if one in known():
                    edge.append(one)
    return frozenset(found)


def public_functions() -> dict[Node, ast.FunctionDef]:
    return {
        node: part
        for node, part in known().items()
        if isinstance(part, ast.FunctionDef) and not part.name.startswith("_") and writes_here(node[0])
    }


def writes_here(module: str) -> bool:
    """Operations, and core, which has no folder for them; queries and commands do not write."""
    part = module.removeprefix("neuguong.")
    return ".operations." in part or (part.startswith("core.") and not {"management", "papers"} & set(part.split(".")))


def takes_by(part: ast.FunctionDef) -> bool:
    return any(argument.arg == "by" for argument in (*part.args.args, *part.args.kwonlyargs))


def writes(node: Node) -> bool:
    """Whether the function itself changes rows: `….objects….create(…)`, `row.save()`."""
    return any(
        isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute) and part.func.attr in WRITES
        and not (isinstance(part.func.value, ast.Name) and part.func.value.id in {"digest", "found", "told", "values"})
        for part in ast.walk(known()[node])
    )  # fmt: skip


def short(nodes) -> set[str]:
    return {".".join(node).removeprefix("neuguong.") for node in nodes}


def test_every_act_of_somebody_leaves_an_entry():
    acts = {node for node, part in public_functions().items() if takes_by(part)}
    silent = {node for node in acts if RECORD not in reached(node)}
    assert len(acts) > 40
    assert short(silent) == WITHOUT_ENTRY.keys()


def test_what_writes_without_somebody_is_known_and_says_why():
    found = {
        node for node, part in public_functions().items()
        if not takes_by(part) and any(writes(one) for one in reached(node) & known().keys() if is_ours(one, node))
    }  # fmt: skip
    assert short(found) == WITHOUT_ACTOR.keys()


def is_ours(one: Node, start: Node) -> bool:
    """What the function does itself: other public functions on its way answer for themselves."""
    return one == start or (one[0] == start[0] and one[1].startswith("_"))
