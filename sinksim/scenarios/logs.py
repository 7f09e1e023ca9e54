"""One row of a recorded log of cases, as a table states it."""

import datetime as dt
import re
from typing import Annotated, Any

from pydantic import BeforeValidator

from sinksim.scenarios.base import Name, Part, number, option
from sinksim.scenarios.nodes import Code, Tier

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?", re.ASCII)


def _to_the_minute(value: Any) -> Any:
    """YYYY-MM-DDTHH:MM, local time."""
    if isinstance(value, str):
        try:
            if not _MOMENT.fullmatch(value):
                raise ValueError
            value = dt.datetime.fromisoformat(value)
        except ValueError:
            raise ValueError(
                f"arisen is {value[:40]!r}; allowed: date and local time, such as 2022-01-03T09:30"
            ) from None
    return value.replace(second=0, microsecond=0) if isinstance(value, dt.datetime) else value


class LogRow(Part):
    """One case of a recorded log. Seconds are dropped: the model needs no finer trace of a person."""

    service: Name = option(zh="服务", en="service of the scenario")
    origin: Code = option(zh="来源地代码", en="code of the place of origin, township or above: no address")
    arisen: Annotated[dt.datetime, BeforeValidator(_to_the_minute)] = option(
        zh="产生时刻", en="when the need arose, local time, such as 2022-01-03T09:30"
    )
    urgency: Name | None = option(None, zh="紧急程度", en="urgency (default: drawn)")
    segment: int | None = number(None, unit="index", low=0, high=3, zh="人群", en="segment (default: drawn)")
    requires: Tier | None = option(None, zh="所需层级", en="tier truly required (default: drawn)")
