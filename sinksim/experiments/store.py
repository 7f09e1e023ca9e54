"""Results stored for the next time: one file a run in the user's cache folder, shared by pages and command line.

A run's key is the hash of all that has a say in its numbers: the resolved scenario without its words, the seed, the
number of replications, ``SEMANTICS_VERSION`` and the sources of this very installation; the engine's name is not part
of it, because engines agree to the last bit. Only complete runs are stored, and none that reads a recorded log: those
stay in memory. A file that is broken, or is not what its name says, counts as absent.
"""

import hashlib
import json
import logging
import os
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sinksim.core.files import write_atomically
from sinksim.core.records import SEMANTICS_VERSION
from sinksim.experiments.stored_run import StoredRun, from_bytes, to_bytes
from sinksim.scenarios.scenario import Scenario

PLACE = "SINKSIM_CACHE"
OFF = "off"
SUFFIX = ".result"
MOST_BYTES = 500_000_000
LARGEST_FILE = 100_000_000
# A temporary file of this age was left by a process that was killed [s].
ABANDONED = 3600.0
# What a scenario says about itself, and how it is run: without a say in the numbers.
WORDS = {"title", "about", "names", "parameters", "levers", "comparison"}
MANNER = {"replications", "engine", "workers"}
# Everything below this floor, and the reduction on it, decides numbers.
DECIDES = ("core", "scenarios", "network", "plan", "workload", "agents", "compiled", "metrics", "experiments")

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Store:
    """A folder of stored runs, ``most_bytes`` at most: the longest unused go first."""

    folder: Path
    most_bytes: int = MOST_BYTES

    def find(self, scenario: Scenario, replications: int) -> StoredRun | None:
        """The whole run of a scenario, if it is stored and sound."""
        key = key_of(scenario, replications)
        path = self._path(key)
        try:
            if path.stat().st_size > LARGEST_FILE:
                return None  # no run is stored that large
            run = from_bytes(path.read_bytes(), key, replications)
            os.utime(path)  # used now, so that it goes later than others
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            _log.info("%s: computed again (%s)", path.name, error)
            return None
        return run

    def keep(self, scenario: Scenario, run: StoredRun) -> bool:
        """Store a whole run; false where it may not be stored or cannot be written, which is no fault of the run."""
        if run.labels.logged:
            return False  # people of a recorded log are real: nothing of them is kept
        key = key_of(scenario, len(run.finished))
        content = to_bytes(run, key)
        if len(content) > min(LARGEST_FILE, self.most_bytes):
            return False
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_atomically(self._path(key), content)
            self._make_room()
        except OSError as error:
            _log.info("%s: not kept (%s)", self.folder, error)
            return False
        return True

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}{SUFFIX}"

    def _make_room(self) -> None:
        """Remove what was left behind and what has not been used for longest."""
        # Files of runs end in SUFFIX; those still being written have more behind it.
        found = [(path, path.stat()) for path in self.folder.iterdir() if SUFFIX in path.name]
        now = time.time()
        for path, state in found:
            if path.suffix != SUFFIX and now - state.st_mtime > ABANDONED:
                path.unlink(missing_ok=True)
        whole = [(path, state) for path, state in found if path.suffix == SUFFIX]
        excess = sum(state.st_size for _, state in whole) - self.most_bytes
        for path, state in sorted(whole, key=lambda file: file[1].st_mtime):  # the longest unused first
            if excess <= 0:
                break
            path.unlink(missing_ok=True)
            excess -= state.st_size


def default_store() -> Store | None:
    """The user's own store; ``SINKSIM_CACHE`` names another folder, or is ``off``."""
    place = os.environ.get(PLACE)
    if place == OFF:
        return None
    if place:
        return Store(Path(place))
    from platformdirs import user_cache_path

    return Store(user_cache_path("sinksim") / "results")


def key_of(scenario: Scenario, replications: int) -> str:
    """What makes two runs the same run: all of the scenario that decides numbers, the replications, the program itself."""
    contents = scenario.model_dump_json(exclude={**dict.fromkeys(WORDS, True), "experiment": MANNER})
    about = json.dumps([SEMANTICS_VERSION, sources(), replications])
    return hashlib.sha256(f"{about}\n{contents}".encode()).hexdigest()


@cache
def sources() -> str:
    """Hash of the files that decide numbers, so that a changed program never answers with old ones."""
    package = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for name in DECIDES:
        place = package / name
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(f"{path.relative_to(package).as_posix()}\0{path.stat().st_size}\0".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()
