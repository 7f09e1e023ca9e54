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
    """What happens after a hollow closure that is detected or comes back by itself."""

    chance: float = chance(
        zh="重开概率", en="chance that a hollow closure comes back; with a callback: one that it does not detect"
    )
    after: Duration = option(zh="重开延迟", en="time until it is opened again, from the closure or from its callback")
    back_to: Name = option(zh="回到的标签", en="label where the case goes on")
    at_most: int = number(3, unit="times", low=1, high=100, zh="最多次数", en="times at most")


class Callback(Part):
    """After a closure the office calls the citizen and asks whether the need is truly met; nobody waits for that."""

    station: Name = option(zh="回访站点模板", en="station template whose servers make the calls; without a room")
    time: Duration = option(zh="回访用时", en="time that a call takes a server, whether or not the citizen is reached")
    draw: Name | None = option(None, zh="回访用时抽签名", en="name of the time's draw (default: the station's)")
    reach: float = chance(1.0, zh="接通率", en="chance that the citizen is reached")
    detect: float = chance(
        1.0, zh="虚假办结识破率", en="chance that a hollow closure is detected when the citizen is reached"
    )


class Close(Part):
    """Reported closed; truly solved or hollow."""

    hollow: float = chance(0.0, zh="虚假办结概率", en="chance that the closure is hollow")
    under_pressure: float | None = chance(
        None,
        zh="考核满额施压时的虚假办结概率（policy.score_weight 为 1；默认不变）",
        en="chance that it is hollow where scores press in full (`policy.score_weight` 1; default: the same)",
    )
    draw: Name = option("hollow", zh="抽签名", en="name of the draw")
    callback: Callback | None = option(None, zh="办结后回访", en="the office calls the citizen after the closure")
    reopen: Reopen | None = option(None, zh="重开", en="what happens after a hollow closure")

    @model_validator(mode="after")
    def _detected(self) -> "Close":
        """Refuse a callback where nothing is said of what becomes of a hollow closure that it detects."""
        if self.callback is not None and self.reopen is None:
            raise ValueError("callback is given without reopen; allowed: callback beside reopen")
        return self

    @property
    def comes_back(self) -> float:
        """Chance that a hollow closure is opened again: detected by the callback, or coming back by itself."""
        detected = self.callback.reach * self.callback.detect if self.callback is not None else 0.0
        return detected + (1 - detected) * (self.reopen.chance if self.reopen is not None else 0.0)


class Leave(Part):
    """The case ends without being closed."""

    end: Literal["reneged", "refused", "lost", "never_filed"] = option(
        "lost",
        zh="结局（never_filed：无人发现，须在任何接触之前判定）",
        en="true end (never_filed: nobody finds the need; decided before anybody deals with it)",
    )
