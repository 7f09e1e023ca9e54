"""A citizen's story in words: what every step is, where it happened, how long it took, what it cost; sums of both sides."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sinksim.analysis.twin import Side, TimelineStep, Twin
from sinksim.analysis.twin.story import Place
from sinksim.core.records import MONEY, RESOURCE_COSTS, TIME_KINDS, TRANSFERS
from sinksim.i18n import Naming, Words
from sinksim.scenarios.attributes import BUILT_IN
from sinksim.text.spans import instant_text, span_text, yuan_text

# Verbs whose names users choose for themselves; the names of draws are seldom meant to be read.
NAMED = ("clock", "fork", "serial", "assemble")
COUNTS = ("trips", "visits", "hops", "bounces")


class Row(NamedTuple):
    """A label, what it is on both sides, and the difference."""

    label: str
    baseline: str
    alternative: str
    difference: str


def is_shown(step: TimelineStep) -> bool:
    """Whether a step is worth a line: all but checks that an attribute decides which every case has, and which is told with it.

    Such an attribute decides in the same way every time; what is drawn, a declared attribute as well, is told nowhere else.
    """
    return step.verb != "check" or step.decided_by not in BUILT_IN


def shown_steps(side: Side) -> Iterator[TimelineStep | None]:
    """The steps worth a line, with None once before those that follow the report of closure: a line divides them off."""
    is_after = False
    for step in filter(is_shown, side.steps):
        if step.after_report and step.verb != "close" and not is_after:
            is_after = True
            yield None
        yield step


@dataclass(frozen=True)
class StoryWording:
    """Words of one language, and what the names of the scenario are called in it."""

    t: Words
    naming: Naming

    def place(self, place: Place | None) -> str:
        """The name of a place."""
        return "" if place is None else self.t.either(place.zh, place.en)

    def when(self, twin: Twin, instant: int) -> str:
        """An instant of the run as weekday, date and time."""
        return instant_text(twin.start, instant, self.t.lang)

    def span(self, span: int) -> str:
        """A span."""
        return span_text(span, self.t.lang)

    def who(self, twin: Twin) -> list[str]:
        """Who the citizen is: place, segment, service, urgency, tier truly required, when the need arises."""
        known = next(side for side in twin.sides if side.record)  # a side on which the need arises
        return [
            ", ".join(filter(None, [self.place(twin.origin), self.place(twin.area)])),
            self.naming(twin.segment),
            self.naming(twin.citizen.service),
            self.naming(twin.urgency),
            *([self.t("twin.requires", tier=self.naming(twin.requires))] if twin.requires else []),
            self.t("twin.arises", when=self.when(twin, known.record["arisen"])),
        ]

    def side(self, side: Side) -> str:
        """How the case came and ended on a side; or, where it was not filed there, why (its presence: no need arose, say)."""
        if side.presence != "filed":
            return self.t(f"story.presence_{side.presence.replace(' ', '_')}")
        return f"{self.t(f'story.channel_{side.channel}')} · {self.t(f'story.end_{side.end}')}"

    def title(self, step: TimelineStep) -> str:
        """What a step is, in a few words: the verb, where, what was decided.

        A station says more than the name of the step, which stands only where there is none. A department's step
        begins with its name, and a * where its time is the case's.
        """
        if step.verb == "check":
            text = self.t("story.outage") if step.decided_by == "outage" else self.naming(step.name)
            return self.t("story.decided", name=text, chosen=self.chosen(step))
        verb = self.t(f"story.verb_{step.verb}")
        station = self._station(step)
        where = " · ".join(filter(None, (station, self.place(step.place))))
        name = "" if station else self._called(step)
        mark = f"[{self.naming(step.department)}{'*' if step.is_critical else ''}] " if step.branch else ""
        text = f"{mark}{verb} {where}".rstrip()
        return self.t("story.named", v=text, n=name) if name else text

    def _station(self, step: TimelineStep) -> str:
        """The station that was visited last."""
        return self.naming(step.stops[-1].station) if step.stops and step.verb != "assemble" else ""

    def _called(self, step: TimelineStep) -> str:
        """The step's own name; that of a draw, which its author meant for no reader, only where some catalogue words it."""
        called = self.naming(step.name) if step.name else ""
        return called if called != step.name or step.verb in NAMED else ""

    def chosen(self, step: TimelineStep) -> str:
        """Which way a check went."""
        if step.chosen in ("yes", "no", "at_bound"):
            return self.t(f"story.chosen_{step.chosen}")
        return self.naming(step.chosen) if step.chosen else "—"

    def times(self, step: TimelineStep) -> Iterator[str]:
        """Times of a step, by kind in the order in which they first came."""
        for kind in dict.fromkeys(spell.kind for spell in step.spells):
            # A case that is about to travel while the doors are shut waits at home.
            word = "kind_closed_at_home" if kind == "closed" and step.verb == "travel" else f"kind_{kind}"
            yield f"{self.t(f'story.{word}')} {self.span(step.kinds[kind])}"

    def money(self, step: TimelineStep) -> Iterator[str]:
        """Money of a step, by kind."""
        for name in MONEY:
            if step.counted.get(name):
                yield f"{self.t(f'story.money_{name}')} {yuan_text(step.counted[name], self.t.lang)}"

    def stops(self, step: TimelineStep) -> Iterator[str]:
        """What happened at stations besides being served, and how many times."""
        ends = [stop.outcome for stop in step.stops if stop.outcome != "served"]
        for outcome in dict.fromkeys(ends):
            times = f" ×{ends.count(outcome)}" if ends.count(outcome) > 1 else ""
            yield f"{self.t(f'story.outcome_{outcome}')}{times}"

    def details(self, step: TimelineStep) -> list[str]:
        """Times, money and what else happened at stations."""
        return [*self.times(step), *self.money(step), *self.stops(step)]

    # --- sums of both sides -------------------------------------------------------------------------------------

    def time_rows(self, twin: Twin) -> list[Row]:
        """Time by kind to the first report, the whole of it, and the time to true solution."""
        times = [side.times for side in twin.sides]
        rows = [
            self._row(twin, self.t(f"story.kind_{kind}"), [side[kind] for side in times], self.span)
            for kind in TIME_KINDS
            if any(side[kind] for side in times)
        ]
        rows.append(self._row(twin, self.t("twin.whole"), [sum(side.values()) for side in times], self.span))
        return [*rows, self._solved(twin)]

    def _solved(self, twin: Twin) -> Row:
        """Time from the need to its true solution on both sides; no change where one of them was never solved."""
        spans = [self._elapsed(side) for side in twin.sides]
        never = self.t("twin.never", span=self.span(twin.follow_up))
        texts = [
            "—" if not side.record else never if span is None else self.span(span)
            for side, span in zip(twin.sides, spans, strict=True)
        ]
        known = [span for span in spans if span is not None]
        change = self._signed(known[1] - known[0], self.span) if len(known) == len(spans) else ""
        before, after = texts
        return Row(self.t("twin.elapsed"), before, after, change)

    @staticmethod
    def _elapsed(side: Side) -> int | None:
        solved = side.instant("solved")
        return None if solved is None else solved - side.record["arisen"]

    def money_rows(self, twin: Twin) -> list[Row]:
        """Money by kind, then resource cost, transfers and what the citizen pays of both."""
        money = [side.money for side in twin.sides]
        rows = [
            self._row(twin, self.t(f"story.money_{name}"), [side[name] for side in money], self._yuan)
            for name in MONEY
            if any(side[name] for side in money)
        ]
        for total, names in (("resources", RESOURCE_COSTS), ("transfers", TRANSFERS)):
            sums = [sum(side[name] for name in names) for side in money]
            rows.append(self._row(twin, self.t(f"twin.{total}"), sums, self._yuan))
        return [*rows, self.paid_row(twin)]

    def paid_row(self, twin: Twin) -> Row:
        """Fares and fees that the citizen pays."""
        paid = [side.money["cost_fares"] + side.money["fee_citizen"] for side in twin.sides]
        return self._row(twin, self.t("twin.paid"), paid, self._yuan)

    def effort_rows(self, twin: Twin) -> list[Row]:
        """The citizen's own time, trips, visits, hops and times sent back."""
        own = [side.record.get("citizen_time", 0) for side in twin.sides]
        counts = [
            self._row(twin, self.t(f"story.count_{name}"), [side.record.get(name, 0) for side in twin.sides], str)
            for name in COUNTS
        ]
        return [self._row(twin, self.t("story.count_citizen_time"), own, self.span), *counts]

    def clock_rows(self, twin: Twin) -> list[Row]:
        """When somebody accepted the case, what became of each clock, and the time spent in the alert zone.

        Nothing where neither side has a clock.
        """
        names = dict.fromkeys(name for side in twin.sides for name in side.clocks)
        rows = [self._responded(twin)]
        for name in names:
            before, after = (self._clock(side, name) for side in twin.sides)
            rows.append(Row(self.naming(name), before, after, ""))
        alert = [side.record.get("time_alert", 0) for side in twin.sides]
        return [*rows, self._row(twin, self.t("story.alert"), alert, self.span)] if names else []

    def _clock(self, side: Side, name: str) -> str:
        return self.t(f"story.clock_{side.clocks.get(name, 'not started').replace(' ', '_')}")

    def _responded(self, twin: Twin) -> Row:
        """Time from filing to the first response on both sides; no change where one of them got none."""
        spans = [self._since_filed(side) for side in twin.sides]
        texts = ["—" if span is None else self.span(span) for span in spans]
        known = [span for span in spans if span is not None]
        change = self._signed(known[1] - known[0], self.span) if len(known) == len(spans) else ""
        before, after = texts
        return Row(self.t("story.responded"), before, after, change)

    @staticmethod
    def _since_filed(side: Side) -> int | None:
        responded = side.instant("responded")
        return None if responded is None else responded - side.record["filed"]

    def _yuan(self, money: int) -> str:
        return yuan_text(money, self.t.lang)

    def _row(self, twin: Twin, label: str, values: Sequence[int], in_words: Callable[[int], str]) -> Row:
        """A row of a table; a side on which nothing was filed gets a dash, and then there is no change.

        ``in_words`` formats a value.
        """
        filed = [side.presence == "filed" for side in twin.sides]
        before, after = (in_words(value) if has else "—" for value, has in zip(values, filed, strict=True))
        change = self._signed(values[1] - values[0], in_words) if all(filed) else ""
        return Row(label, before, after, change)

    @staticmethod
    def _signed(change: int, in_words: Callable[[int], str]) -> str:
        return f"{'+' if change > 0 else ''}{in_words(change)}"
