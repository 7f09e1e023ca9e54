"""Worlds for what chance seldom brings about: several things must meet at one instant before it shows."""

from tests.helpers.worlds import with_log


def _service(minutes):
    return [{"queue": {"station": "desk", "time": minutes, "draw": "service"}}, {"close": {}}]


# At 00:20 the second server leaves, one service ends by itself, another goes on and somebody more urgent waits: who goes on
# must not make room, since the one that ends frees the server that leaves.
A_SERVICE_ENDS_WITH_THE_SHIFT = with_log(
    {
        "network": {"nodes": [{"code": "site", "tier": "township"}]},
        "urgencies": ["urgent", "usual"],
        "calendars": {"rota": {"hours": ["00:00-00:20", "00:20-24:00"], "levels": [1, 0.5]}},
        "stations": {"desk": {"servers": 2, "calendar": "rota", "shift_end": "interrupt"}},
        "processes": {"long": _service(20), "short": _service(10)},
        "services": {
            "long": {"traditional": {"process": "long"}},
            "short": {"traditional": {"process": "short"}},
        },
        "experiment": {"window_days": 1},
    },
    {"long": [{"arisen": 0, "urgency": "usual"}, {"arisen": 5, "urgency": "usual"}],
     "short": [{"arisen": 10, "urgency": "urgent"}]},
)  # fmt: skip
