"""Official papers of planning; importing the modules registers their kinds."""

from plans.documents import invitation, letter, plan, team_paper

__all__ = ["invitation", "letter", "plan", "team_paper"]
