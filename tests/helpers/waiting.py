"""Waiting for what another thread or process does."""

import time

# Far beyond what anything takes on a busy machine: it tells a hang, it measures nothing.
HANGS_AFTER_SECONDS = 300


def wait_until(true, what):
    """Come back as soon as a condition holds; fail where it seems never to."""
    end = time.monotonic() + HANGS_AFTER_SECONDS
    while not true():
        if time.monotonic() > end:
            raise TimeoutError(f"{what} did not come to its end")
        time.sleep(0.01)
