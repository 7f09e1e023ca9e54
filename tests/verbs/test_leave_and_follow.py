"""Leave: the end of a case without a closure. Follow: go on in another process."""

from sinksim.core.records import End


def test_a_case_may_leave_lost_or_refused(live):
    for end, expected in (("lost", End.LOST), ("refused", End.REFUSED), ("reneged", End.RENEGED)):
        life = live(f"processes: {{main: [{{wait: {{kind: home, time: 5}}}}, {{leave: {{end: {end}}}}}]}}", [0])
        assert (life.all("end"), life.minutes("closed")) == ([expected], [5])


def test_a_case_may_follow_another_process_from_a_label(live):
    text = """
processes:
  main: [{wait: {kind: home, time: 5}}, {follow: other, at: second}]
  other: [{wait: {kind: home, time: 100}}, {label: second, wait: {kind: home, time: 7}}, close]
"""
    assert live(text, [0]).minutes("closed") == [12]
