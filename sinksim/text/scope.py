"""What a run covers, in words: which part of the network, how many days, and whether it is a preview."""

import math

from sinksim.experiments.result import scope_of
from sinksim.i18n import Words, words
from sinksim.plan.labels import Labels


def scope_sentence(labels: Labels, t: Words) -> str:
    """The part of the network and the days of the window; of a preview also how far it was measured to deviate."""
    about = _part_and_days(labels, t)
    scope = labels.scope
    if not scope.preview:
        return t("scope.full", **about)
    if scope.deviation is None:
        return t("scope.unmeasured", **about)
    return t("scope.measured", **about, percent=math.ceil(100 * scope.deviation))


def preview_remark(labels: Labels) -> str:
    """That a row is of a preview, and of what, in English; empty for a full run."""
    t = words("en")
    return t("scope.preview", **_part_and_days(labels, t)) if labels.scope.preview else ""


def covered_part(labels: Labels, t: Words) -> str:
    """The part of the network that a run covers: how many of its areas, how they were chosen, in which place."""
    covered, scope = scope_of(labels), labels.scope
    tier = t.maybe(f"scope.tier_{scope.tier}") or t("scope.tier_area")
    part = t("scope.areas", areas=covered["areas"], of=covered["of_areas"], tier=tier)
    if scope.drawn:
        part = t("scope.drawn", part=part)
    return t("scope.place", place=t.either(scope.place, scope.place_en), part=part) if scope.place else part


def _part_and_days(labels: Labels, t: Words) -> dict[str, str]:
    days = scope_of(labels)["window_days"]
    return {"part": covered_part(labels, t), "days": t("scope.day") if days == 1 else t("scope.days", n=f"{days:g}")}
