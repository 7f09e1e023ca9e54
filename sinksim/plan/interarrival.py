"""Laws of the time between two arrivals of a service's needs, as rows of the Plan's laws."""

from typing import NamedTuple

import numpy as np

from sinksim.core.draws import EXPONENTIAL
from sinksim.core.errors import BadInput
from sinksim.plan.laws import FORMS, law_row, mean_and_sd_of_row
from sinksim.plan.plan import Floats, Ints
from sinksim.plan.program import Program
from sinksim.scenarios.laws import MOST_CV, MS_PER, AnyLaw
from sinksim.scenarios.scenario import Scenario

POISSON = -1  # in the place of a law: gaps are exponential


class Gaps(NamedTuple):
    """What is known of the gaps between arrivals, by service."""

    law: Ints
    """Position of their law of mean 1 among the Plan's; POISSON for exponential gaps and for a service without demand."""
    dispersion: Floats
    """Variance over mean of the number of arrivals in a long time: the square of a gap's coefficient of variation."""


def add_gap_laws(scenario: Scenario, program: Program) -> Gaps:
    """Add the law of gaps of every service to the program's laws, scaled to mean 1.

    BadInput where only its shape counts and it has none: a law of mean 0, or one so uneven that the number of needs could not
    be bounded before a run.
    """
    positions, dispersion = [], []
    for name, service in scenario.services.items():
        law = service.demand.interarrival if service.demand is not None else None
        if law is None or FORMS[law.law].code == EXPONENTIAL:
            positions.append(POISSON)
            dispersion.append(1.0)
            continue
        mean, sd = _checked_moments(law, f"services.{name}.demand.interarrival")
        positions.append(len(program.laws))
        dispersion.append((sd / mean) ** 2)
        program.laws.append(FORMS[law.law].row(law, MS_PER[law.unit] / mean))
    return Gaps(np.array(positions, np.int64), np.array(dispersion, np.float64))


def _checked_moments(law: AnyLaw, where: str) -> tuple[float, float]:
    """Mean and standard deviation of a law of gaps [ms], at ``where`` in the scenario; BadInput where it is unfit for gaps."""
    mean, sd = mean_and_sd_of_row(law_row(law))
    if mean <= 0:
        raise BadInput(f"{where} has mean 0; allowed: a law of a mean above 0")
    if sd > MOST_CV * mean * (1 + 1e-9):
        raise BadInput(f"{where} has a coefficient of variation of {sd / mean:.4g}; allowed: at most {MOST_CV:g}")
    return mean, sd
