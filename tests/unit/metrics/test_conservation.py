import numpy as np
import pytest

from sinksim.core.records import NEVER, VISIT, End
from sinksim.metrics.aggregate import Aggregate
from sinksim.metrics.conservation import cases_unique, conserved, presence
from sinksim.plan.labels import Window
from tests.helpers.samples import DAY, HOUR, WINDOW, case, labels, random_cases, records, tables


def tally(*cases):
    aggregate = Aggregate(labels())
    aggregate.fold(records(*cases))
    return aggregate.tally


def test_consistent_cases_pass():
    cases = random_cases(1000, 1, labels())
    found = tally(cases)
    assert conserved(found, {"cost_staff_institution": int(cases["cost_staff_institution"].sum())}, expected=1000) == []


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"time_travel": 1}, "time: 1 cases do not add up"),
        ({"cost_fares": 5}, "money: cost_fares is 5 in the records but 0 in the ledger"),
        ({"end": 9}, "cases: 1 records end in a way that is not declared"),
    ],
)
def test_a_fault_is_said_in_one_sentence(fault, said):
    (sentence,) = conserved(tally(case(took=HOUR, **fault)), {})
    assert sentence.startswith(said)


def test_a_case_outside_the_cohort_is_checked_too():
    assert len(conserved(tally(case(arisen=0, took=HOUR, time_travel=1)), {})) == 1


def test_a_lost_record_is_missed():
    assert conserved(tally(case(took=HOUR)), {}, expected=2) == ["cases: 2 needs arose, but 1 records were written"]


def test_an_open_case_lasts_to_the_horizon_and_a_need_never_filed_takes_no_time():
    open_case = case(arisen=2 * DAY, end=End.OPEN, filed=2 * DAY, time_queue=WINDOW.horizon - 2 * DAY)
    assert conserved(tally(open_case, case(end=End.NEVER_FILED)), {}) == []
    assert len(conserved(tally(case(end=End.NEVER_FILED, time_discover=5)), {})) == 1


def test_money_in_the_ledger_that_no_record_carries_is_a_fault():
    assert conserved(tally(), {"cost_time": 3}) == [
        "money: cost_time is 0 in the records but 3 in the ledger (0.001 yuan)"
    ]


def test_a_second_record_of_one_need_is_found():
    assert cases_unique(records(case(ordinal=1), case(ordinal=2))) == []
    assert cases_unique(records(case(ordinal=1), case(ordinal=1))) == [
        "cases: 1 records repeat a need that already has one"
    ]


def test_presence_cuts_visits_at_the_run_and_lets_open_ones_last():
    visits = np.zeros(3, VISIT)
    visits["station"] = [0, 0, 1]
    visits["joined"] = [-50, 90, 20]
    visits["ended"] = [10, NEVER, 30]
    stations = tables(present=[20, 10, 0, 0]).stations
    assert presence(visits, Window(0, 100, 0), stations) == []
    stations["present"][1] = 11
    (sentence,) = presence(visits, Window(0, 100, 0), stations, labels())
    assert sentence == "station desk@201: 10 case ms in the visit log, but 11 counted as present"
