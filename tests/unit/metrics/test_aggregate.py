import numpy as np
import pytest

from sinksim.core.records import CASE, NEVER, End, Mark
from sinksim.core.time_bins import SQUARE_BITS
from sinksim.metrics.aggregate import Aggregate
from sinksim.metrics.columns import square_total
from sinksim.metrics.slices import FAMILIES, keys
from tests.helpers.samples import DAY, HOUR, case, labels, random_cases, records, tables


def folded(*cases, **options):
    aggregate = Aggregate(labels(**options))
    aggregate.fold(records(*cases))
    return aggregate


def total(aggregate, name, family="overall", row=0):
    return aggregate.slice(family).exact(name)[row]


def test_only_needs_that_arise_within_the_window_are_counted():
    aggregate = folded(case(arisen=DAY - 1), case(arisen=DAY), case(arisen=11 * DAY - 1), case(arisen=11 * DAY))
    assert total(aggregate, "arisen") == 2
    assert aggregate.tally.cases == 4


def test_background_cases_are_left_out_and_the_backlog_stands_apart():
    aggregate = folded(case(marks=Mark.BACKGROUND), case(arisen=-5 * DAY, marks=Mark.BACKLOG, took=DAY), case())
    assert total(aggregate, "arisen") == 1
    assert total(aggregate, "arisen", "backlog") == 1


def test_a_backlog_case_that_joined_within_the_window_is_not_of_the_cohort():
    aggregate = folded(case(arisen=2 * DAY, marks=Mark.BACKLOG))
    assert total(aggregate, "arisen") == 0
    assert total(aggregate, "arisen", "backlog") == 1


def test_elapsed_is_cut_at_the_follow_up_which_also_stands_for_the_unsolved():
    aggregate = folded(case(took=3 * DAY), case(took=25 * DAY), case(end=End.NEVER_FILED), case(took=1, end=End.HOLLOW))
    assert total(aggregate, "elapsed") == (3 + 20 + 20 + 20) * DAY
    assert total(aggregate, "elapsed_solved") == 28 * DAY


def test_covered_needs_true_solution_by_the_deadline_exactly():
    aggregate = folded(case(took=2 * DAY), case(took=2 * DAY + 1), case(took=DAY, end=End.HOLLOW))
    assert total(aggregate, "covered") == 1


def test_reported_takes_in_hollow_closures_but_not_those_who_left():
    ends = (End.SOLVED, End.HOLLOW, End.REFUSED, End.RENEGED, End.LOST)
    aggregate = folded(*(case(took=HOUR, end=end) for end in ends), case(filed=2 * DAY, end=End.OPEN))
    assert total(aggregate, "reported") == 2
    assert total(aggregate, "solved") == 1
    assert [total(aggregate, f"end_{end.name.lower()}") for end in ends] == [1] * 5
    assert total(aggregate, "end_open") == 1


def test_a_case_is_counted_under_its_service_area_and_segment():
    aggregate = folded(case(service=1, origin=2, segment=1, trips=3))
    for family in FAMILIES:
        trips = aggregate.slice(family).exact("trips")
        at = [n for n, key in enumerate(keys(aggregate.labels, family)) if trips[n]]
        expected = [] if family == "backlog" else [keys(aggregate.labels, family)[at[0]]]
        assert [keys(aggregate.labels, family)[n] for n in at] == expected
    assert aggregate.slice("service_area").exact("trips").tolist() == [0, 0, 0, 3]
    assert aggregate.slice("service_segment").exact("trips").tolist() == [0, 0, 0, 3]


def test_clocks_and_tiers_are_counted_bit_by_bit():
    aggregate = folded(
        case(clocks_started=0b11, clocks_kept=0b10, clocks_broken=0b01, place_tier=2, top_tier=0),
        case(clocks_started=0b10, clocks_kept=0b10, place_tier=1),
    )
    assert total(aggregate, "clock_kept:reply") == 0
    assert total(aggregate, "clock_broken:reply") == 1
    assert total(aggregate, "clock_kept:finish") == 2
    assert [total(aggregate, f"place:{tier}") for tier in aggregate.labels.tiers] == [0, 1, 1]
    assert total(aggregate, "top:province") == 1


def test_squares_stay_exact_where_int64_would_overflow():
    span, cases = 10**10, 10**8
    high, low = span >> SQUARE_BITS, span & ((1 << SQUARE_BITS) - 1)
    parts = [np.int64(part) * np.int64(cases) for part in (high * high, high * low, low * low)]
    assert square_total(*parts) == span * span * cases


def test_the_squares_of_a_fold_are_the_squares_of_its_spans():
    aggregate = folded(case(took=3 * DAY + 17), case(took=123_457))
    parts = [total(aggregate, f"elapsed_{part}") for part in ("hh", "hl", "ll")]
    assert square_total(*parts) == (3 * DAY + 17) ** 2 + 123_457**2


def state(aggregate):
    arrays = [
        aggregate.sums,
        aggregate.by_day,
        aggregate.by_area,
        aggregate.by_segment,
        aggregate.stations,
    ]
    return [a.tolist() for a in arrays], aggregate.ledger, aggregate.incidents, aggregate.tally.ends.tolist()


@pytest.mark.parametrize("cuts", [1, 3, 500])
def test_portions_and_merging_give_the_same_aggregate_as_one_fold(cuts):
    these = labels()
    cases = random_cases(3000, 5, these)
    whole, merged = Aggregate(these), Aggregate(these)
    whole.fold(cases)
    whole.fold_tables(tables({"cost_staff_institution": 7}, busy=5, most_waiting=3))
    for n, part in enumerate(np.array_split(cases[::-1], cuts)):
        one = Aggregate(these)
        one.fold(part)
        if n == 0:
            one.fold_tables(tables({"cost_staff_institution": 7}, busy=5, most_waiting=3))
        merged.merge(one)
    assert state(whole) == state(merged)


def test_sums_equal_a_plain_loop_over_the_cases():
    these = labels()
    cases = random_cases(500, 9, these)
    aggregate = Aggregate(these)
    aggregate.fold(cases)
    expected = np.zeros(2, np.int64)
    for row in cases:
        expected[these.areas.of_origin[row["origin"]]] += row["cost_staff_institution"]
    assert aggregate.slice("area").exact("cost_staff_institution").tolist() == expected.tolist()


def test_the_longest_queue_is_the_longest_of_any_replication_and_times_add_up():
    aggregate = Aggregate(labels())
    aggregate.fold_tables(tables(busy=5, most_waiting=[1, 9, 2, 2]))
    aggregate.fold_tables(tables(busy=6, most_waiting=[4, 3, 2, 2]))
    part = aggregate.slice("overall")
    assert part.stations is not None
    assert part.stations[:, 8].tolist() == [33, 11]
    assert aggregate.stations[:, 11].tolist() == [4, 9, 2, 2]


def anything(count, seed, these):
    """Records with anything in every field that a record may hold, times that do not add up and unknown ends included."""
    rng = np.random.default_rng(seed)
    rows = np.zeros(count, CASE)
    for name in rows.dtype.names:
        rows[name] = rng.integers(0, 40 * DAY, count)
        if name in {"arisen", "filed", "responded", "closed", "solved"}:
            rows[name] = np.where(rng.random(count) < 0.3, NEVER, rows[name])
    for name, size in (("service", len(these.services)), ("origin", len(these.areas.of_origin)),
                       ("segment", len(these.segments)), ("channel", 3), ("marks", 2 * max(Mark)),
                       ("end", len(End) + 1)):  # fmt: skip
        rows[name] = rng.integers(0, size, count)
    rows["satisfaction"] = rng.integers(-1, 100_001, count)
    for name in ("place_tier", "top_tier"):
        rows[name] = rng.integers(-1, len(these.tiers), count)
    rows["arisen"] = rng.integers(-DAY, 14 * DAY, count)
    rows["solved"] = np.where(rng.random(count) < 0.4, NEVER, rows["arisen"] + rng.integers(0, 25 * DAY, count))
    # What is closed was filed before; some were solved at the first closure, and with at most one trip or visit.
    closed = np.maximum(rows["filed"], 0) + rng.integers(0, 25 * DAY, count)
    rows["closed"] = np.where(rng.random(count) < 0.3, NEVER, np.where(rows["filed"] != NEVER, closed, rows["closed"]))
    at_once = (rng.random(count) < 0.2) & (rows["solved"] != NEVER) & (rows["filed"] <= rows["solved"])
    rows["closed"][at_once] = rows["solved"][at_once]
    rows["trips"], rows["visits"] = rng.integers(0, 4, count), rng.integers(0, 4, count)
    return rows


@pytest.mark.parametrize("seed", range(5))
def test_the_compiled_fold_does_what_the_columns_declare(seed):
    these = labels()
    fast, plain = Aggregate(these), Aggregate(these)
    for part in range(3):
        cases = anything(400, 10 * seed + part, these)
        fast.fold(cases)
        plain.fold_plainly(cases)
    assert plain.tally.mistimed > 0
    assert plain.tally.unknown_ends > 0
    assert plain.sums.any(axis=(1, 2, 3)).all()
    unused = {column.name for n, column in enumerate(plain.columns) if not plain.sums[..., n].any()}
    assert unused == set()
    assert state(fast) == state(plain)
    assert vars(fast.tally) | {"ends": 0, "money": 0} == vars(plain.tally) | {"ends": 0, "money": 0}
    assert fast.tally.money.tolist() == plain.tally.money.tolist()
