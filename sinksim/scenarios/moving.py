"""The verbs in which time passes outside stations: `travel`, `relay`, `wait`, `meet`."""

from typing import Literal

from pydantic import model_validator

from sinksim.scenarios.base import Name, Part, number, option
from sinksim.scenarios.laws import Duration


class Travel(Part):
    """The citizen goes somewhere: the outward leg delays the case, the way back is effort only."""

    to: str | None = option(
        None,
        zh="前往的层级（required 为真正需要的层级）",
        en="tier travelled to along the network's routes ('required': the tier truly required)",
    )
    time: Duration | None = option(None, zh="单程时间", en="one-way time, instead of the network's routes")
    fare: float | None = number(
        None,
        unit="yuan",
        low=0,
        high=100_000,
        zh="单程车费",
        en="one-way fare, instead of the routes' fares",
    )
    returns: bool = option(True, zh="是否计返程", en="whether the way back counts as effort and fare")
    delays: bool = option(
        True, zh="去程是否推迟办理", en="whether the way there delays the case (no: needs are counted at the door)"
    )
    arrive: Literal["open", "anytime"] = option(
        "open",
        zh="到达：open 为门关着就在家等、开门时到；anytime 为随时出发",
        en="open: whoever would arrive while the doors are shut waits at home and arrives at the opening; anytime: goes at once",
    )
    draw: Name | None = option(None, zh="抽签名", en="name of the draw")

    @model_validator(mode="after")
    def _somewhere(self) -> "Travel":
        """Refuse a journey with both or neither of destination and time."""
        if (self.to is None) == (self.time is None):
            raise ValueError("travel has both or neither of to and time; allowed: exactly one of them")
        return self


class Relay(Part):
    """The file moves one tier up or down: registration and transmission."""

    time: Duration = option(zh="流转时间", en="time of registration and transmission")
    calendar: Name | None = option(None, zh="计时日历", en="calendar in which the time counts (default: wall clock)")
    to: str | None = option(None, zh="到达层级", en="tier reached")
    draw: Name | None = option(None, zh="抽签名", en="name of the draw")


class Wait(Part):
    """Time passes outside every station: at home, for correction, until discovered."""

    kind: Literal["home", "rework", "discover", "match", "closed", "queue", "service"] = option(
        zh="时间类别", en="kind of time; queue and service pass on site, in the citizen's own time"
    )
    time: Duration | None = option(None, zh="时长", en="time (or until)")
    until: Literal["next_opening_day"] | None = option(
        None,
        zh="等到日历在以后某日首次开放",
        en="until the calendar's first opening on a later day, in place of a time",
    )
    calendar: Name | None = option(None, zh="计时日历", en="calendar in which the time counts (default: wall clock)")
    draw: Name | None = option(None, zh="抽签名", en="name of the draw")
    finds: Literal["citizen", "patrol", "sensor"] = option(
        "citizen",
        zh="由谁发现（巡查、感知设备发现即为提交；群众发现后自行反映）",
        en="who finds the need when the time is over; by patrol or sensor it is filed at once, a citizen must still bring it",
    )

    @model_validator(mode="after")
    def _found_by_discovery(self) -> "Wait":
        """Refuse a finder on a wait for something else."""
        if self.finds != "citizen" and self.kind != "discover":
            raise ValueError(f"wait of kind {self.kind} has finds; allowed: finds with kind discover")
        return self

    @model_validator(mode="after")
    def _ends(self) -> "Wait":
        """Refuse a wait that ends by both or neither of time and until, and a day of no calendar."""
        if (self.time is None) == (self.until is None):
            raise ValueError("wait has both or neither of time and until; allowed: exactly one of them")
        if self.until is not None and self.calendar is None:
            raise ValueError("wait has until without calendar; allowed: the calendar whose next opening day is meant")
        return self


class Meet(Part):
    """Wait for the next batch meeting or approval cycle of a node."""

    every_days: float = number(
        unit="d",
        low=0.0001,
        high=3650,
        zh="周期",
        en="interval between meetings",
        evidence="X",
    )
    offset_days: float = number(
        0.0,
        unit="d",
        low=0,
        high=3650,
        zh="首次会议时刻",
        en="first meeting after the start",
    )
    at: str | None = option(
        None,
        zh="所在层级（各节点错开）",
        en="tier whose node meets; each node then has its own phase, drawn by its code",
    )
