import ast
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from sinksim.experiments.replication_loop import fold_batches, in_order, turns
from tests.helpers.source import modules, name_of


def test_plans_take_turns_so_that_all_have_the_same_replications_finished():
    assert list(turns(["a", "b"], 2)) == [("a", 0), ("b", 0), ("a", 1), ("b", 1)]


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2, 9])
def test_what_calls_give_back_is_in_their_order_whatever_the_number_of_workers(workers):
    assert list(in_order([partial(pow, n, 2) for n in range(6)], workers)) == [0, 1, 4, 9, 16, 25]


def test_calls_on_threads_are_in_their_order_though_the_first_ends_last():
    later = threading.Event()

    def first():
        return later.wait(60)

    with ThreadPoolExecutor(2) as threads:
        assert list(in_order([first, later.set], threads=threads)) == [True, None]


@pytest.mark.parametrize("raised", [None, KeyboardInterrupt])
def test_a_replication_is_folded_batch_by_batch_and_closed_also_where_it_is_stopped(raised):
    closed, folded = [], []

    def stream():
        try:
            yield 1
            yield 2
            return "tables"
        finally:
            closed.append(True)

    def fold(batch):
        folded.append(batch)
        if raised is not None:
            raise raised

    if raised is None:
        assert fold_batches(stream(), fold) == "tables"
    else:
        with pytest.raises(raised):
            fold_batches(stream(), fold)
    assert (closed, folded) == ([True], [1, 2] if raised is None else [1])


@pytest.mark.slow
def test_only_the_loop_and_the_queue_start_processes():
    def starts(path):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        return any(
            isinstance(node, ast.ImportFrom) and str(node.module).startswith("joblib") for node in ast.walk(tree)
        )

    found = {name_of(path) for path in modules() if starts(path)}
    assert found == {"sinksim/experiments/replication_loop.py", "sinksim/jobs/queue.py"}
