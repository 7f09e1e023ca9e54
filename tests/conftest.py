"""What all tests share: no store of results of whoever runs them, and interrupts that strike.

Tests of the store name a folder of their own. A shell lets what it starts in the background ignore interrupts, and what that
starts inherits it: a test that sends one would wait for ever.
"""

import os
import signal

os.environ["SINKSIM_CACHE"] = "off"


def pytest_configure() -> None:
    """Let an interrupt be one, in this process and in those that tests start."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
