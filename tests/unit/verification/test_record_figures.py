from types import SimpleNamespace

import numpy as np
import pytest

from sinksim.core.records import CASE, NEVER, VISIT, Channel, End
from sinksim.plan.labels import Window
from sinksim.verification.calibration import outpatients, telemedicine
from sinksim.verification.calibration.replications import RunRecords, need_key

HOUR, DAY = 3_600_000, 86_400_000
SERVICES = ("consultation", "imaging", "ecg")
TIERS = ("province", "prefecture", "county", "township")


def plan():
    window = Window(DAY, 2 * DAY, 3 * DAY)
    stations = SimpleNamespace(tier=np.array([0, 1, 2, 3]))
    return SimpleNamespace(
        labels=SimpleNamespace(
            services=SERVICES,
            urgencies=("emergency", "ordinary"),
            tiers=TIERS,
            clocks=("response",),
            window=window,
            stations=stations,
        )
    )


def cases(rows):
    """Case records: closed consultations on the platform that arose in the window, unless a row says otherwise."""
    found = np.zeros(len(rows), CASE)
    found["arisen"], found["closed"], found["responded"] = DAY, DAY + HOUR, DAY + HOUR
    found["channel"], found["ordinal"] = Channel.PLATFORM, np.arange(len(rows))
    for record, row in zip(found, rows, strict=True):
        for name, value in row.items():
            record[name] = value
    return found


def visits(rows):
    found = np.zeros(len(rows), VISIT)
    found["busy"] = 1
    for record, (ordinal, station, joined) in zip(found, rows, strict=True):
        record["ordinal"], record["station"], record["joined"] = ordinal, station, joined
    return found


def run_of(rows, stays=()):
    return RunRecords(plan(), cases(rows), visits(stays))


def test_the_mix_counts_what_the_platform_closed_in_the_window_and_nothing_else():
    rows = [{"service": s} for s in (0, 1, 1, 2)]
    outside = [
        {"channel": Channel.TRADITIONAL},
        {"end": End.OPEN},
        {"arisen": 0},
        {"arisen": 3 * DAY},
    ]
    found = telemedicine.mix(run_of(rows + outside))
    assert found == {"share_consultation": 0.25, "share_imaging": 0.5, "share_ecg": 0.25, "rest_of_total": 0.0}


def test_attainment_is_by_urgency_and_leaves_out_clocks_that_are_undecided():
    rows = [
        {"urgency": 0, "clocks_kept": 1},
        {"urgency": 1, "clocks_kept": 1},
        {"urgency": 1, "clocks_broken": 1},
        {"urgency": 1},
        {"urgency": 1, "service": 1, "clocks_broken": 1},
    ]
    assert telemedicine.attainment(run_of(rows)) == {"kept_emergency": 1.0, "kept_ordinary": 0.5}


def test_the_alert_queue_counts_who_is_in_alert_at_an_instant():
    rows = [
        {"time_alert": 2 * HOUR, "responded": DAY + HOUR},
        {"time_alert": HOUR, "responded": DAY + HOUR},
        {"time_alert": 4 * DAY, "responded": NEVER},
        {"time_alert": HOUR, "responded": 3 * DAY},
    ]
    # From DAY - HOUR to DAY + HOUR; from DAY on; the horizon less 4 days on, to the end; gone at the end of the window.
    assert telemedicine.alert_queue(run_of(rows)) == {"alert_at_start": 2.0, "alert_at_end": 1.0, "alert_growth": -1.0}


def test_travel_is_saved_by_the_same_need_whatever_the_order_of_records():
    tele = run_of([{"ordinal": 7, "time_travel": HOUR}, {"ordinal": 5, "time_travel": 0}])
    other = [{"ordinal": 5, "time_travel": 2 * HOUR}, {"ordinal": 6, "time_travel": 9 * HOUR}]
    traditional = run_of([*other, {"ordinal": 7, "time_travel": 2 * HOUR}])
    assert telemedicine.travel_saved(tele, traditional) == {"hours_saved": 3.0, "pairs": 2.0}


def test_a_need_that_was_not_filed_on_one_side_saves_no_travel():
    tele = run_of([{"ordinal": 1, "time_travel": 0}, {"ordinal": 2}])
    never = {"ordinal": 2, "channel": Channel.NONE, "end": End.NEVER_FILED, "closed": NEVER, "time_travel": 0}
    traditional = run_of([{"ordinal": 1, "time_travel": HOUR}, never])
    assert telemedicine.travel_saved(tele, traditional) == {"hours_saved": 2.0, "pairs": 1.0}


def test_the_key_of_a_need_keeps_origin_layer_and_ordinal_apart():
    rows = [
        {"origin": o, "layer": layer, "ordinal": n}
        for o in (0, 1, 1509)
        for layer in (-2, 0, 63)
        for n in (0, 1, 2**34)
    ]
    assert len(np.unique(need_key(cases(rows)))) == len(rows)


def test_first_contact_is_the_visit_that_was_joined_first():
    stays = [(0, 2, 50), (0, 3, 10), (1, 2, 20), (1, 3, 90), (2, 3, 30), (3, 3, 40)]
    run = run_of([{"ordinal": n} for n in range(3)] + [{"ordinal": 3, "arisen": 0}], stays)
    assert outpatients.grassroots_first(run) == pytest.approx(2 / 3)


def test_within_the_county_counts_every_visit_of_the_cohort():
    stays = [(0, 3, 0), (0, 2, 1), (1, 1, 0), (2, 0, 0), (9, 3, 0)]
    run = run_of([{"ordinal": n} for n in range(3)], stays)
    assert outpatients.within_county(run) == 0.5
