"""The initial backlog and recorded cases from before the start."""

from sinksim.core.records import Mark
from tests.helpers.worlds import MINUTE

DESK = """
stations: {desk: {servers: 1}}
processes: {main: [{queue: {station: desk, time: 10}}, close]}
"""


BACKLOG = """
stations: {desk: {servers: 1}}
processes:
  main:
    - relay: {time: 5}
    - {label: listed, queue: {station: desk, time: 10, file: true}}
    - close
services:
  need:
    traditional: {process: main}
    backlog: {per_origin: 3, waited: {law: constant, value: 2, unit: h}, at: listed}
"""


def test_the_backlog_waits_at_its_step_with_its_true_join_date(live):
    life = live(BACKLOG, [0])
    assert life.all("layer") == [-2, -2, -2, -1]
    assert life.minutes("arisen") == [-120, -120, -120, 0]
    assert life.minutes("closed") == [10, 20, 30, 40]
    assert [life.kinds(i) for i in range(3)] == [{"queue": wait, "service": 10} for wait in (120, 130, 140)]
    assert [bool(m & Mark.BACKLOG) for m in life.all("marks")] == [True] * 3 + [False]
    assert life.all("hops") == [0, 0, 0, 1]
    assert life.minutes("filed") == [-120, -120, -120, 0]


def test_the_visit_log_of_the_backlog_tells_when_it_joined(live):
    assert live(BACKLOG).stays("desk@site") == [(-120, 10), (-120, 20), (-120, 30)]
    # What the station counts begins with the run.
    assert live(BACKLOG).station("desk@site")["present"] == 60 * MINUTE


def test_a_logged_case_from_before_the_start_is_backlog(live):
    life = live(DESK, [-30, -60, 5])
    assert life.minutes("closed") == [20, 10, 30]
    assert life.kinds(1) == {"queue": 60, "service": 10}
    assert life.kinds(0) == {"queue": 40, "service": 10}
    assert [bool(m & Mark.BACKLOG) for m in life.all("marks")] == [True, True, False]


def test_the_backlog_enters_from_the_longest_waiting_on(live):
    life = live(DESK, [-1, -3, -2])
    assert life.minutes("closed") == [30, 10, 20]
