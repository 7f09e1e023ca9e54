"""What an engine writes down: field tables for cases, visits, stations and incidents, and the order of ties.

Every field is declared here once (name, unit, meaning in both languages). The engines, the aggregates, the data
dictionary and the exports are derived from these tables. All values are int64: milliseconds since the scenario's start
date for instants, milliseconds for spans, thousandths of a yuan for money, positions in the Plan's lists for names.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from struct import Struct
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

# Raise it when a change alters any record for the same scenario and seed: results are stored under it.
SEMANTICS_VERSION = 4

# Instructions that one replication may walk while simulated time stands still; beyond, it is in a loop that takes no time.
MOST_INSTRUCTIONS_AT_ONCE = 5_000_000

# An instant that did not come to pass.
NEVER = -(2**62)


class Tie(IntEnum):
    """Who goes first among events of the same millisecond: lower comes first (see ``TIE_ORDER``)."""

    WORLD = 0
    HOURS = 1
    END_OF_SERVICE = 2
    RENEGE = 3
    CLOCK = 4
    OPENING = 5
    DELAY = 6
    RETURN = 7
    ARRIVAL = 8


# Why this order: an outage or closing time rules the instant it falls on (who comes at exactly 17:00 is late); a server
# that becomes free takes the next case before that case can give up, and a clock that is met at its deadline is kept;
# those already under way (delays, people coming back) enter before those who only now arise. Who has waited at home for the
# doors to open is there before who happens to arrive at that instant, in the order in which they would have arrived.
TIE_ORDER = tuple(Tie)


class End(IntEnum):
    """The true end of a case."""

    SOLVED = 0
    HOLLOW = 1
    REFUSED = 2
    RENEGED = 3
    LOST = 4
    NEVER_FILED = 5
    OPEN = 6


class Channel(IntEnum):
    """The channel a case went through; ``NONE`` for a need that was never filed."""

    TRADITIONAL = 0
    PLATFORM = 1
    NONE = 2


class VisitEnd(IntEnum):
    """How one visit to a station ended."""

    SERVED = 0
    RENEGED = 1
    WITHDRAWN = 2  # claimed from another list
    WENT_HOME = 3  # closing time came first
    REFUSED = 4  # the room was full
    OPEN = 5  # still there at the horizon


class Mark(IntEnum):
    """Bits of a case's ``marks``."""

    BACKGROUND = 1  # from an unselected county: loads shared upper stations only, outside the cohort
    BACKLOG = 2  # was waiting when the scenario began
    LOGGED = 4  # from a recorded log of cases
    ALERT = 8  # a clock ran out while the case was open
    YELLOW = 16  # a clock reached its warning
    PATROL = 32  # found by a patrol before anybody complained
    SENSOR = 64  # found by a sensor before anybody complained
    SATISFIED = 128  # the citizen is satisfied with how the case went
    CALLED_BACK = 256  # after a closure the office called the citizen and reached them
    DETECTED = 512  # a callback found a closure hollow


TIME_KINDS = (
    "discover",
    "travel",
    "closed",
    "queue",
    "service",
    "relay",
    "meeting",
    "assemble",
    "match",
    "home",
    "rework",
)


@dataclass(frozen=True)
class FieldOf:
    """One column: its name, its unit and its meaning in Chinese and English."""

    name: str
    unit: str
    zh: str
    en: str


def _time_fields() -> list[FieldOf]:
    """A field for each kind of time."""
    meanings = {
        "discover": ("发现需求前的时间", "before the need was discovered"),
        "travel": ("去程路上", "on the way there"),
        "closed": (
            "等待开门（人在家中，件在单位）",
            "waiting for the doors to open (people at home, files in the office)",
        ),
        "queue": ("开放时段排队", "waiting while the station was open"),
        "service": ("接受服务", "being served"),
        "relay": ("层级流转", "moving between tiers or offices"),
        "meeting": ("等待例会或审批周期", "waiting for the next meeting or cycle"),
        "assemble": ("等待各部门到齐", "waiting until all departments have assembled"),
        "match": ("等待匹配认领", "waiting to be matched and claimed"),
        "home": ("在家等待再来", "waiting at home to come back"),
        "rework": ("补正与返工", "correcting and doing again"),
    }
    return [FieldOf(f"time_{k}", "ms", zh, en) for k, (zh, en) in meanings.items()]


# Who may pay a kind of staff.
STAFF_PAYERS = ("institution", "treasury", "volunteer")
STAFF_COSTS = tuple(f"cost_staff_{payer}" for payer in STAFF_PAYERS)


def _staff_costs() -> list[FieldOf]:
    """A field for the cost of staff by each who may pay it."""
    words = {
        "institution": ("机构", "the institution"),
        "treasury": ("财政", "the treasury"),
        "volunteer": ("志愿者", "volunteers"),
    }
    return [
        FieldOf(
            f"cost_staff_{payer}",
            "0.001 yuan",
            f"按分钟计的人员成本（{words[payer][0]}）",
            f"staff paid by the minute, borne by {words[payer][1]}",
        )
        for payer in STAFF_PAYERS
    ]


CASE_FIELDS: tuple[FieldOf, ...] = (
    FieldOf("service", "index", "服务", "service"),
    FieldOf("origin", "index", "来源地", "place of origin"),
    FieldOf("layer", "number", "需求层（-1 日志，-2 积压）", "layer of demand (-1 recorded log, -2 initial backlog)"),
    FieldOf("ordinal", "number", "该层内序号", "ordinal within the layer"),
    FieldOf("segment", "index", "人群", "segment of citizens"),
    FieldOf("urgency", "index", "紧急程度（0 最急）", "urgency (0 goes first)"),
    FieldOf("requires", "index", "真正需要的层级", "tier truly required (-1: none stated)"),
    FieldOf("channel", "code", "渠道", "channel"),
    FieldOf("marks", "bits", "标记", "marks"),
    FieldOf("arisen", "ms", "需求产生时刻", "when the need arose"),
    FieldOf("filed", "ms", "首次提交时刻", "when it was first filed"),
    FieldOf("responded", "ms", "首次响应时刻", "when a specialist or department accepted it"),
    FieldOf("closed", "ms", "报告办结时刻", "when it was first reported closed"),
    FieldOf("solved", "ms", "真正解决时刻", "when it was truly solved"),
    *_time_fields(),
    FieldOf("time_alert", "ms", "处于预警区时间", "time in the alert zone"),
    FieldOf(
        "citizen_time",
        "ms",
        "群众付出时间（含往返与在场等待）",
        "citizen's own time (round trips, waiting and served on site)",
    ),
    FieldOf("staff_time", "ms", "工作人员付出时间", "staff time"),
    FieldOf("contacts", "number", "联系次数", "contacts"),
    FieldOf("visits", "number", "到站次数", "visits to stations"),
    FieldOf("trips", "number", "出行次数", "trips of the citizen"),
    FieldOf("hops", "number", "流转跳数", "hops between tiers or offices"),
    FieldOf("bounces", "number", "退回次数", "times sent back"),
    FieldOf("departments", "number", "涉及部门数", "departments involved"),
    FieldOf("top_tier", "index", "触及的最高层级", "highest tier touched (-1: none)"),
    FieldOf(
        "place_tier",
        "index",
        "实际就地服务层级",
        "tier of the place where the citizen was physically served (-1: none)",
    ),
    FieldOf("clocks_started", "bits", "启动的时限", "clocks started"),
    FieldOf("clocks_kept", "bits", "守住的时限", "clocks kept"),
    FieldOf("clocks_broken", "bits", "超出的时限", "clocks broken"),
    *_staff_costs(),
    FieldOf("cost_fares", "0.001 yuan", "交通费（群众）", "fares, borne by the citizen"),
    FieldOf("cost_time", "0.001 yuan", "时间成本（群众）", "value of the citizen's time, borne by the citizen"),
    FieldOf("cost_operation", "0.001 yuan", "平台运行成本（财政）", "operation of the platform, borne by the treasury"),
    FieldOf("fee_citizen", "0.001 yuan", "自付费用（转移）", "fees paid by the citizen (transfer)"),
    FieldOf("fee_insurer", "0.001 yuan", "医保报销（转移）", "fees reimbursed by the insurer (transfer)"),
    FieldOf(
        "satisfaction",
        "0.001 points",
        "满意度评分（-1 未评：从未提交）",
        "satisfaction score (-1: never filed, not judged)",
    ),
    FieldOf("end", "code", "真实结局", "true end"),
)

VISIT_FIELDS: tuple[FieldOf, ...] = (
    FieldOf("service", "index", "服务", "service"),
    FieldOf("origin", "index", "来源地", "place of origin"),
    FieldOf("layer", "number", "需求层", "layer of demand"),
    FieldOf("ordinal", "number", "该层内序号", "ordinal within the layer"),
    FieldOf("branch", "number", "并联分支（0 主线）", "branch of a fork (0: the case itself)"),
    FieldOf("station", "index", "站点", "station"),
    FieldOf("joined", "ms", "到达", "joined the list"),
    FieldOf("began", "ms", "首次开始服务", "service first began"),
    FieldOf("ended", "ms", "离开", "left the station"),
    FieldOf("busy", "ms", "占用服务台时间", "server time used"),
    FieldOf("end", "code", "结局", "how the visit ended"),
)

STATION_FIELDS: tuple[FieldOf, ...] = (
    FieldOf("joined", "number", "到达数", "cases that joined"),
    FieldOf("served", "number", "服务完成数", "services completed"),
    FieldOf("reneged", "number", "放弃数", "cases that gave up"),
    FieldOf("refused", "number", "拒绝数", "cases refused because the room was full"),
    FieldOf("withdrawn", "number", "撤回数", "entries claimed elsewhere"),
    FieldOf("went_home", "number", "下班回家数", "people sent home at closing"),
    FieldOf("present", "case ms", "在站人数对时间积分", "integral of the number present over time"),
    FieldOf("waiting", "case ms", "排队人数对时间积分", "integral of the number waiting over time"),
    FieldOf("busy", "server ms", "开放时段内忙碌时间", "server time in use within open hours"),
    FieldOf("overtime", "server ms", "超时工作", "server time in use outside open hours"),
    FieldOf("open", "server ms", "开放的服务台时间", "server time open"),
    FieldOf("most_waiting", "number", "最大排队数", "longest queue"),
    FieldOf("cost_staff", "0.001 yuan", "计入件的人员成本", "staff cost charged to cases"),
)

INCIDENT_FIELDS: tuple[FieldOf, ...] = (
    FieldOf("kind", "code", "类型", "kind of incident (0 platform outage, 1 breakdown of stations)"),
    FieldOf("target", "index", "对象（站点，-1 为平台）", "station struck (-1: the platform)"),
    FieldOf("began", "ms", "开始", "began"),
    FieldOf("ended", "ms", "结束", "ended"),
)


def names(fields: tuple[FieldOf, ...]) -> tuple[str, ...]:
    """Column names of a field table, in order."""
    return tuple(f.name for f in fields)


def record_type(fields: tuple[FieldOf, ...]) -> np.dtype[np.void]:
    """The numpy record type of a field table: every column int64."""
    return np.dtype([(f.name, np.int64) for f in fields])


CASE = record_type(CASE_FIELDS)
VISIT = record_type(VISIT_FIELDS)
STATION = record_type(STATION_FIELDS)
INCIDENT = record_type(INCIDENT_FIELDS)

# Who bears which column: first resource costs, then transfers.
PAYER_OF = {
    **dict(zip(STAFF_COSTS, STAFF_PAYERS, strict=True)),
    "cost_fares": "citizen",
    "cost_time": "citizen",
    "cost_operation": "treasury",
    "fee_citizen": "citizen",
    "fee_insurer": "insurer",
}
RESOURCE_COSTS = (*STAFF_COSTS, "cost_fares", "cost_time", "cost_operation")
TRANSFERS = ("fee_citizen", "fee_insurer")
MONEY = (*RESOURCE_COSTS, *TRANSFERS)


class RecordChunk(NamedTuple):
    """The records that a running replication has written since its last chunk.

    ``cases`` has type ``CASE`` (empty where they are not wanted); ``visits`` has type ``VISIT`` (empty unless asked for);
    ``now`` is the simulated instant reached [ms], for progress.
    """

    cases: NDArray[np.void]
    visits: NDArray[np.void]
    now: int


class Tables(NamedTuple):
    """What stands at the end of a replication: one ``STATION`` row per station, one ``INCIDENT`` row per incident.

    Stations are counted in the window alone. ``ledger``: money by kind [0.001 yuan] over the whole run, counted where it
    was charged; the value of citizens' time is charged with the record of a case, and missing where no records are wanted.
    ``ends`` [number of ``End``]: cases by their end. ``limit_hits`` [instructions]: how often a case went on
    because it had already been sent back as often as the step's ``at_most`` allows.
    """

    stations: NDArray[np.void]
    incidents: NDArray[np.void]
    ledger: dict[str, int]
    ends: NDArray[np.int64]
    limit_hits: NDArray[np.int64]


def row_packer(fields: tuple[FieldOf, ...]) -> Callable[..., bytes]:
    """A function that packs the integers of one row; rows joined are what ``as_records`` reads."""
    return Struct(f"={len(fields)}q").pack


def as_records(rows: list[bytes], kind: np.dtype[np.void]) -> NDArray[np.void]:
    """Packed rows as a (read-only) record array of type ``kind``."""
    return np.frombuffer(b"".join(rows), kind)
