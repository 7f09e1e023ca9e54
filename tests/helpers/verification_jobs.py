"""Jobs of the queue in tests: the fewest systems to verify, a pool that answers at once, waiting for the end."""

from concurrent.futures import Future

from sinksim.verification.systems import systems
from tests.helpers.waiting import wait_until

NAMES = [system.name for system in systems()][:3]


class AtOnce:
    """A pool that answers in the thread that asks."""

    def __init__(self, before=lambda: None):
        self.before = before

    def submit(self, call, *arguments, **named):
        self.before()
        future = Future()
        future.set_result(call(*arguments, **named))
        return future


def ended(order):
    """A job, once it is over."""
    wait_until(lambda: order.over, "a job")
    return order
