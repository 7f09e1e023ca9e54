"""Keys of the draws that bring a need about, by name."""

import numpy as np

from sinksim.core.stable_hash import stable_hash

ARRIVAL, BATCH, SEGMENT, URGENCY, REQUIRES, ADOPT, FILE, PERSON = (
    np.uint64(stable_hash(f"draw|{name}"))
    for name in ("arrival", "batch", "segment", "urgency", "requires", "adopt", "file", "person")
)
UP_TIME, DOWN_TIME = (stable_hash(f"draw|{name}") for name in ("up time", "down time"))
