"""The verbs in which no time passes and nothing is decided by others: `clock`, `charge`, `close`, `leave`."""

from typing import Literal

from pydantic import model_validator

from sinksim.scenarios.base import Name, Part, chance, number, option
from sinksim.scenarios.laws import Duration


class Clock(Part):
    """Start or stop a named deadline."""

    start: Name | None = option(None, zh="启动", en="clock to start")
    stop: Name | None = option(None, zh="停止", en="clock to stop")

    @model_validator(mode="after")
    def _one(self) -> "Clock":
        """Refuse a step that starts and stops a clock at once, or does neither."""
        if (self.start is None) == (self.stop is None):
            raise ValueError("clock has both or neither of start and stop; allowed: exactly one of them")
        return self


class Charge(Part):
    """A fee (a transfer) or an operating cost."""

    fee: float = number(0.0, unit="yuan", low=0, high=1e7, zh="费用", en="fee")
    reimbursed: float = chance(0.0, zh="医保报销比例", en="share of the fee that the insurer reimburses")
    operation: float = number(
        0.0,
        unit="yuan",
        low=0,
        high=1e7,
        zh="平台运行成本",
        en="operating cost, borne by the treasury",
    )


class Reopen(Part):
    """What happens after a hollow closure that is detected or comes back."""

    chance: float = chance(zh="重开概率", en="chance that a hollow closure is detected or comes back")
    after: Duration = option(zh="重开延迟", en="time until it is opened again")
    back_to: Name = option(zh="回到的标签", en="label where the case goes on")
    at_most: int = number(3, unit="times", low=1, high=100, zh="最多次数", en="times at most")


class Close(Part):
    """Reported closed; truly solved or hollow."""

    hollow: float = chance(0.0, zh="虚假办结概率", en="chance that the closure is hollow")
    draw: Name = option("hollow", zh="抽签名", en="name of the draw")
    reopen: Reopen | None = option(None, zh="重开", en="what happens after a hollow closure")


class Leave(Part):
    """The case ends without being closed."""

    end: Literal["reneged", "refused", "lost", "never_filed"] = option(
        "lost",
        zh="结局（never_filed：无人发现，须在任何接触之前判定）",
        en="true end (never_filed: nobody finds the need; decided before anybody deals with it)",
    )
