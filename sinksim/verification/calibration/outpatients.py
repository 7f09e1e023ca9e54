"""Figures of the preset `guizhou_visits`: where people go first, and where they are treated."""

from collections.abc import Sequence

import numpy as np

from sinksim.plan.plan import Plan
from sinksim.verification.calibration.replications import Figures, Flags, RunRecords, need_key, run_records


def first_contact_and_place(plans: Sequence[Plan], replication: int) -> Figures:
    """Shares with telemedicine (the first plan) and without it (the second)."""
    found: Figures = {}
    for name, plan in zip(("tele", "traditional"), plans, strict=True):
        run = run_records(plan, replication, visits=True)
        found |= {f"within_county_{name}": within_county(run), f"grassroots_first_{name}": grassroots_first(run)}
    return found


def within_county(run: RunRecords) -> float:
    """Share of the cohort's visits that take place in the county or below (tiers are numbered from the top), of all of them."""
    tiers = run.plan.labels.tiers
    tier = _tier_of_visits(run)[_of_cohort(run)]
    return float((tier >= tiers.index("county")).mean())


def grassroots_first(run: RunRecords) -> float:
    """Share of the cohort whose first visit is to a clinic or a township centre."""
    of_cohort = _of_cohort(run)
    visits, tier = run.visits[of_cohort], _tier_of_visits(run)[of_cohort]
    needs = need_key(visits)
    # In order of need and then of time, a need's first visit stands where the number of the need changes.
    order = np.lexsort((visits["joined"], needs))
    first = order[np.r_[True, np.diff(needs[order]) != 0]]
    # Tiers are numbered from the top: the township and all below it.
    return float((tier[first] >= run.plan.labels.tiers.index("township")).mean())


def _tier_of_visits(run: RunRecords) -> np.ndarray:
    tier: np.ndarray = run.plan.labels.stations.tier[run.visits["station"]]
    return tier


def _of_cohort(run: RunRecords) -> Flags:
    """Visits of the cohort in which service began: those that kept a server busy."""
    served = run.visits["busy"] > 0
    chosen: Flags = served & np.isin(need_key(run.visits), need_key(run.cases[run.in_cohort]))
    return chosen
