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
    """Share of the cohort's visits that take place in the county or below, of all their visits."""
    tiers = run.plan.labels.tiers
    depth = _tier_of_visits(run)[_of_cohort(run)]
    return float((depth >= tiers.index("county")).mean())


def grassroots_first(run: RunRecords) -> float:
    """Share of the cohort whose first visit is to a clinic or a township centre."""
    mine = _of_cohort(run)
    visits, depth = run.visits[mine], _tier_of_visits(run)[mine]
    who = need_key(visits)
    order = np.lexsort((visits["joined"], who))
    first = order[np.r_[True, np.diff(who[order]) != 0]]
    return float((depth[first] >= run.plan.labels.tiers.index("township")).mean())


def _tier_of_visits(run: RunRecords) -> np.ndarray:
    tier: np.ndarray = run.plan.labels.stations.tier[run.visits["station"]]
    return tier


def _of_cohort(run: RunRecords) -> Flags:
    """Visits of the cohort that were served."""
    served = run.visits["busy"] > 0
    mine: Flags = served & np.isin(need_key(run.visits), need_key(run.cases[run.in_cohort]))
    return mine
