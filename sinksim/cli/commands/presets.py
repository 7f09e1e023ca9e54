"""``sinksim presets``: the scenarios that come with it."""

from typing import Any

from sinksim.cli.outcome import as_json
from sinksim.cli.parser import Asked


def answer(asked: Asked) -> int:
    """Print the name and title of every preset, then of every small scenario to begin one's own from."""
    from sinksim.scenarios.loading.presets import presets, starters

    found = {"presets": [_about(name) for name in presets()], "starters": [_about(name) for name in starters()]}
    if asked.json:
        print(as_json(found))
        return 0
    rows = [row for group in found.values() for row in group]
    width = max((len(row["name"]) for row in rows), default=0)
    for row in rows:
        print(f"{row['name'].ljust(width)}  {row['title'].get(asked.lang) or ''}".rstrip())
    return 0


def _about(name: str) -> dict[str, Any]:
    """Name, title and description of a scenario, from its file alone."""
    from sinksim.scenarios.loading.presets import read_scenario

    tree = read_scenario(name)
    return {"name": name, "title": tree.get("title") or {}, "about": tree.get("about") or {}}
