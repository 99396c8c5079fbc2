"""A schedule proposed by calculation: plain data in, plain data out, no database."""

from plans.domain.solving.problem import Answer, Crew, MonthAnswer, Placing, Problem, Share, Stop
from plans.domain.solving.solve import solve

__all__ = ["Answer", "Crew", "MonthAnswer", "Placing", "Problem", "Share", "Stop", "solve"]
