"""What a figure means beside its target: the arithmetic behind a miss, and companions that put a figure in place."""

from collections.abc import Callable, Mapping

from sinksim.experiments.statistics import Interval
from sinksim.scenarios.scenario import Scenario
from sinksim.verification.calibration.target import Target

Seen = Mapping[str, Interval]


def note(target: Target, seen: Seen, scenario: Scenario) -> str:
    """The note of a target, by the figure it is about; empty where there is nothing to add."""
    write_note = _NOTES.get(target.figure)
    return write_note(seen, scenario) if write_note is not None else ""


def _within_county(seen: Seen, scenario: Scenario) -> str:
    """Why telemedicine moves this share by so little, from the parameters."""
    value = {name: float(p.value) for name, p in scenario.parameters.items()}
    # Of those who go without a referral: the share that leaves the county.
    beyond = 1 - value["self_county"]
    gain = (value["self_referral_off"] - value["self_referral_on"]) * beyond
    # Nearly all who leave the county go without a referral; those who are referred beyond it are taken as constant.
    rest = 1 - seen["within_county_tele"].mean - value["self_referral_on"] * beyond
    needed = (0.10 - rest) / beyond  # the target keeps 90 % of visits within the county
    return (
        f"Telemedicine moves first contact alone: self-referral falls from {value['self_referral_off']:.2f} to "
        f"{value['self_referral_on']:.2f}, and of those who refer themselves {beyond:.2f} leave the county, which is worth "
        f"{100 * gain:.1f} points. The target would need self-referral of {needed:.2f}, or telemedicine that also answers "
        "those who now go straight to a city or provincial hospital, which the preset does not claim."
    )


def _alert(seen: Seen, _: Scenario) -> str:
    """Why so few clocks are met under heavy load: how many overdue cases (the alert zone) wait as the window begins and ends."""
    start, end = seen["alert_at_start"], seen["alert_at_end"]
    return (
        f"{start.mean:.0f} cases in the alert zone when the window begins, {end.mean:.0f} when it ends. Alerted cases go "
        "first, so that at a desk with more work than hours nobody is answered before the 24 h have run out: the share "
        "kept falls to almost nothing instead of to the share that the desks could serve in time."
    )


def _kept(seen: Seen, _: Scenario) -> str:
    """How many alerted cases are waiting when the window ends."""
    return f"Cases in the alert zone at the end of the window: {seen['alert_at_end'].mean:.1f}."


def _saved(seen: Seen, _: Scenario) -> str:
    """Why the saving lies below the target, and over how many paired needs it is a mean."""
    return (
        f"{seen['pairs'].mean:,.0f} needs a replication that were filed both with and without the platform; needs above "
        "the county are filed less often without it, so that the mean lies below the 5.1 h of one trip averaged over all "
        "needs, and one in ten travels all the same."
    )


_NOTES: dict[str, Callable[[Seen, Scenario], str]] = {
    "within_county_tele": _within_county,
    "alert_growth": _alert,
    "kept_ordinary": _kept,
    "hours_saved": _saved,
}
