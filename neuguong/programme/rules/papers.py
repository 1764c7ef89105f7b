"""The words of the papers that a plan asks for, as its file gives them."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PackageRules:
    """The office's quarterly package: what it takes, and every word of its letter that is not computed."""

    takes: str
    type: str
    superior: str
    issuer: str
    symbol: str
    place: str
    addressee: str
    subject: str
    body: tuple[str, ...]
    body_when_empty: tuple[str, ...]
    authority: str
    signer_title: str
    signer: str
    recipients: tuple[str, ...]
    list_title: str
    clause: str = ""


@dataclass(frozen=True, slots=True)
class LetterRules:
    """A unit's own letter to the office."""

    type: str
    symbol: str
    symbol_by_kind: Mapping[str, str]
    addressee: str
    subject: str
    body: tuple[str, ...]
    body_when_empty: tuple[str, ...]
    recipients: tuple[str, ...]
    list_title: str
    issuer_by_kind: Mapping[str, str] = field(default_factory=dict)
    authority_by_kind: Mapping[str, str] = field(default_factory=dict)
    clause: str = ""


@dataclass(frozen=True, slots=True)
class StandardPaperRules:
    """The words of the paper by which a unit issues its own standard."""

    type: str
    symbol: str
    subject: str
    bases: tuple[str, ...]
    subjects_heading: str
    subjects: str
    general_heading: str
    general: str
    own_heading: str
    own: str
    carry_out_heading: str
    carry_out: tuple[str, ...]
    recipients: tuple[str, ...]
    symbol_by_kind: Mapping[str, str] = field(default_factory=dict)
    clause: str = ""


@dataclass(frozen=True, slots=True)
class UnitPlanPaperRules:
    """The words of the paper by which a unit issues its own plan."""

    type: str
    symbol: str
    subject: str
    bases: tuple[str, ...]
    general_heading: str
    general: str
    tasks_heading: str
    tasks: str
    carry_out_heading: str
    carry_out: tuple[str, ...]
    recipients: tuple[str, ...]
    symbol_by_kind: Mapping[str, str] = field(default_factory=dict)
    clause: str = ""
