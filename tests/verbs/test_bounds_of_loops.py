"""A loop at its bound lets the case go on, and is counted."""


def bounded(life):
    counts = dict(zip(life.plan.labels.steps, life.tables.limit_hits.tolist(), strict=True))
    return {step: count for step, count in counts.items() if count}


def test_a_check_that_would_send_a_case_back_once_more_is_counted(live):
    text = """
processes:
  main:
    - {label: start, wait: {kind: home, time: 1}}
    - check: {name: again, chance: 1, back_to: start, at_most: 3}
    - close
"""
    life = live(text, [0, 10])
    assert bounded(life) == {"processes.main.1.check": 2}
    assert life.all("bounces") == [3, 3]


def test_a_closure_that_would_come_back_once_more_is_counted(live):
    text = """
processes:
  main:
    - {label: start, wait: {kind: home, time: 1}}
    - close: {hollow: 1, reopen: {chance: 1, after: 5, back_to: start, at_most: 2}}
"""
    assert bounded(live(text, [0])) == {"processes.main.1.close": 1}
