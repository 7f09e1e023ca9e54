"""Every outpatient visit of Guizhou, about 150 million a year: the preset `guizhou_visits` at scale 1.

First a race over one day of the whole province: SimPy by hand (sums only), both engines with every record folded into
every indicator; all sides must agree on the figures. Then the fast engine alone over a month and a year, each in a
process of its own, with its peak memory: with rotas, as the preset has it (with every indicator); without (with counts
only): there stations are open round the clock, people come at the same hours as before, tens of thousands of them stand
in queues, and nobody goes home; and without any hours (with counts only): people come round the clock too.

    python benchmarks/visits.py [--days 1] [--runs 3] [--whole 28 364] [--variant "with rotas"] [--quick] [--json]
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import engines
import side_by_side
import simpy
from by_hand import ELAPSED, VISITS, Arrivals, Books, Hours, Lognormal, Office, Process
from side_by_side import Lived, Side

if TYPE_CHECKING:
    from sinksim.plan.plan import Plan

# Variants of the whole: with every indicator or with counts only, and how many cases per second; peak memory [MB].
WHOLE = {
    "with rotas": ("compiled", 1.0e6),
    "without rotas": ("counts", 2.0e6),
    "without any hours": ("counts", 2.0e6),
}
MEMORY_BAR = 1024
CALENDARS = {"clinic": ((480, 720), (840, 1080)), "centre": ((540, 720), (840, 1020))}
TEMPLATES = ("clinic", "centre", "county_rooms", "city_rooms", "province_rooms")
ROOMS = {"county": "county_rooms", "prefecture": "city_rooms", "province": "province_rooms"}
NO_ROTAS = tuple(f"stations.{name}.calendar=null" for name in TEMPLATES)
VARIANTS: dict[str, tuple[str, ...]] = {
    "with rotas": (),
    "without rotas": NO_ROTAS,
    "without any hours": (*NO_ROTAS, "services.visit.demand.profile=null"),
}
# What the loop by hand knows.
RACED = ("with rotas", "without rotas")
CHOSEN = {VISITS: ("visits", 1.0), ELAPSED: ("elapsed", 1.0)}
TINY = ("policy.demand=0.0005",)
QUICK = ("policy.demand=0.002",)
DAY = 1.0


def settings(days: float, more: Sequence[str]) -> tuple[str, ...]:
    """Scale 1 for so many days: two fifths of a day of follow-up, the rest is the window."""
    span = ("experiment.warm_up_days=0", f"experiment.window_days={days - 0.4}", "experiment.follow_up_days=0.4")
    return ("network.scale=1", *span, *more)


def plan_of(days: float, more: Sequence[str]) -> Plan:
    return engines.plan_of("guizhou_visits", *settings(days, more))


class ByHand:
    """The same visits as a user of SimPy would write them: the tables of places are read from the plan, the rest is here."""

    def __init__(self, plan: Plan, numbers: dict[str, float], by_hour: Sequence[float], seed: int) -> None:
        self.env, self.luck, self.p = simpy.Environment(), random.Random(seed), numbers
        window = plan.labels.window
        self.books = Books(self.env, *(ms / 60_000 for ms in (window.warm_up, window.window, window.follow_up)))
        hours = {name: Hours(self.env, windows, range(7)) for name, windows in CALENDARS.items()}
        names = list(hours)
        offices = [
            Office(self.env, servers, hours[names[calendar]] if calendar >= 0 else None)
            for servers, calendar in zip(plan.stations.servers.tolist(), plan.stations.calendar.tolist(), strict=True)
        ]
        self.at = {
            template: [offices[station] for station in plan.role[n].tolist()]
            for n, template in enumerate(plan.labels.templates)
        }
        self.way = (plan.travel_ms / 60_000).tolist()
        self.tier = {name: n for n, name in enumerate(plan.labels.tiers)}
        self.adopts = plan.citizens.institution[0].tolist()
        per_day = (plan.demand.rate * 86_400_000 * plan.demand.last_keep).tolist()
        self.arrivals = Arrivals(self.luck, per_day, by_hour)
        self.consultation = {
            "primary": Lognormal(self.luck, numbers["primary_minutes"], numbers["service_cv"]),
            "hospital": Lognormal(self.luck, numbers["hospital_minutes"], numbers["service_cv"]),
        }
        self.env.process(self.source())

    def source(self) -> Process:
        for at in self.arrivals.times(self.books.horizon):
            yield self.env.timeout(at - self.env.now)
            self.env.process(self.case(self.arrivals.place()))

    def case(self, home: int) -> Process:
        p, chance, arisen = self.p, self.luck.random, self.books.arises()
        self.books.files(arisen)
        if chance() < p["self_referral_on" if self.adopts[home] else "self_referral_off"]:
            yield from self.hospital(arisen, home, self.goes("self"))
        else:
            template = "clinic" if chance() < p["clinic_share"] else "centre"
            yield from self.seen(arisen, template, home, "primary")
            if chance() < p["sent_on"]:
                yield from self.sent_on(arisen, home)
        if chance() >= p["false_close"]:
            self.books.solves(arisen)

    def sent_on(self, arisen: float, home: int) -> Process:
        tier = self.goes("sent")
        yield self.env.timeout(self.way[self.tier[tier]][home])
        yield from self.hospital(arisen, home, tier)
        if self.luck.random() < self.p["sent_back"]:
            days = self.luck.uniform(1440, 5 * 1440)
            yield self.env.timeout(days + self.way[self.tier["township"]][home])
            yield from self.seen(arisen, "centre", home, "primary")

    def goes(self, how: str) -> str:
        u = self.luck.random()
        if u < self.p[f"{how}_county"]:
            return "county"
        return "prefecture" if u < self.p[f"{how}_county"] + self.p[f"{how}_prefecture"] else "province"

    def hospital(self, arisen: float, home: int, tier: str) -> Process:
        yield from self.seen(arisen, ROOMS[tier], home, "hospital")
        yield self.env.timeout(self.p[f"fixed_{tier}"])

    def seen(self, arisen: float, template: str, home: int, kind: str) -> Process:
        self.books.visit(arisen)
        return self.at[template][home].serve(self.consultation[kind]())


def prepare_by_hand(days: float, more: Sequence[str]) -> Callable[[int], Lived]:
    from sinksim.plan.compiling import compile_plan
    from sinksim.scenarios.loading.composing import load

    scenario = load("guizhou_visits", list(settings(days, more)))
    plan = compile_plan(scenario)
    numbers = {name: float(p.value) for name, p in scenario.parameters.items()}
    return partial(by_hand, plan, numbers, scenario.profiles["door"].by_hour or ())


def by_hand(plan: Plan, numbers: dict[str, float], by_hour: Sequence[float], number: int) -> Lived:
    here = ByHand(plan, numbers, by_hour, number)
    here.env.run(until=here.books.horizon)
    return Lived(here.books.all, here.books.figures())


def sides(days: float, more: Sequence[str]) -> list[Side]:
    plan, tiny = partial(plan_of, days, more), partial(plan_of, DAY, TINY)
    return [
        Side("hand", "SimPy by hand, sums only", partial(prepare_by_hand, days, more)),
        engines.with_indicators("agents", plan, tiny, CHOSEN),
        engines.with_indicators("compiled", plan, tiny, CHOSEN),
    ]


def whole(variant: str, days: float, quick: bool) -> dict[str, Any]:
    """The fast engine over so many days, in a process of its own."""
    asked = ["--variant", variant, "--days", str(days), *(["--quick"] if quick else [])]
    side, bar = WHOLE[variant]
    found = side_by_side.in_a_process_of_its_own(__file__, side, asked)
    speed = found["cases"] / found["processor_seconds"]
    what = f"{variant}, {'indicators' if side == 'compiled' else 'counts only'}"
    return {"variant": what, "days": days, "cases_per_second": speed, "bar": bar, **found}


def main() -> int:
    options = side_by_side.parser(__doc__, runs=3)
    options.add_argument("--days", type=float, default=1.0, help="length of the race")
    options.add_argument(
        "--whole", type=float, nargs="*", default=[28.0, 364.0], help="lengths for the fast engine alone"
    )
    options.add_argument("--variant", choices=list(VARIANTS), help="one of them only")
    asked = options.parse_args()
    chosen = {name: (*off, *(QUICK if asked.quick else ())) for name, off in VARIANTS.items()}
    if asked.alone:
        more = chosen[asked.variant]
        counted = engines.with_counts("compiled", partial(plan_of, asked.days, more), partial(plan_of, DAY, TINY))
        return side_by_side.tell_alone([*sides(asked.days, more), counted], asked.alone)
    chosen = {name: more for name, more in chosen.items() if asked.variant in (None, name)}
    races = [_race(name, asked.days, more, asked) for name, more in chosen.items() if name in RACED]
    rows = [whole(name, days, asked.quick) for name in chosen for days in asked.whole]
    done = side_by_side.tell(races, (), asked.json, whole=rows)
    if not asked.json:
        side_by_side.show_whole(rows)
    is_fast = all(row["cases_per_second"] >= row["bar"] and row["peak_mb"] < MEMORY_BAR for row in rows)
    return done if is_fast else 1


def _race(name: str, days: float, more: Sequence[str], asked: argparse.Namespace) -> side_by_side.Race:
    what = f"guizhou_visits at scale 1, {name}, {days:g} days"
    found = side_by_side.race(what, sides(days, more), 1 if asked.quick else asked.runs, {})
    options = ["--variant", name, "--days", str(days), *(["--quick"] if asked.quick else [])]
    return side_by_side.with_memory(found, __file__, options)


if __name__ == "__main__":
    sys.exit(main())
