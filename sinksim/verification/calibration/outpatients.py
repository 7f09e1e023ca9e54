"""Figures of the preset `guizhou_visits`: where people go first, and where they are treated."""

from collections.abc import Sequence

import numpy as np

from sinksim.plan.plan import Plan
from sinksim.verification.calibration.replications import Figures, Flags, Life, identity, live


def first_contact_and_place(plans: Sequence[Plan], replication: int) -> Figures:
    """Shares with telemedicine (the first plan) and without it (the second)."""
    found: Figures = {}
    for name, plan in zip(("tele", "traditional"), plans, strict=True):
        life = live(plan, replication, visits=True)
        found |= {f"within_county_{name}": within_county(life), f"grassroots_first_{name}": grassroots_first(life)}
    return found


def within_county(life: Life) -> float:
    """Share of the cohort's visits that take place in the county or below, of all their visits."""
    tiers = life.plan.labels.tiers
    depth = _tier_of_visits(life)[_of_cohort(life)]
    return float((depth >= tiers.index("county")).mean())


def grassroots_first(life: Life) -> float:
    """Share of the cohort whose first visit is to a clinic or a township centre."""
    mine = _of_cohort(life)
    visits, depth = life.visits[mine], _tier_of_visits(life)[mine]
    who = identity(visits)
    order = np.lexsort((visits["joined"], who))
    first = order[np.r_[True, np.diff(who[order]) != 0]]
    return float((depth[first] >= life.plan.labels.tiers.index("township")).mean())


def _tier_of_visits(life: Life) -> np.ndarray:
    tier: np.ndarray = life.plan.labels.stations.tier[life.visits["station"]]
    return tier


def _of_cohort(life: Life) -> Flags:
    """Visits of the cohort that were served."""
    served = life.visits["busy"] > 0
    mine: Flags = served & np.isin(identity(life.visits), identity(life.cases[life.in_cohort]))
    return mine
