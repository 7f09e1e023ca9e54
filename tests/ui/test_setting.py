import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sinksim.core.errors import BadInput
from sinksim.ui.setting import EVERY, Setting, from_query

PATHS = st.from_regex(r"[a-z][a-z_]{0,8}(\.[a-z0-9_]{1,8}){0,3}", fullmatch=True)
NUMBERS = st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = NUMBERS | st.booleans() | st.text(max_size=30) | st.none()
LOOKS = st.dictionaries(
    st.from_regex(r"[a-z][a-z_]{0,12}", fullmatch=True), st.text(min_size=1, max_size=60), max_size=5
)
SIDES = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,8}", fullmatch=True)
PAIRS = st.dictionaries(PATHS, VALUES, max_size=6).map(lambda found: tuple(sorted(found.items())))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    PAIRS,
    st.dictionaries(SIDES, PAIRS, max_size=4),
    st.sampled_from(["zh", "en"]),
    st.none() | st.text(min_size=1, max_size=20),
    LOOKS,
)
def test_a_link_restores_the_setting(shared, sides, lang, part, looks):
    view = tuple(sorted(looks.items()))
    setting = Setting("guizhou", lang, shared, tuple(sides.items()), part, who="permit/t-1.a/-1/17", view=view)
    restored = from_query(setting.to_query(), "zh" if lang == "en" else "en")
    assert restored == setting
    assert [type(v) for _, v in restored.shared] == [type(v) for _, v in shared]


def test_a_link_without_a_language_takes_the_reader_s():
    assert from_query({}, "en").lang == "en"
    assert from_query({"lang": "zh"}, "en").lang == "zh"


@pytest.mark.parametrize(
    "query",
    [
        {"case": "../etc/passwd"},
        {"case": "<script>"},
        {"lang": "xx"},
        {"a.policy..adoption": "1"},
        {"b._x": "1"},
        {"x.today.policy..adoption": "1"},
        {"x.today": "1"},
        {"x.9.policy.adoption": "1"},
        {"x.现状.policy.adoption": "1"},
        {"x.<b>": ""},
        {f"x.side_{n}": "" for n in range(13)},
        {"s.policy.adoption": "1" * 300},
        {"part": ""},
        {"who": "<b>"},
        {"who": "a/b/c/d"},
        {f"s.p{n}": "1" for n in range(300)},
        {"v.Map": "elapsed"},
        {"v.": "elapsed"},
        {"v.map_indicator": ""},
        {"v.map_indicator": "x" * 1001},
        {f"v.{'a' * n}": "1" for n in range(1, 42)},
    ],
)
def test_a_link_that_says_what_cannot_be_is_refused_in_one_sentence(query):
    with pytest.raises(BadInput, match=r"^link: .*; allowed: ") as refused:
        from_query(query, "zh")
    assert len(str(refused.value)) < 400


def test_what_is_not_a_setting_is_left_alone():
    assert from_query({"embed": "true", "utm": "x"}, "zh") == Setting()


@pytest.mark.parametrize("side", [EVERY, "today", "more_adoption"])
def test_a_value_is_set_and_taken_back(side):
    moved = Setting().with_value(side, "policy.adoption", 0.8)
    assert moved.has(side, "policy.adoption")
    assert moved.value(side, "policy.adoption") == 0.8
    assert moved.without(side, "policy.adoption") == Setting()


def test_a_side_that_sets_nothing_stays_where_it_is_kept():
    added = Setting().with_pairs("proposal_1", {}, keep=True)
    assert added.to_query()["x.proposal_1"] == ""
    moved = added.with_value("proposal_1", "policy.adoption", 0.8)
    assert moved.without("proposal_1", "policy.adoption", keep=True) == added
    assert moved.without_side("proposal_1") == Setting()


def test_a_link_of_the_first_format_moves_its_two_sides():
    setting = from_query({"s.policy.demand": "2", "b.policy.adoption": "0.1", "a.policy.adoption": "0.9"}, "zh")
    assert setting.shared == (("policy.demand", 2),)
    assert dict(setting.sides) == {"baseline": (("policy.adoption", 0.1),), "alternative": (("policy.adoption", 0.9),)}
    assert "x.alternative.policy.adoption" in setting.to_query()


def test_what_is_looked_at_has_no_say_in_the_numbers():
    setting = Setting(lang="en", who="permit/1/0/1").with_value(EVERY, "policy.demand", 2.0)
    looking = setting.looking_at("map_shown", "baseline").looking_at("service", "permit")
    assert looking.view == (("map_shown", "baseline"), ("service", "permit"))
    assert looking.of_numbers() == setting.of_numbers() != Setting()
    assert looking.looking_at("service", None).looking_at("map_shown", None) == setting
