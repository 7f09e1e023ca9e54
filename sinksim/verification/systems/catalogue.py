"""All systems that come with the package."""

from functools import cache

from sinksim.verification.systems.catalogue_of_choices import choices_by_state
from sinksim.verification.systems.catalogue_of_days import days
from sinksim.verification.systems.catalogue_of_departments import departments
from sinksim.verification.systems.catalogue_of_networks import networks
from sinksim.verification.systems.catalogue_of_priorities import priorities
from sinksim.verification.systems.catalogue_of_queues import limited_queues, plain_queues
from sinksim.verification.systems.system import System


@cache
def systems() -> tuple[System, ...]:
    """Every system, from the plainest queue to a whole day with shifts.

    The arguments of the formulas stand here a second time, in minutes, not read from the scenario: a rate or a unit
    that the scenario's reader mistakes cannot mislead both sides alike.
    """
    return (
        *plain_queues(),
        *limited_queues(),
        *priorities(),
        *networks(),
        *choices_by_state(),
        *departments(),
        *days(),
    )
