import pytest

from sinksim.core.engine_names import FAST
from sinksim.experiments.engines import make_ready


@pytest.fixture(scope="session", autouse=True)
def fast_engine():
    """Compiled before the first page is drawn: no page waits for it, and no page's patience counts it."""
    make_ready(FAST)
