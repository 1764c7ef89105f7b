"""Who does a thing. Every operation takes `by=`, so that no act is ever anonymous."""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """The three kinds of hands that can move something."""

    PERSON = "person"
    PUBLIC = "public"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person with an account, the public with its proof, or a job of the system.

    `origin` says where the act came from (an address, a command line); it is personal and
    therefore kept apart from the sealed part of the audit.
    """

    kind: ActorKind
    account_id: int | None = None
    name: str = ""
    proof: str = ""
    origin: str = ""

    def __post_init__(self) -> None:
        """Refuse an actor that nobody could be held to."""
        if self.kind is ActorKind.PERSON and not self.account_id:
            raise ValueError("a person acts with an account")
        if self.kind is ActorKind.PUBLIC and not self.proof:
            raise ValueError("the public acts with a proof, such as a confirmed address")
        if self.kind is ActorKind.SYSTEM and not self.name:
            raise ValueError("the system acts through a named job")

    @classmethod
    def person(cls, account_id: int, name: str = "", origin: str = "") -> "Actor":
        """The holder of an account."""
        return cls(ActorKind.PERSON, account_id=account_id, name=name, origin=origin)

    @classmethod
    def public(cls, proof: str, name: str = "", origin: str = "") -> "Actor":
        """Somebody without an account, known by a proof."""
        return cls(ActorKind.PUBLIC, name=name, proof=proof, origin=origin)

    @classmethod
    def system(cls, job: str) -> "Actor":
        """A job: a command or a background task, by name."""
        return cls(ActorKind.SYSTEM, name=job)

    @property
    def reference(self) -> str:
        """What the sealed audit keeps: no name, no address."""
        return {
            ActorKind.PERSON: f"person:{self.account_id}",
            ActorKind.PUBLIC: "public",
            ActorKind.SYSTEM: f"system:{self.name}",
        }[self.kind]
