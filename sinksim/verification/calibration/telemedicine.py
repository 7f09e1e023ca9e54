"""Figures of the preset `guizhou`: the mix of tele-services, clocks kept, the alert queue, travel saved."""

from collections.abc import Sequence

import numpy as np

from sinksim.core.records import NEVER, Channel, End
from sinksim.plan.plan import Plan
from sinksim.verification.calibration.replications import Figures, Flags, RunRecords, need_key, run_records

HOUR = 3_600_000


def at_default_load(plans: Sequence[Plan], replication: int) -> Figures:
    """Mix and clocks of the platform; travel saved against the same needs without it (the second plan)."""
    tele, traditional = (run_records(plan, replication) for plan in plans)
    return {**mix(tele), **attainment(tele), **alert_queue(tele), **travel_saved(tele, traditional)}


def at_heavy_load(plans: Sequence[Plan], replication: int) -> Figures:
    """Clocks and alert queue at a multiple of the load."""
    (tele,) = (run_records(plan, replication) for plan in plans)
    return {**attainment(tele), **alert_queue(tele)}


def completed_tele(run: RunRecords) -> Flags:
    """Needs of the cohort that the platform reported closed, truly solved or not (hollow)."""
    cases = run.cases
    closed = (cases["end"] == End.SOLVED) | (cases["end"] == End.HOLLOW)
    through: Flags = run.in_cohort & closed & (cases["channel"] == Channel.PLATFORM)
    return through


def mix(run: RunRecords) -> Figures:
    """Share of each service in completed tele-services, and the share of services beyond the three of the study."""
    done = run.cases["service"][completed_tele(run)]
    counts = np.bincount(done, minlength=len(run.plan.labels.services))
    named = dict(zip(run.plan.labels.services, counts.tolist(), strict=True))
    shares = {f"share_{name}": count / len(done) for name, count in named.items()}
    rest = len(done) - sum(named[name] for name in ("consultation", "imaging", "ecg"))
    return {**shares, "rest_of_total": rest / len(done)}


def attainment(run: RunRecords) -> Figures:
    """Share of consultations' response clocks that were met, among those met or missed, by urgency."""
    cases = run.cases
    # A case keeps the states of its clocks as bits, one bit a clock.
    bit = 1 << run.plan.labels.clocks.index("response")
    consultations = run.in_cohort & (cases["service"] == run.service("consultation"))
    found = {}
    for name in ("emergency", "ordinary"):
        of_urgency = consultations & (cases["urgency"] == run.urgency(name))
        kept = int(((cases["clocks_kept"] & bit) != 0)[of_urgency].sum())
        broken = int(((cases["clocks_broken"] & bit) != 0)[of_urgency].sum())
        found[f"kept_{name}"] = kept / max(kept + broken, 1)
    return found


def alert_queue(run: RunRecords) -> Figures:
    """Cases in the alert zone at the start and at the end of the window, and how many more these are."""
    cases, window = run.cases, run.plan.labels.window
    # A case stays in the alert zone, once there, until somebody answers: its time in the zone ends with the response.
    ends = np.where(cases["responded"] != NEVER, cases["responded"], window.horizon)
    begins = ends - cases["time_alert"]
    at = {
        name: float(((begins <= instant) & (instant < ends) & (cases["time_alert"] > 0)).sum())
        for name, instant in (("start", window.warm_up), ("end", window.warm_up + window.window))
    }
    return {"alert_at_start": at["start"], "alert_at_end": at["end"], "alert_growth": at["end"] - at["start"]}


def travel_saved(tele: RunRecords, traditional: RunRecords) -> Figures:
    """Hours of travel, there and back, that a consultation on the platform saves.

    The same needs are paired by (origin, layer, ordinal): consultations of the cohort that the platform closed and that
    were also filed and closed without it. Records hold the travel there; everybody in this preset travels back as well,
    hence twice.
    """
    chosen_with, chosen_without = (_consultations(run) for run in (tele, traditional))
    chosen_with &= tele.cases["channel"] == Channel.PLATFORM
    with_it, without_it = tele.cases[chosen_with], traditional.cases[chosen_without]
    _, i, j = np.intersect1d(need_key(with_it), need_key(without_it), assume_unique=True, return_indices=True)
    saved = 2 * (without_it["time_travel"][j] - with_it["time_travel"][i]) / HOUR
    return {"hours_saved": float(saved.mean()), "pairs": float(len(i))}


def _consultations(run: RunRecords) -> Flags:
    """Consultations of the cohort that were filed and have ended, through either channel."""
    cases = run.cases
    filed = run.in_cohort & (cases["closed"] != NEVER) & (cases["channel"] != Channel.NONE)
    chosen: Flags = filed & (cases["service"] == run.service("consultation"))
    return chosen
