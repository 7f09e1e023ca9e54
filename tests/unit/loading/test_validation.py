import datetime as dt
from typing import Annotated, Literal

import pytest
from pydantic import BeforeValidator, Discriminator, Field, field_validator, model_validator

from sinksim.core.errors import BadInput
from sinksim.scenarios.base import Part, item, number, option
from sinksim.scenarios.loading.validation import validate
from tests.helpers.work import calls_of


class Fixed(Part):
    law: Literal["fixed"]
    value: float = number(unit="min", low=0, high=1000, zh="值", en="the time")


class Range(Part):
    law: Literal["range"]
    low: float = number(unit="min", above=0, high=1000, zh="低", en="lowest")
    high: float = number(unit="min", above=0, high=9, zh="高", en="highest")

    @model_validator(mode="after")
    def _ordered(self):
        if self.high < self.low:
            raise ValueError(f"low is {self.low}, high is {self.high}; allowed: low <= high")
        return self


def _minutes(value):
    """A number of minutes."""
    return {"law": "fixed", "value": float(value)} if isinstance(value, int | float) else value


Time = Annotated[Annotated[Fixed | Range, Discriminator("law")], BeforeValidator(_minutes)]
Share = Annotated[float, Field(ge=0, le=1)]


class Desk(Part):
    servers: Annotated[int, item(unit="servers", low=0, high=100)] | Fixed = option(zh="台", en="servers")
    time: Time = option(zh="时间", en="service time")
    patience: Time | None = option(None, zh="耐心", en="patience")
    days: Literal["all", "none"] | tuple[Literal["mon", "tue"], ...] = option("all", zh="日", en="days")
    weights: dict[int, Share] = option({}, zh="权", en="weights")
    pair: tuple[int, str] = option((1, "a"), zh="对", en="a pair")


class Toy(Part):
    rate: float = number(1.0, unit="cases/day", low=0, high=1e9, zh="率", en="needs a day")
    count: int = number(1, unit="1", low=1, high=2**40, zh="数", en="how many")
    on: bool = option(False, zh="开", en="whether")
    kind: Literal["agents", "auto"] = option("auto", zh="类", en="kind")
    start: dt.date = option(dt.date(2022, 1, 3), zh="始", en="start")
    names: tuple[str, ...] = option((), zh="名", en="names", max_length=2)
    code: Annotated[str, Field(pattern="^[a-z]{2}$")] = "ab"
    desks: dict[Annotated[str, Field(pattern="^[A-Za-z][A-Za-z0-9_]{0,63}$")], Desk] = option({}, zh="台", en="desks")

    @field_validator("names")
    @classmethod
    def _each_once(cls, value):
        if len(set(value)) != len(value):
            raise ValueError("one name stands twice")
        return value


def _refused(data):
    with pytest.raises(BadInput) as refused:
        validate(Toy, data, "toy")
    return str(refused.value).split("\n")


def _desk(**changes):
    return {"desks": {"d": {"servers": 1, "time": 5, **changes}}}


NAME = "a name of at most 64 letters (a-z), digits and _ that starts with a letter"
LAWS = "a mapping with law: fixed, range"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"rate": -1}, "rate is -1; allowed: a number from 0 to 1,000,000,000 [cases/day] (needs a day)"),
        ({"rate": "x"}, "rate is 'x'; allowed: a number from 0 to 1,000,000,000 [cases/day] (needs a day)"),
        ({"rate": float("nan")}, "rate is nan; allowed: a finite number [cases/day] (needs a day)"),
        ({"count": 1.5}, "count is 1.5; allowed: a whole number from 1 to 1,099,511,627,776 (how many)"),
        ({"count": True}, "count is True; allowed: a whole number from 1 to 1,099,511,627,776 (how many)"),
        ({"on": "yes"}, "on is 'yes'; allowed: true or false (whether)"),
        ({"kind": "agent"}, "kind is 'agent'; allowed: 'agents', 'auto' (kind); did you mean agents?"),
        ({"start": "soon"}, "start is 'soon'; allowed: a date (YYYY-MM-DD) (start)"),
        ({"names": "ab"}, "names is 'ab'; allowed: a list (names)"),
        ({"names": [1]}, "names.0 is 1; allowed: text"),
        ({"names": ["a", "b", "c"]}, "names is ['a', 'b', 'c']; allowed: 2 entries or fewer (names)"),
        ({"names": ["a", "a"]}, "names: one name stands twice; allowed: a list (names)"),
        ({"code": "abc"}, "code is 'abc'; allowed: text of the form ^[a-z]{2}$"),
        ({"rat": 2}, "rat is not a known name (value 2); did you mean rate?"),
        ({"zzz": 2}, "zzz is not a known name (value 2); known: code, count, desks, kind, names, on, rate, start"),
        ({"desks": []}, "desks is []; allowed: a mapping (desks)"),
        ({"desks": {"1": {"servers": 1, "time": 2}}}, f"the name '1' in desks; allowed: {NAME}"),
        ({"desks": {"d": 3}}, "desks.d is 3; allowed: a mapping with servers, time, patience, days, weights, pair"),
        (_desk(severs=1), "desks.d.severs is not a known name (value 1); did you mean servers?"),
        (
            _desk(servers="x"),
            "desks.d.servers is 'x'; allowed: a whole number from 0 to 100 [servers] or a mapping with law: fixed (servers)",
        ),
        (
            _desk(servers={"law": "fixed", "value": -1}),
            "desks.d.servers.value is -1; allowed: a number from 0 to 1,000 [min] (the time)",
        ),
        (_desk(servers={"law": "fixed"}), "desks.d.servers.value is missing; it needs a number from 0 to 1,000 [min] (the time)"),
        (_desk(time="x"), f"desks.d.time is 'x'; allowed: a number of minutes or {LAWS} (service time)"),
        (_desk(patience=[]), f"desks.d.patience is []; allowed: a number of minutes or {LAWS} (patience)"),
        (_desk(time={"law": "rnge"}), "desks.d.time.law is 'rnge'; allowed: 'fixed', 'range'; did you mean range?"),
        (
            _desk(time={"low": 1}),
            f"desks.d.time.law is missing in {{'low': 1}}; it needs a number of minutes or {LAWS} (service time)",
        ),
        (
            _desk(time={"law": "range", "low": 0, "high": 1}),
            "desks.d.time.low is 0; allowed: a number above 0 and of at most 1,000 [min] (lowest)",
        ),
        (
            _desk(time={"law": "range", "low": 1, "high": 10}),
            "desks.d.time.high is 10; allowed: a number above 0 and of at most 9 [min] (highest)",
        ),
        (_desk(time={"law": "range", "low": 2, "high": 1}), "desks.d.time: low is 2.0, high is 1.0; allowed: low <= high"),
        (_desk(days="mon"), "desks.d.days is 'mon'; allowed: all, none or a list (days)"),
        (_desk(days=["mon", "tus"]), "desks.d.days.1 is 'tus'; allowed: 'mon', 'tue'; did you mean tue?"),
        (_desk(weights={1: 2}), "desks.d.weights.1 is 2; allowed: a number from 0 to 1"),
        (_desk(pair=[1, 2]), "desks.d.pair.1 is 2; allowed: text"),
        (_desk(pair=["x", "y"]), "desks.d.pair.0 is 'x'; allowed: a whole number"),
    ],
)  # fmt: skip
def test_a_fault_is_one_sentence_with_place_value_and_what_is_allowed(data, sentence):
    assert _refused(data) == [f"toy: {sentence}"]


def test_lists_stand_for_tuples_at_every_depth():
    toy = validate(
        Toy, {"names": ["a"], **_desk(pair=[2, "b"], days=["mon"], time={"law": "fixed", "value": 1})}, "toy"
    )
    assert (toy.names, toy.desks["d"].pair, toy.desks["d"].days) == (("a",), (2, "b"), ("mon",))


def test_what_is_missing_inside_a_mapping_is_named_with_its_meaning():
    assert _refused({"desks": {"d": {"time": 1}}}) == [
        "toy: desks.d.servers is missing; it needs a whole number from 0 to 100 [servers] or a mapping with law: fixed (servers)"
    ]


def test_twenty_faults_are_told_and_the_rest_counted():
    sentences = _refused({"desks": {f"d{i}": 1 for i in range(50)}})
    assert len(sentences) == 21
    assert sentences[-1] == "toy: and 30 more"


def test_a_long_value_and_a_strange_name_keep_the_sentence_short_and_on_one_line():
    (sentence,) = _refused({"a\nb\u202e" + "c" * 500: "x" * 10_000})
    assert sentence.isprintable()
    assert len(sentence) < 400


def test_what_is_only_counted_is_not_worded():
    def work_of(number):
        return calls_of(
            lambda: _refused({"desks": {f"d{i}": {"servers": 1, "time": 5, "srevers": i} for i in range(number)}})
        )

    work_of(1)
    told, counted = (work_of(20) - work_of(10)) / 10, (work_of(60) - work_of(20)) / 40
    assert counted < told / 2


def test_one_value_that_fits_no_kind_counts_once():
    assert _refused({"desks": {f"d{i}": {"servers": "x", "time": 5} for i in range(25)}})[-1] == "toy: and 5 more"
