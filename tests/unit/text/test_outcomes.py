import math

import pytest

from sinksim.experiments.comparison import compare
from sinksim.experiments.replicate import failed, replicate
from sinksim.experiments.summary import headline_names
from sinksim.metrics.equity_figures import FIGURES
from sinksim.text.outcomes import MORE_LEVELS, comparison_text, run_text
from sinksim.text.phrases import PHRASES, amount
from sinksim.text.width import width
from tests.helpers.samples import FakePlan, fake_run, labels

ASSUMED = [
    ("policy.adoption", 0.8, "share", "share of citizens who use the platform " * 6),
    ("成本", 3, "", "无来源" * 40),
]


@pytest.fixture(scope="module")
def quick():
    return replicate(FakePlan(labels()), fake_run, 4)


@pytest.fixture(scope="module")
def comparison(quick):
    return compare({"baseline": quick, "alternative": replicate(FakePlan(labels(), mean_days=8.0), fake_run, 4)})


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_line_is_wider_than_110_columns(quick, comparison, lang):
    for text in (run_text(quick, ASSUMED, lang), comparison_text(comparison, ASSUMED, lang)):
        assert max(width(line) for line in text.splitlines()) <= 110


def test_a_comparison_shows_differences_then_levels_then_assumptions(comparison):
    text = comparison_text(comparison, ASSUMED)
    heads = [
        text.index(part) for part in ("alternative minus baseline", "Levels", "What rests on assumptions", "policy.")
    ]
    assert heads == sorted(heads)
    assert "worse" in text
    assert "little difference" in text


def test_the_difference_is_written_with_its_interval_and_unit(comparison):
    found = comparison.difference("coverage")
    (line,) = [row for row in comparison_text(comparison).splitlines() if row.strip().startswith("solved in time")][:1]
    assert f"{found.difference * 100:+.1f} ± {found.half_width * 100:.1f} points" in line


def test_a_level_beyond_the_follow_up_reads_as_more_than_it(quick):
    (line,) = [row for row in run_text(quick).splitlines() if "90th percentile of all needs" in row]
    assert line.endswith("> 480 h")


def test_chinese_text_has_no_english_phrase_of_ours(comparison):
    text = comparison_text(comparison, lang="zh")
    spoken = [english for english, _ in PHRASES.values() if len(english) > 5 and " " in english]
    assert [english for english in spoken if english in text] == []


def test_a_partial_run_and_a_single_replication_say_so(quick):
    single = compare({"baseline": quick.first(1), "alternative": quick.first(1)})
    assert "one replication: no interval" in comparison_text(single)
    assert "1 of 4 replications" in run_text(quick.first(1))


def test_a_failed_run_shows_its_reason():
    text = run_text(failed(FakePlan(labels()), "station desk has no servers", 4))
    assert "failed" in text
    assert "station desk has no servers" in text


def unconserved_run(plan, replication, visits=False):
    return (yield from fake_run(plan, replication, visits))._replace(ledger={})


def test_what_is_not_conserved_stands_before_any_number():
    text = run_text(replicate(FakePlan(labels(), count=50), unconserved_run, 2))
    assert text.index("NOT CONSERVED") < text.index("Headline")


def test_named_areas_are_called_illustrative_where_they_are(quick):
    assert "illustrative" in run_text(quick)
    assert "illustrative" not in run_text(replicate(FakePlan(labels(illustrative=False)), fake_run, 2))


def test_every_indicator_shown_exists(quick):
    assert set(headline_names(quick)) | set(MORE_LEVELS) <= set(quick.position) | {figure.name for figure in FIGURES}


@pytest.mark.parametrize(
    ("mean", "half_width", "unit", "text"),
    [
        (12.345, 1.23, "h", "12.3 ± 1.2"),
        (0.5, 0.012, "share", "50.0 ± 1.2"),
        (12345.6, 789.0, "yuan", "12,300 ± 800"),
        (4.0, 1234.0, "yuan", "0 ± 1,200"),
        (2.345, 0.0123, "h", "2.35 ± 0.01"),
        (1.0, 0.0, "share", "100 ± 0"),
        (0.0, 0.0, "cases", "0.0 ± 0.0"),
        (0.0, 0.0012, "h", "0.0000 ± 0.0012"),
        (0.00123, 0.00045, "index", "0.00123 ± 0.00045"),
        (math.inf, math.nan, "h", "> 480"),
        (math.nan, math.nan, "h", "—"),
        (3.14159, math.nan, "h", "3.14"),
    ],
)
def test_an_amount_shows_two_digits_of_its_half_width_and_at_most_three_of_its_own(mean, half_width, unit, text):
    assert amount(mean, half_width, unit, 480) == text
