"""The tables of exemplars."""

from neuguong.exemplars.models.draft import DraftText, Preparer
from neuguong.exemplars.models.exemplar import Exemplar, Recognition
from neuguong.exemplars.models.nomination import CriterionAnswer, EarlierAward, Evidence, Nomination
from neuguong.exemplars.models.series import NumberSeries
from neuguong.exemplars.models.standard import Standard, StandardAnswer, StandardCriterion
from neuguong.exemplars.models.subject import Initiative, Subject

__all__ = [
    "CriterionAnswer",
    "DraftText",
    "EarlierAward",
    "Evidence",
    "Exemplar",
    "Initiative",
    "Nomination",
    "NumberSeries",
    "Preparer",
    "Recognition",
    "Standard",
    "StandardAnswer",
    "StandardCriterion",
    "Subject",
]
