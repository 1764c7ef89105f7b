"""What an operation may raise. Each carries the sentence that the person in front of the screen reads."""


class Refused(Exception):
    """The act is not allowed to this person, or not now. `str(error)` is a Vietnamese sentence."""


class Stale(Refused):
    """Somebody else changed the thing in between; nothing was written."""


class BadInput(Exception):
    """What was typed or sent cannot be used; nothing was written. `field` names the culprit when known."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field
