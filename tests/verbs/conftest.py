"""Hand-worked cases are lived through by both engines."""

from functools import partial

import pytest

from sinksim import agents, compiled
from tests.helpers import worlds


@pytest.fixture(params=[agents.run, compiled.run], ids=["agents", "compiled"])
def live(request):
    """``tests.helpers.worlds.live`` by one engine, then by the other."""
    return partial(worlds.live, engine_run=request.param)
