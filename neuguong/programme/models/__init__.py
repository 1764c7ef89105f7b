"""The tables of the programme."""

from neuguong.programme.models.plan import Criterion, Duty, Movement, Plan, PlanVersion, Sector

__all__ = ["Criterion", "Duty", "Movement", "Plan", "PlanVersion", "Sector"]
