"""Labels and records small enough to be worked out by hand."""

import numpy as np

from sinksim.core.records import CASE, INCIDENT, NEVER, STATION, VISIT, Channel, End, RecordChunk, Tables
from sinksim.plan.labels import Areas, Capital, Labels, Payroll, Scope, StationLabels, Window

HOUR, DAY = 3_600_000, 86_400_000
WINDOW = Window(warm_up=DAY, window=10 * DAY, follow_up=20 * DAY)
UNSET = {"filed": NEVER, "responded": NEVER, "closed": NEVER, "solved": NEVER, "place_tier": -1, "top_tier": -1}


def labels(capital=0, illustrative=True, services=("clinic", "hotline"), warm_up=DAY, posts=None, of_stations=None):
    """Two counties (P 100 with township 101, Q 200 with 201 and 202), two segments, a desk per township."""

    def ints(*values):
        return np.array(values, np.int64)

    areas = Areas(("100", "200"), ("甲县", "乙县"), ("A", "B"), ints(1000, 3000), ints(0, 1, 1), np.array([True, True]))
    stations = StationLabels(
        ("desk@101", "desk@201", "desk@202", "ward@100"),
        ints(0, 0, 0, 1),
        ints(2, 2, 2, 1),
        ints(0, 1, 1, 0),
        ("101", "201", "202", "100"),
        ints(1, 1, 2, 3),
        np.zeros(4, np.bool_),
    )
    return Labels(
        scenario="toy",
        services=services,
        origins=("101", "201", "202"),
        segments=("young", "old"),
        urgencies=("urgent", "usual"),
        tiers=("province", "county", "township"),
        clocks=("reply", "finish"),
        steps=(),
        templates=("desk", "ward"),
        scope=Scope("county", "", "", drawn=False, preview=False, deviation=None),
        areas=areas,
        stations=of_stations or stations,
        window=Window(warm_up, WINDOW.window, WINDOW.follow_up),
        coverage_deadline=np.full(len(services), 2 * DAY, np.int64),
        origin_population=ints(1000, 1000, 2000),
        travel_ms=np.array([[5 * HOUR] * 3, [HOUR, HOUR, 2 * HOUR], [0, 0, 0]], np.int64),
        catchment_ms=ints(0, HOUR, HOUR),
        payroll=posts or payroll(),
        capital=Capital(capital * 73 // 2, capital),
        judged=True,
        illustrative=illustrative,
    )


def payroll(window=(0, 0, 0, 0), year=(0, 0, 0, 0), payer=(0, 0, 0, 0), wage=0):
    """Pay of the posts of the four stations; no posts where it is 0."""

    def ints(values):
        return np.array(values, np.int64)

    paid = ints(window) > 0
    return Payroll(
        kinds=("clerk",) if paid.any() else (),
        kind=np.where(paid, 0, -1),
        payer=ints(payer),
        wage=np.where(paid, wage, 0),
        share=np.ones(4),
        window=ints(window),
        year=ints(year),
        posts=ints(year) / 1e8,
        below_station=ints(()),
        below_area=ints(()),
        below_share=np.zeros(0),
        days_of_year=365,
    )


def case(arisen=2 * DAY, took=None, end=End.SOLVED, **fields):
    """One record; ``took`` fills the queue and sets filed, responded, closed and (where solved) solved."""
    record = np.zeros(1, CASE)
    set_up = {**UNSET, "arisen": arisen, "end": end, "channel": Channel.TRADITIONAL}
    if took is not None:
        set_up |= {"filed": arisen, "responded": arisen, "closed": arisen + took, "time_queue": took}
        set_up |= {"solved": arisen + took} if end == End.SOLVED else {}
    if end == End.NEVER_FILED:
        set_up["channel"] = Channel.NONE
    for name, value in {**set_up, **fields}.items():
        record[name] = value
    return record


def records(*cases):
    return np.concatenate(cases) if cases else np.zeros(0, CASE)


def tables(ledger=None, stations=4, **fields):
    rows = np.zeros(stations, STATION)
    for name, value in fields.items():
        rows[name] = value
    return Tables(rows, np.zeros(0, INCIDENT), ledger or {}, np.zeros(len(End), np.int64), np.zeros(0, np.int64))


def random_cases(count, seed, these, mean_days=1.0):
    """Consistent synthetic cases: everything solved in the queue except one in ten, which stays open."""
    rng = np.random.default_rng(seed)
    window = these.window
    rows = np.zeros(count, CASE)
    for name, value in UNSET.items():
        rows[name] = value
    rows["ordinal"] = np.arange(count)
    rows["service"] = rng.integers(0, len(these.services), count)
    rows["origin"] = rng.integers(0, len(these.origins), count)
    rows["segment"] = rng.integers(0, len(these.segments), count)
    rows["arisen"] = rows["filed"] = window.warm_up + rng.integers(0, window.window, count)
    took = np.minimum((rng.exponential(mean_days * DAY, count)).astype(np.int64), window.horizon - rows["arisen"] - 1)
    left = rng.random(count) < 0.1
    rows["time_queue"] = np.where(left, window.horizon - rows["arisen"], took)
    rows["closed"] = rows["solved"] = np.where(left, NEVER, rows["arisen"] + took)
    rows["end"] = np.where(left, End.OPEN, End.SOLVED)
    rows["cost_staff_institution"] = took // 1000
    rows["place_tier"] = rng.integers(0, len(these.tiers), count)
    return rows


class FakePlan:
    """What replications need of a plan, and how long its cases take."""

    def __init__(self, these, mean_days=1.0, count=2000, seed=7):
        self.seed = seed
        self.labels, self.mean_days, self.count = these, mean_days, count


def fake_run(plan, replication, visits=False):
    """An engine that yields synthetic records in three portions; the same luck for the same replication."""
    rows = random_cases(plan.count, replication, plan.labels, plan.mean_days)
    for part in np.array_split(rows, 3):
        yield RecordChunk(part, np.zeros(0, VISIT), int(part["arisen"][-1]))
    busy = np.full(4, 10 * DAY)
    return tables({"cost_staff_institution": int(rows["cost_staff_institution"].sum())}, open=20 * DAY, busy=busy)
