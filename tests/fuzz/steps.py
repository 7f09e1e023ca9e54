"""Steps that a mutation puts into a process: every verb and jump in a few words, and loops of every kind."""

import random
from typing import Any

from tests.fuzz.names import Names

Tree = dict[str, Any]
NEARLY_ALWAYS = (1, 1.0, 0.999999999999, 0.5, 0)


def made_step(rng: random.Random, names: Names) -> Any:
    """A step that fits the scenario's names, more or less."""
    verb = rng.choice(sorted(_MADE))
    step: Any = _MADE[verb](rng, names)
    if isinstance(step, dict) and rng.random() < 0.3:
        step["label"] = names.drawn(rng, "label")
    return step


def _time(rng: random.Random) -> Any:
    return rng.choice((0, 1, 5, 0.0001, {"law": "exponential", "mean": 3}, {"law": "uniform", "low": 0, "high": 0}))


def _queue(rng: random.Random, names: Names) -> Tree:
    step = {"station": names.drawn(rng, "station"), "time": _time(rng)}
    if rng.random() < 0.3:
        step |= {"patience": _time(rng), "on_renege": [{"goto": names.drawn(rng, "goto")}]}
    if rng.random() < 0.2:
        step["on_full"] = [{"goto": names.drawn(rng, "goto")}]
    return {"queue": step}


def _back(rng: random.Random, names: Names) -> Tree:
    often = rng.choice((1, 3, 10_000))
    rule = {"chance": rng.choice(NEARLY_ALWAYS), "back_to": names.drawn(rng, "back_to"), "at_most": often}
    return {"check": {"name": names.drawn(rng, "name"), **rule}}


def _branching(rng: random.Random, names: Names) -> Tree:
    jump = {"goto": names.drawn(rng, "goto")}
    rule = rng.choice(
        (
            {"chance": rng.choice(NEARLY_ALWAYS), "then": [jump]},
            {"chance": 0.999999999999, "otherwise": ["close"], "then": [jump]},
            {"outage": True, "then": [{"leave": {}}]},
            {"by": "urgency", "branches": {name: [jump] for name in names.known("urgency")[:2]}},
            {"weights": {"a": 1, "b": rng.choice((0, 1, 1e308))}, "branches": {"a": [], "b": [jump]}},
            {"chance": 1, "load_of": names.drawn(rng, "load_of"), "then": [jump]},
        )
    )
    return {"check": {"name": names.drawn(rng, "name"), **rule}}


def _divided(rng: random.Random, names: Names) -> Tree:
    inner = [made_step(rng, names)] if rng.random() < 0.3 else [{"queue": {"station": "department", "time": 2}}]
    members = [names.drawn(rng, "departments") for _ in range(rng.randint(1, 3))]
    return {rng.choice(("fork", "serial")): {"name": "parts", "departments": members, "steps": inner}}


def _assembled(rng: random.Random, names: Names) -> Tree:
    members = [names.drawn(rng, "departments") for _ in range(rng.randint(1, 3))]
    return {"assemble": {"name": "all", "departments": members, "arrival": _time(rng), "work": _time(rng)}}


def _followed(rng: random.Random, names: Names) -> Tree:
    at = {"at": names.drawn(rng, "at")} if rng.random() < 0.3 else {}
    return {"follow": names.drawn(rng, "follow"), **at}


def _reopened(rng: random.Random, names: Names) -> Tree:
    often = rng.choice((1, 100))
    after = {"chance": rng.choice(NEARLY_ALWAYS), "after": _time(rng), "back_to": names.drawn(rng, "back_to")}
    return {"close": {"hollow": rng.choice(NEARLY_ALWAYS), "reopen": {**after, "at_most": often}}}


_MADE: dict[str, Any] = {
    "travel": lambda rng, names: {"travel": {"to": names.drawn(rng, "to")}},
    "way": lambda rng, names: {"travel": {"time": _time(rng), "fare": rng.choice((0, 2.5, 1e13, 1e15, 1e18))}},
    "queue": _queue,
    "relay": lambda rng, names: {"relay": {"time": _time(rng), "calendar": names.drawn(rng, "calendar")}},
    "wait": lambda rng, names: {"wait": {"kind": rng.choice(("home", "queue", "rework")), "time": _time(rng)}},
    "meet": lambda rng, names: {"meet": {"every_days": rng.choice((0.0001, 1, 3650)), "at": names.drawn(rng, "to")}},
    "back": _back,
    "check": _branching,
    "divided": _divided,
    "assemble": _assembled,
    "clock": lambda rng, names: {"clock": {rng.choice(("start", "stop")): names.drawn(rng, "start")}},
    "charge": lambda rng, names: {"charge": {"fee": rng.choice((1, 1e7, 0.0001)), "reimbursed": rng.random()}},
    "close": lambda rng, names: "close",
    "reopen": _reopened,
    "leave": lambda rng, names: {"leave": {"end": rng.choice(("lost", "reneged", "refused"))}},
    "goto": lambda rng, names: {"goto": names.drawn(rng, "goto")},
    "follow": _followed,
}
