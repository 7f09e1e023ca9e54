"""The verbs of a process. A process is a list of steps; a step is one verb with its settings and, if wanted, a label."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from sinksim.scenarios.attributes import Class, Priority
from sinksim.scenarios.base import Name, Part, Weight, chance, item, number, option
from sinksim.scenarios.closing import Charge, Clock, Close, Leave
from sinksim.scenarios.departments import MOST_DEPARTMENTS, Departments
from sinksim.scenarios.laws import Duration
from sinksim.scenarios.moving import Meet, Relay, Travel, Wait

DEPARTMENT = "department"  # inside a fork or serial: the station template of the branch


# A process of more steps than these is none that anybody has written down.
MOST_STEPS = 1000
# No counter of a case that checks share allows more.
MOST_COUNTED = 100
MOST_TIERS, MOST_CLOCKS, MOST_BRANCHES = 32, 32, 256


class Queue(Part):
    """Wait for one server of a station, be served, leave."""

    station: Name | Annotated[dict[str, Name], Field(max_length=MOST_TIERS)] = option(
        zh="站点模板（或按真正需要的层级）",
        en="station template, 'department' inside a fork, or templates by the tier truly required",
    )
    time: Duration = option(zh="服务时间", en="service time")
    draw: Name | None = option(None, zh="服务时间抽签名", en="name of the service time's draw (default: the station's)")
    priority: Class | Priority | None = option(
        None,
        zh="优先级（默认取紧急程度），可按属性分列",
        en="priority instead of the case's urgency, or one by an attribute",
    )
    patience: Duration | None = option(None, zh="耐心", en="gives up when not served within this time")
    on_renege: "Steps" = option((), zh="放弃后的步骤", en="steps after giving up (default: the case ends reneged)")
    on_full: "Steps" = option((), zh="满员后的步骤", en="steps when the room is full (default: the case ends refused)")
    file: bool = option(False, zh="是否为卷宗（人不在场）", en="a file waits, not a person: it stays at closing time")
    by_phone: bool = option(
        False,
        zh="是否通过电话（等待与通话算群众时间，不出行，下班挂断后次日再拨）",
        en="by telephone: waiting and talking are the citizen's own time, nobody comes in person; who is still on hold at "
        "closing time calls again at the opening",
    )
    appointed: bool = option(
        False, zh="是否凭预约优先", en="by appointment: served before all who come without (but alerted cases)"
    )
    holds_server: bool = option(
        False,
        zh="办完后是否占住办理人员，直到下一步站点有空位（服务后阻塞）",
        en="the server is kept after service until there is room at the queue that follows (blocking after service)",
    )
    accepts: tuple[Name, ...] = option(
        (),
        zh="受理即停的时限",
        en="clocks stopped when service begins; the first such start is the response",
        max_length=MOST_CLOCKS,
    )

    @model_validator(mode="after")
    def _patient(self) -> "Queue":
        """Refuse steps on reneging without patience, a file that calls, and stations by tier without a common draw."""
        if self.on_renege and self.patience is None:
            raise ValueError("on_renege is given without patience; allowed: on_renege beside patience")
        if self.by_phone and self.file:
            raise ValueError("file and by_phone are both given; allowed: one of them")
        if isinstance(self.station, dict) and self.draw is None:
            raise ValueError("draw is missing; stations by tier need the name of their common draw")
        if self.appointed and (self.file or self.priority is not None):
            raise ValueError("appointed is given beside file or priority; allowed: appointed without them")
        return self


class Appoint(Part):
    """Book the first free slot of a station, and wait at home until it is time to go there; some do not come."""

    station: Name = option(zh="预约的站点模板", en="station template whose slots are booked")
    lead: Duration | None = option(None, zh="最短提前时间", en="time from booking to the first slot that will do")
    within_days: float = number(
        14.0, unit="d", above=0, high=60, zh="最远可约天数", en="how far ahead a slot is looked for, from the booking"
    )
    no_show: float = chance(0.0, zh="爽约率", en="chance of not coming: the slot is lost")
    draw: Name | None = option(None, zh="爽约与提前时间抽签名", en="name of the draws (default: the station's)")
    on_no_show: "Steps" = option(
        (), zh="爽约后的步骤", en="steps at the slot that was missed (default: the case ends lost)"
    )
    on_full: "Steps" = option((), zh="约满时的步骤", en="steps where no slot is free (default: the case ends refused)")


# What decides a check: exactly one of these.
RULES = ("chance", "chance_by_waiting", "chance_by_present", "by", "weights", "shortest_of", "outage")
Chance = Annotated[float, item(unit="1", low=0, high=1)]


class Check(Part):
    """A named chance or a state-dependent rule, and a branch."""

    name: Name = option(zh="判断名（即抽签名）", en="name of the check and of its draw")
    under_pressure: float | None = chance(
        None,
        zh="考核满额施压时的概率（policy.score_weight 为 1；默认不变）",
        en="chance of `then` where scores press in full (`policy.score_weight` 1; default: the same)",
    )
    chance: float | None = chance(None, zh="概率", en="chance of `then`")
    by: Name | None = option(
        None,
        zh="按属性分支",
        en="attribute that decides: requires, urgency, segment, service, or one declared under `attributes`",
    )
    branches: dict[str, "Steps"] = option(
        {}, zh="各分支步骤", en="steps by value of the attribute, or by option", max_length=MOST_BRANCHES
    )
    weights: dict[str, Weight] | None = option(
        None, zh="各分支概率", en="weights of the branches, for a drawn choice", max_length=MOST_BRANCHES
    )
    outage: bool = option(False, zh="平台中断时成立", en="holds while the platform is down")
    shortest_of: dict[Name, Name] | None = option(
        None,
        zh="各分支对应的站点：走向现有人数（等候与办理中合计）最少的站点，相同时取先列者",
        en="stations by branch: the branch of the one with the fewest cases present, waiting or in service; ties to the first",
        min_length=1,
        max_length=MOST_BRANCHES,
    )
    chance_by_waiting: tuple[Chance, ...] | None = option(
        None,
        zh="按 station 等候人数（0、1、2……）的概率，末值延续",
        en="chances of `then` by how many wait at `station` (0, 1, 2, ...); the last goes on",
        min_length=1,
        max_length=1000,
    )
    chance_by_present: tuple[Chance, ...] | None = option(
        None,
        zh="按 station 现有人数（等候与办理中合计）的概率，末值延续",
        en="chances of `then` by how many are present at `station`, waiting or in service (0, 1, 2, ...); the last goes on",
        min_length=1,
        max_length=1000,
    )
    station: Name | None = option(None, zh="清点人数的站点", en="station at which those waiting or present are counted")
    load_of: Name | None = option(
        None, zh="按该站点负荷加权", en="station whose load, clipped to [0, 2], multiplies the chance"
    )
    then: "Steps" = option((), zh="成立时的步骤", en="steps when it holds")
    otherwise: "Steps" = option((), zh="不成立时的步骤", en="steps when it does not hold")
    back_to: Name | None = option(None, zh="成立时退回的标签", en="label to go back to when it holds")
    at_most: int = number(20, unit="times", low=1, high=10_000, zh="最多退回次数", en="times back at most")
    counter: Name | None = option(
        None,
        zh="共用计数器（以其次数上限为准）",
        en="counter that this check shares with others: it bounds how often they hold for a case, in the place of at_most",
    )
    at_bound: "Steps" = option(
        (),
        zh="计数器达到上限后本应再成立时改走的步骤（每件案件一次）",
        en="steps walked once a case where the check would hold, but its counter has reached its bound",
    )

    @model_validator(mode="after")
    def _one_rule(self) -> "Check":
        """Refuse a check that is not decided by exactly one rule, and settings that do not go with its rule."""
        stated = self.rules
        if len(stated) != 1:
            raise ValueError(f"check {self.name} has {len(stated)} rules; allowed: one of {', '.join(RULES)}")
        chooses = stated[0] in ("by", "weights", "shortest_of")
        if chooses and not self.branches:
            raise ValueError(f"check {self.name} has no branches; allowed: steps by value under `branches`")
        if self.branches and not chooses:
            raise ValueError(
                f"check {self.name} has branches but no `by`, `weights` or `shortest_of`; allowed: branches with one of these"
            )
        self._check_station(counts=stated[0] in ("chance_by_waiting", "chance_by_present"))
        if self.back_to and self.then:
            raise ValueError(f"check {self.name} has both then and back_to; allowed: one of them")
        if self.load_of and self.chance is None:
            raise ValueError(f"check {self.name} has load_of without chance; allowed: load_of beside chance")
        if self.under_pressure is not None and self.chance is None:
            raise ValueError(f"check {self.name} has under_pressure without chance; allowed: beside chance")
        if self.weights is not None:
            self._check_weights(self.weights)
        self._check_counter()
        return self

    def _check_counter(self) -> None:
        """Refuse a counter where nothing would be counted, a second bound beside its own, and steps at no bound."""
        if self.counter and self.branches:
            raise ValueError(f"check {self.name} has both counter and branches; allowed: counter with then or back_to")
        if self.counter and not (self.then or self.back_to):
            raise ValueError(f"check {self.name} has a counter without then or back_to; allowed: one of them")
        if self.counter and "at_most" in self.model_fields_set:
            raise ValueError(f"check {self.name} has both counter and at_most; allowed: at_most of the counter")
        if self.at_bound and not self.counter:
            raise ValueError(f"check {self.name} has at_bound without counter; allowed: at_bound beside counter")

    @property
    def rules(self) -> list[str]:
        """What the scenario states of that which decides a check; of a valid one, a single rule."""
        return [rule for rule in RULES if getattr(self, rule) is not None and getattr(self, rule) is not False]

    @property
    def option_names(self) -> tuple[str, ...]:
        """Branches of a choice that no attribute decides, in the order in which they are tried or drawn."""
        return tuple(self.shortest_of or self.branches)

    def _check_station(self, counts: bool) -> None:
        """Refuse a station where nobody is counted, none where somebody is, and stations that do not match the branches."""
        if counts and self.station is None:
            raise ValueError(f"check {self.name} has no station; allowed: the station at which cases are counted")
        if self.station is not None and not counts:
            raise ValueError(
                f"check {self.name} has station without chance_by_waiting or chance_by_present; allowed: beside one of these"
            )
        if self.shortest_of is not None and set(self.shortest_of) != set(self.branches):
            raise ValueError(
                f"check {self.name} has shortest_of for {sorted(self.shortest_of)}; allowed: the branches {sorted(self.branches)}"
            )

    def _check_weights(self, weights: dict[str, Weight]) -> None:
        """Refuse weights that do not match the branches or are all zero."""
        if set(weights) != set(self.branches):
            branches = sorted(self.branches)
            raise ValueError(f"check {self.name} has weights for {sorted(weights)}; allowed: the branches {branches}")
        if sum(weights.values()) <= 0:
            raise ValueError(f"check {self.name} has weights {weights}; allowed: 0 or more, not all 0")


class Counter(Part):
    """A number that a case keeps: how often any of the checks that name it has held. Branches of a fork count for their case."""

    at_most: int = number(
        unit="times", low=1, high=MOST_COUNTED, zh="最多次数", en="how often the checks may hold for one case"
    )


class Branches(Departments):
    """Departments that walk steps beside the case."""

    steps: "Steps" = option((), zh="每个部门的步骤", en="steps of each department that has none of its own")
    steps_of: Annotated[dict[Name, Annotated["Steps", Field(min_length=1)]], Field(max_length=MOST_DEPARTMENTS)] = (
        option({}, zh="个别部门自己的步骤", en="steps of single departments, in the place of `steps`")
    )

    @model_validator(mode="after")
    def _steps_for_all(self) -> "Branches":
        """Refuse a department without steps, steps of one that cannot take part, and steps that none would walk."""
        others = [name for name in self.weighted if name not in self.steps_of]
        for unknown in sorted(set(self.steps_of) - set(self.departments)):
            raise ValueError(f"steps_of of {self.name} has {unknown!r}; allowed: {', '.join(self.departments)}")
        if others and not self.steps:
            raise ValueError(f"{self.name} has no steps for {', '.join(others)}; allowed: steps, or steps_of for each")
        if self.steps and not others:
            raise ValueError(f"{self.name} has steps that no department walks; allowed: steps_of without steps")
        return self


class Fork(Branches):
    """A drawn set of departments works in parallel; joined at the slowest, plus an overhead."""

    overhead: Duration | None = option(
        None,
        zh="每个部门的协调开销",
        en="coordination overhead per department, after the join",
    )
    overhead_calendar: Name | None = option(None, zh="开销的日历", en="calendar of the overhead")


class Serial(Branches):
    """A drawn set of departments works one after the other."""


class Assemble(Departments):
    """Rendezvous: every required department sends someone, work starts when the last arrives, all are held to the end."""

    arrival: Duration = option(zh="到场时间", en="time from being called to arriving, drawn per department")
    work: Duration = option(zh="共同工作时间", en="common work once all have arrived")
    accepts: tuple[Name, ...] = option(
        (), zh="开工即停的时限", en="clocks stopped when work begins", max_length=MOST_CLOCKS
    )


VERBS = {
    "travel": Travel,
    "queue": Queue,
    "relay": Relay,
    "wait": Wait,
    "appoint": Appoint,
    "meet": Meet,
    "check": Check,
    "fork": Fork,
    "serial": Serial,
    "assemble": Assemble,
    "clock": Clock,
    "charge": Charge,
    "close": Close,
    "leave": Leave,
}


class Step(Part):
    """One step: exactly one verb, an optional label, or a jump (`goto` a label, `follow` another process)."""

    label: Name | None = option(None, zh="标签", en="label of this step")
    travel: Travel | None = None
    queue: Queue | None = None
    relay: Relay | None = None
    wait: Wait | None = None
    appoint: Appoint | None = None
    meet: Meet | None = None
    check: Check | None = None
    fork: Fork | None = None
    serial: Serial | None = None
    assemble: Assemble | None = None
    clock: Clock | None = None
    charge: Charge | None = None
    close: Close | None = None
    leave: Leave | None = None
    goto: Name | None = option(None, zh="跳到标签", en="label to go on at")
    follow: Name | None = option(None, zh="转入流程", en="process to go on with, from its first step or label")
    at: Name | None = option(None, zh="转入的标签", en="label in the process followed")

    @model_validator(mode="after")
    def _one_verb(self) -> "Step":
        """Refuse a step with no verb or with several."""
        given = [v for v in (*VERBS, "goto", "follow") if getattr(self, v) is not None]
        if len(given) != 1:
            known = ", ".join((*VERBS, "goto", "follow"))
            raise ValueError(
                f"a step has {len(given)} verbs ({', '.join(given) or 'none'}); allowed: exactly one of {known}"
            )
        return self

    @property
    def verb(self) -> str:
        """Name of the step's verb."""
        return next(v for v in (*VERBS, "goto", "follow") if getattr(self, v) is not None)


def _bare_verb(value: Any) -> Any:
    # A verb without settings may be written as its name alone. A comment: see _whole_keys.
    return {value: {}} if isinstance(value, str) and value in VERBS else value


Steps = Annotated[tuple[Annotated[Step, BeforeValidator(_bare_verb)], ...], Field(max_length=MOST_STEPS)]

for model in (Queue, Appoint, Check, Branches, Fork, Serial, Step):
    model.model_rebuild()
