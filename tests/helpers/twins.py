"""Two services in two towns, by the desk and by the platform, for what compares the same citizens in both."""

from sinksim.scenarios.loading.composing import scenario_of
from sinksim.scenarios.loading.strict_yaml import parse_yaml

# Two services, two towns, a fork, a check by luck, shifts, fares and fees; the alternative needs no trip and files more.
WORLD = """
name: twins
network:
  nodes:
    - {code: c, name: 县城, name_en: County Seat, tier: county, population: 3000}
    - {code: t1, name: 甲镇, name_en: First Town, tier: township, parent: c, population: 1000,
       local_minutes: 40, local_fare: 2, rural_share: 0.6, share_60plus: 0.4}
    - {code: t2, name: 乙镇, name_en: Second Town, tier: township, parent: c, population: 2000, local_minutes: 10,
       rural_share: 0.5, share_60plus: 0.3}
  edges:
    - {source: t1, target: c, relation: refers, minutes: 30, fare: 5}
    - {source: t2, target: c, relation: refers, minutes: 40, fare: 6}
calendars:
  office: {hours: ["09:00-12:00", "13:00-17:00"]}
clocks:
  promise: {deadline: 300, calendar: office}
stations:
  desk: {tier: township, servers: 1, calendar: office, staff: clerk}
  bureau: {tier: county, servers: 1, calendar: office, staff: clerk}
  archive: {tier: county, servers: 1, staff: clerk}
services:
  permit:
    demand: {per_day: 12}
    traditional: {process: walk, access: county, wait_minutes: {county: 120}}
    platform: {process: click}
  grant:
    demand: {per_day: 4}
    traditional: {process: walk}
    platform: {process: click}
processes:
  walk:
    - travel: {to: county}
    - check: {name: complete, chance: 0.5, otherwise: [{wait: {kind: rework, time: {law: constant, value: 1, unit: d}}}]}
    - fork:
        name: offices
        departments: [bureau, archive]
        steps: [{queue: {station: department, time: {law: exponential, mean: 25}, draw: office, file: true}}]
        overhead: 5
    - charge: {fee: 20, reimbursed: 0.5}
    - close: {hollow: 0.2, reopen: {chance: 0.5, after: 600, back_to: again, at_most: 1}}
    - {label: again, queue: {station: bureau, time: 10}}
    - close
  click:
    - clock: {start: promise}
    - queue: {station: desk, accepts: [promise], time: {law: exponential, mean: 20}, draw: office}
    - check: {name: complete, chance: 0.5, otherwise: [{wait: {kind: rework, time: {law: constant, value: 1, unit: d}}}]}
    - close
costs: {filing_sensitivity: 0.02}
experiment: {warm_up_days: 1, window_days: 20, follow_up_days: 5, replications: 2}
"""


CEILINGS = {"under60_urban": 1, "under60_rural": 1, "over60_urban": 0.5, "over60_rural": 0.5}


COMPARED = {
    "baseline": {"policy.adoption": 0},
    "alternative": {"policy.adoption": 1, "costs.capital.amount": 200000, "stations.desk.servers": 2},
}


def scenario(**changes):
    tree = parse_yaml(WORLD, "twins")
    return scenario_of({**tree, **changes}, "twins")


def tree(**compared):
    base = parse_yaml(WORLD, "twins")
    both = {"policy": {"adoption": 0, "demand": 1, "ceilings": CEILINGS}}
    costs = {"filing_sensitivity": 0.02, "capital": {"amount": 0, "years": 8, "rate": 0.04}}
    sides = {name: {"set": settings} for name, settings in (compared or COMPARED).items()}
    return {**base, **both, "costs": costs, "comparison": {"sides": sides, "baseline": "baseline"}}
