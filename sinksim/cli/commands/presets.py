"""``sinksim presets``: the scenarios that come with it."""

from typing import Any

from sinksim.cli.outcome import as_json
from sinksim.cli.parser import Asked


def answer(asked: Asked) -> int:
    """Print the name and title of every preset."""
    rows = [_about(name) for name in _names()]
    if asked.json:
        print(as_json({"presets": rows}))
        return 0
    width = max((len(row["name"]) for row in rows), default=0)
    for row in rows:
        print(f"{row['name'].ljust(width)}  {row['title'].get(asked.lang) or ''}".rstrip())
    return 0


def _names() -> list[str]:
    from sinksim.scenarios.loading.presets import presets

    return presets()


def _about(name: str) -> dict[str, Any]:
    """Name, title and description of a preset, from its file alone."""
    from sinksim.scenarios.loading.presets import read_scenario

    tree = read_scenario(name)
    return {"name": name, "title": tree.get("title") or {}, "about": tree.get("about") or {}}
