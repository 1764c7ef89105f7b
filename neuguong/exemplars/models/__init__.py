"""The tables of exemplars."""

from neuguong.exemplars.models.check import ChecklistAnswer, FieldVisit, VisitPhoto
from neuguong.exemplars.models.claim import Claim, ClaimQuestion, Dismissal, Proof
from neuguong.exemplars.models.conflict import ConflictDeclaration, Recusal, Substitute
from neuguong.exemplars.models.consent import Consent, ConsentGrant, ConsentWithdrawal, Story
from neuguong.exemplars.models.draft import DraftText, Preparer
from neuguong.exemplars.models.duplicate import DuplicatePair, SubjectKey, SubjectReading, Sweep, TextBand
from neuguong.exemplars.models.exemplar import Exemplar, Recognition
from neuguong.exemplars.models.merge import MovedNomination, SubjectMerge
from neuguong.exemplars.models.message import ExemplarMessage
from neuguong.exemplars.models.nomination import CriterionAnswer, EarlierAward, Evidence, Nomination
from neuguong.exemplars.models.objection import Objection, ObjectionWindow, WindowEntry
from neuguong.exemplars.models.replication import Replication
from neuguong.exemplars.models.revocation import Correction, Revocation
from neuguong.exemplars.models.reward import RewardConsent, RewardGrant, RewardRecord
from neuguong.exemplars.models.series import NumberSeries
from neuguong.exemplars.models.standard import Standard, StandardAnswer, StandardCriterion
from neuguong.exemplars.models.subject import Initiative, Subject
from neuguong.exemplars.models.voice import Suggestion

__all__ = [
    "ChecklistAnswer",
    "Claim",
    "ClaimQuestion",
    "ConflictDeclaration",
    "Consent",
    "ConsentGrant",
    "ConsentWithdrawal",
    "Correction",
    "CriterionAnswer",
    "Dismissal",
    "DraftText",
    "DuplicatePair",
    "EarlierAward",
    "Evidence",
    "Exemplar",
    "ExemplarMessage",
    "FieldVisit",
    "Initiative",
    "MovedNomination",
    "Nomination",
    "NumberSeries",
    "Objection",
    "ObjectionWindow",
    "Proof",
    "Preparer",
    "Recognition",
    "Replication",
    "Revocation",
    "RewardConsent",
    "RewardGrant",
    "RewardRecord",
    "Standard",
    "StandardAnswer",
    "StandardCriterion",
    "Recusal",
    "Subject",
    "Substitute",
    "Story",
    "SubjectKey",
    "SubjectMerge",
    "SubjectReading",
    "Suggestion",
    "Sweep",
    "TextBand",
    "VisitPhoto",
    "WindowEntry",
]
