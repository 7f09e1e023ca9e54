"""The calibration page by a command: `python -m sinksim.verification.calibration [--out docs/calibration.md]`."""

import argparse
import sys
from pathlib import Path

from sinksim.core.errors import BadInput
from sinksim.verification.calibration.studies import DEPTH, Depth, report


def main() -> int:
    """Calibrate and write the page; exit code 0 where every missed target is explained, 1 where one is not, 2 for bad input."""
    parser = argparse.ArgumentParser(prog="python -m sinksim.verification.calibration", description=__doc__)
    parser.add_argument("--presets", type=Path, default=Path("conf/scenario"), help="folder of the presets")
    parser.add_argument("--out", type=Path, default=Path("docs/calibration.md"))
    parser.add_argument("--replications", type=int, default=DEPTH.replications, help="three times as many at load × 3")
    parser.add_argument("--workers", type=int, default=DEPTH.workers)
    asked = parser.parse_args()
    depth = Depth(replications=asked.replications, heavy_replications=3 * asked.replications, workers=asked.workers)
    try:
        explained = report(asked.presets, asked.out, depth, lambda study: print(study, file=sys.stderr))
    except BadInput as fault:
        print(fault, file=sys.stderr)
        return 2
    print(asked.out)
    return 0 if explained else 1


if __name__ == "__main__":
    sys.exit(main())
