"""The tables of the organisation."""

from neuguong.org.models.account import Account, Invitation
from neuguong.org.models.block import Block, BlockHead, BlockMembership
from neuguong.org.models.council import Council, CouncilSeat
from neuguong.org.models.membership import Membership
from neuguong.org.models.reorganisation import Reorganisation
from neuguong.org.models.review import RoleReview
from neuguong.org.models.speaker import Speaker
from neuguong.org.models.tile import UnitTile
from neuguong.org.models.unit import Unit, UnitAncestor, UnitLineage

__all__ = [
    "Account",
    "Block",
    "BlockHead",
    "BlockMembership",
    "Council",
    "CouncilSeat",
    "Invitation",
    "Membership",
    "Reorganisation",
    "RoleReview",
    "Speaker",
    "Unit",
    "UnitAncestor",
    "UnitLineage",
    "UnitTile",
]
