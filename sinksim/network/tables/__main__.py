"""``python -m sinksim.network.tables SOURCES [PLACE ...]``: make the tables of places from a folder of source tables."""

import argparse
import sys
from pathlib import Path

from sinksim.core.errors import BadInput
from sinksim.network.tables.making import made_tables
from sinksim.network.tables.places import PLACES
from sinksim.network.tables.writing import write_tables
from sinksim.scenarios.loading.presets import conf_folder


def main(arguments: list[str]) -> int:
    """Write the tables of each place asked for; exit code 0, or 2 with one sentence a fault and nothing written."""
    asked = _parser().parse_args(arguments)
    try:
        made = {place: made_tables(place, asked.sources) for place in asked.places or sorted(PLACES)}
    except BadInput as fault:
        print(fault, file=sys.stderr)
        return fault.exit_code
    for place, tables in made.items():
        for path in write_tables(asked.out / place, tables):
            print(path)
    return 0


def _parser() -> argparse.ArgumentParser:
    """What the command is given."""
    parser = argparse.ArgumentParser(prog="python -m sinksim.network.tables", description=__doc__)
    parser.add_argument("sources", type=Path, metavar="SOURCES", help="folder of the source tables (data/places)")
    parser.add_argument(
        "places", nargs="*", metavar="PLACE", help=f"which of {', '.join(sorted(PLACES))}; default: all"
    )
    parser.add_argument("--out", type=Path, default=conf_folder() / "places", help="folder of the places' folders")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
