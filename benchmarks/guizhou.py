"""The preset `guizhou` at scale 1 for a year, in the traditional channel alone and with the platform.

A year is too long for the readable engine. So the race is over a stated part (7 days of warm-up, 7 of window, 10 of
follow-up): SimPy by hand (sums only), both engines with every record folded into every indicator. Then the fast engine
alone lives through the year, in a process of its own. The two settings are those of the preset's own comparison.

    python benchmarks/guizhou.py [--runs 3] [--year 365] [--quick] [--json]
"""

from __future__ import annotations

import argparse
import random
import sys
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import engines
import side_by_side
import simpy
from by_hand import ELAPSED, VISITS, Arrivals, Books, Hours, Lognormal, Office, Process
from side_by_side import Bar, Lived, Side

if TYPE_CHECKING:
    from sinksim.plan.plan import Plan

BARS = (Bar("compiled", "agents", 50.0),)
VARIANTS = {
    "traditional": ("policy.adoption=0", "costs.capital.amount=0"),
    "platform": ("policy.adoption=0.5866",),
}
PART = ("experiment.warm_up_days=7", "experiment.window_days=7", "experiment.follow_up_days=10")
TINY = ("experiment.warm_up_days=0", "experiment.window_days=0.2", "experiment.follow_up_days=0.2")
CHOSEN = {VISITS: ("visits", 1.0), ELAPSED: ("elapsed", 1.0)}
OFFICE_HOURS = ((540, 720), (840, 1020))
# Calendars of the preset; no weekday closes the first and the last.
DAYS = {"centre": range(7), "windows": range(5), "desks": range(7)}


def settings(more: Sequence[str]) -> tuple[str, ...]:
    return ("network.scale=1", *more)


def plan_of(more: Sequence[str]) -> Plan:
    return engines.plan_of("guizhou", *settings(more))


class ByHand:
    """The same needs as a user of SimPy would write them: tables of places are read from the plan, the rest is here.

    Left out: records, money, clocks with their alerts (a case in alert also stands on a list one tier up).
    """

    def __init__(self, plan: Plan, numbers: dict[str, float], by_hour: Sequence[float], seed: int) -> None:
        self.env, self.luck, self.p = simpy.Environment(), random.Random(seed), numbers
        window = plan.labels.window
        self.books = Books(self.env, *(ms / 60_000 for ms in (window.warm_up, window.window, window.follow_up)))
        self.working_days = Hours(self.env, ((0, 1440),), range(5))
        self._build_offices(plan)
        self._read_tables(plan)
        per_day = (plan.demand.rate * 86_400_000 * plan.demand.last_keep).tolist()
        self.arrivals = Arrivals(self.luck, per_day, by_hour)
        minutes = {name: numbers[f"{name}_minutes"] for name in ("consult", "imaging", "ecg")}
        drawn = {name: Lognormal(self.luck, mean, numbers["service_cv"]) for name, mean in minutes.items()}
        self.specialist = [drawn[name] for name in ("consult", "imaging", "ecg")]
        self.env.process(self.source())

    def _build_offices(self, plan: Plan) -> None:
        hours = {name: Hours(self.env, OFFICE_HOURS, days) for name, days in DAYS.items()}
        kept = [*hours.values()]
        rows = zip(plan.stations.servers.tolist(), plan.stations.calendar.tolist(), strict=True)
        offices = [Office(self.env, servers, kept[calendar] if calendar >= 0 else None) for servers, calendar in rows]
        at = {
            template: [offices[station] for station in plan.role[n].tolist()]
            for n, template in enumerate(plan.labels.templates)
        }
        self.doctor, self.duty = at["township_doctor"], at["township_duty"]
        above = ("county", "city", "province")
        kinds = ("window", "desk", "on_call")
        self.window, self.desk, self.on_call = ([at[f"{tier}_{kind}"] for tier in above] for kind in kinds)

    def _read_tables(self, plan: Plan) -> None:
        tiers = plan.labels.tiers
        self.above = [tiers.index(name) for name in ("county", "prefecture", "province")]
        self.way = (plan.travel_ms / 60_000).tolist()
        self.township = tiers.index("township")
        self.first_list = (plan.code.phases[0] / 60_000).tolist()
        self.service, self.home = plan.demand.service.tolist(), plan.demand.origin.tolist()
        self.segment = plan.citizens.segment.tolist()
        self.rural = plan.citizens.rural.tolist()
        self.adopts = plan.citizens.institution.tolist()
        self.file_chance = [[table.tolist() for table in pair] for pair in plan.citizens.file_chance]

    def source(self) -> Process:
        for at in self.arrivals.times(self.books.horizon):
            yield self.env.timeout(at - self.env.now)
            stream = self.arrivals.place()
            self.need(self.service[stream], self.home[stream])

    def need(self, service: int, home: int) -> None:
        """A need arises: who has it, what it takes, whether it is filed."""
        chance, p, arisen = self.luck.random, self.p, self.books.arises()
        is_urgent = service == 0 and chance() < p["emergency_share"]
        kind = "consult" if service == 0 else "reading"
        u = chance()
        level = 0 if u < p[f"{kind}_county"] else 1 if u < p[f"{kind}_county"] + p[f"{kind}_prefecture"] else 2
        segment = bisect_right(self.segment[home], chance())
        channel = self.adopts[service][home]
        files = self.file_chance[service][channel][self.above[level]][home][self.rural[segment]]
        if chance() < files:
            self.books.files(arisen)
            walk = self.platform if channel else self.ladder
            self.env.process(walk(arisen, home, service, level, is_urgent))

    def ladder(self, arisen: float, home: int, service: int, level: int, is_urgent: bool) -> Process:
        p = self.p
        yield self.env.timeout(self.way[self.township][home])
        if is_urgent:
            yield from self.at(self.duty[home], arisen, p["doctor_minutes"])
        else:
            yield from self.at(self.doctor[home], arisen, p["doctor_minutes"])
            if self.luck.random() >= p["self_referral"]:
                yield from self.at(self.doctor[home], arisen, p["letter_minutes"])
                if service == 0 and level > 0:
                    every = p["weekly_list_days"] * 1440
                    yield self.env.timeout((self.first_list[home] - self.env.now) % every)
        yield from self.trip(arisen, home, service, level, is_urgent)

    def trip(self, arisen: float, home: int, service: int, level: int, is_urgent: bool) -> Process:
        p, draw = self.p, self.specialist[service]
        yield self.env.timeout(self.way[self.above[level]][home])
        if is_urgent:
            yield from self.at(self.on_call[level][home], arisen, draw())
        else:
            yield from self.at(self.window[level][home], arisen, p["window_minutes"])
            yield self.env.timeout(p[f"onsite_{('county', 'prefecture', 'province')[level]}"])
            yield from self.at(self.desk[level][home], arisen, draw(), service > 0)
            if service > 0:
                yield self.env.timeout(self.working_days.after_open_days(p["result_days"]))
        self.close(arisen)

    def platform(self, arisen: float, home: int, service: int, level: int, is_urgent: bool) -> Process:
        p, draw = self.p, self.specialist[service]
        yield self.env.timeout(self.way[self.township][home])
        yield from self.at(self.duty[home] if is_urgent else self.doctor[home], arisen, p["application_minutes"])
        yield self.env.timeout(p["dispatch_minutes"])
        desk = self.on_call if is_urgent else self.desk
        yield from self.at(desk[level][home], arisen, draw(), True)
        if self.luck.random() < p["physical_after_tele"]:
            yield from self.trip(arisen, home, service, level, is_urgent)
        else:
            self.close(arisen)

    def at(self, office: Office, arisen: float, minutes: float, is_file: bool = False) -> Process:
        self.books.visit(arisen)
        return office.serve(minutes, is_file)

    def close(self, arisen: float) -> None:
        if self.luck.random() >= self.p["false_close"]:
            self.books.solves(arisen)


def prepare_by_hand(more: Sequence[str]) -> Callable[[int], Lived]:
    from sinksim.plan.compiling import compile_plan
    from sinksim.scenarios.loading.composing import load

    scenario = load("guizhou", list(settings(more)))
    numbers = {name: float(p.value) for name, p in scenario.parameters.items()}
    return partial(by_hand, compile_plan(scenario), numbers, scenario.profiles["day"].by_hour or ())


def by_hand(plan: Plan, numbers: dict[str, float], by_hour: Sequence[float], number: int) -> Lived:
    here = ByHand(plan, numbers, by_hour, number)
    here.env.run(until=here.books.horizon)
    return Lived(here.books.all, here.books.figures())


def sides(more: Sequence[str]) -> list[Side]:
    plan, tiny = partial(plan_of, more), partial(plan_of, TINY)
    return [
        Side("hand", "SimPy by hand, sums only", partial(prepare_by_hand, more)),
        engines.with_indicators("agents", plan, tiny, CHOSEN),
        engines.with_indicators("compiled", plan, tiny, CHOSEN),
    ]


def whole(variant: str, days: float, quick: bool) -> dict[str, Any]:
    """The fast engine over so many days of window, warm-up and follow-up as in the preset, in a process of its own."""
    options = ["--variant", variant, "--year", str(days), *(["--quick"] if quick else [])]
    found = side_by_side.in_a_process_of_its_own(__file__, "compiled", [*options, "--over-the-year"])
    return {"variant": variant, "days": days, "cases_per_second": found["cases"] / found["processor_seconds"], **found}


def main() -> int:
    options = side_by_side.parser(__doc__, runs=3)
    options.add_argument("--year", type=float, default=365.0, metavar="DAYS", help="window of the fast engine alone")
    options.add_argument("--variant", choices=list(VARIANTS), help="one of them only")
    options.add_argument("--over-the-year", action="store_true", help=argparse.SUPPRESS)
    asked = options.parse_args()
    part = TINY if asked.quick else PART
    if asked.alone:
        span = (f"experiment.window_days={asked.year}",) if asked.over_the_year else part
        return side_by_side.tell_alone(sides((*VARIANTS[asked.variant], *span)), asked.alone)
    chosen = [name for name in VARIANTS if asked.variant in (None, name)]
    races = [_race(name, part, asked) for name in chosen]
    rows = [whole(name, asked.year, asked.quick) for name in chosen]
    done = side_by_side.tell(races, BARS, asked.json, whole=rows)
    if not asked.json:
        side_by_side.show_whole(rows)
    return done


def _race(name: str, part: Sequence[str], asked: argparse.Namespace) -> side_by_side.Race:
    span = "a few hours" if asked.quick else "24 days"
    runs = 1 if asked.quick else asked.runs
    found = side_by_side.race(f"guizhou at scale 1, {name}, {span}", sides((*VARIANTS[name], *part)), runs, {})
    options = ["--variant", name, *(["--quick"] if asked.quick else [])]
    return side_by_side.with_memory(found, __file__, options)


if __name__ == "__main__":
    sys.exit(main())
