"""``python -m sinksim`` is the command ``sinksim``."""

import sys

from sinksim.cli import main

if __name__ == "__main__":
    sys.exit(main())
