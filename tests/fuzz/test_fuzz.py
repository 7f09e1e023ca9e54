"""Three hundred changed scenarios and tables; ``python -m tests.fuzz --count N --seed S`` lives through as many as it says."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TRIALS = 300


@pytest.mark.slow
def test_three_hundred_changed_scenarios_are_refused_in_sentences_or_run_the_same_on_both_engines():
    asked = [sys.executable, "-m", "tests.fuzz", "--count", str(TRIALS), "--seed", "1"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2_000:]
    assert done.stdout.splitlines()[-1].startswith(f"{TRIALS} trials, 0 failures: ")
