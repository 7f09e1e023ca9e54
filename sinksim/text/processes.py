"""Processes as text: one line a step, branches indented."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from sinksim.scenarios.laws import Law
from sinksim.scenarios.processes import Step, Steps

INDENT = "  "
BRANCHES = ("then", "otherwise", "at_bound", "on_renege", "on_full", "on_no_show", "steps")


def process_lines(steps: Steps, depth: int = 1) -> Iterator[str]:
    """The steps of a process, and those inside them, in order."""
    for step in steps:
        yield INDENT * depth + _step(step)
        verb = getattr(step, step.verb)
        if isinstance(verb, BaseModel):
            yield from _inner(verb, depth + 1)


def _inner(verb: BaseModel, depth: int) -> Iterator[str]:
    """The steps inside a verb: those that follow an outcome, and those of named branches."""
    for name in BRANCHES:
        steps = getattr(verb, name, ())
        if steps:
            yield f"{INDENT * depth}{name}:"
            yield from process_lines(steps, depth + 1)
    for name, steps in getattr(verb, "branches", {}).items():
        yield f"{INDENT * depth}{name}:"
        yield from process_lines(steps, depth + 1)


def _step(step: Step) -> str:
    """A step in one line: its label, its verb and its settings."""
    label = f"[{step.label}] " if step.label else ""
    if step.follow is not None:
        return f"{label}follow {step.follow}" + (f" at {step.at}" if step.at else "")
    verb = getattr(step, step.verb)
    settings = f" {verb}" if isinstance(verb, str) else _settings(verb)
    return f"{label}{step.verb}{settings}"


def _settings(verb: BaseModel) -> str:
    """What was said of a verb, without its branches and what is left at its default."""
    fields = type(verb).model_fields
    given = [(name, getattr(verb, name)) for name in fields if name not in (*BRANCHES, "branches")]
    shown = [_setting(name, value) for name, value in given if value != fields[name].default]
    return f" {', '.join(shown)}" if shown else ""


def _setting(name: str, value: Any) -> str:
    """A setting of a verb: its name and value."""
    if isinstance(value, Law):
        return f"{name} {duration(value)}"
    if isinstance(value, BaseModel):
        return f"{name} ({_settings(value).strip()})"
    if isinstance(value, dict):
        return f"{name} {' '.join(f'{key}:{_plain(item)}' for key, item in value.items())}"
    return f"{name} {_plain(value)}"


def _plain(value: Any) -> str:
    """A value as text; several joined by +."""
    if isinstance(value, tuple):
        return "+".join(_plain(item) for item in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def duration(law: Law) -> str:
    """A law of times in words: ``5 min``, ``lognormal(mean 30, cv 0.4) min``."""
    parameters = {name: value for name, value in law if name not in ("law", "unit") and value is not None}
    if getattr(law, "law", "") == "constant":
        return f"{_plain(parameters['value'])} {law.unit}"
    inside = ", ".join(f"{name} {_plain(value)}" for name, value in parameters.items())
    return f"{getattr(law, 'law', '')}({inside}) {law.unit}"
