import datetime as dt

import pytest

from sinksim.text.spans import DAY, HOUR, MINUTE, SECOND, instant_text, span_text, yuan_text


@pytest.mark.parametrize(
    ("span", "en", "zh"),
    [
        (0, "0 s", "0 秒"),
        (40 * SECOND + 400, "40 s", "40 秒"),
        (59 * SECOND + 499, "59 s", "59 秒"),
        (59 * SECOND + 500, "1 min", "1 分"),
        (MINUTE, "1 min", "1 分"),
        (59 * MINUTE + 30 * SECOND, "1 h", "1 小时"),
        (2 * HOUR + 5 * MINUTE, "2 h 5 min", "2 小时 5 分"),
        (24 * HOUR - 31 * SECOND, "23 h 59 min", "23 小时 59 分"),
        (24 * HOUR - 30 * SECOND, "1 d", "1 天"),
        (3 * DAY + 4 * HOUR + 29 * MINUTE, "3 d 4 h", "3 天 4 小时"),
        (-90 * MINUTE, "-1 h 30 min", "-1 小时 30 分"),
    ],
)
def test_a_span_is_told_in_its_two_largest_units(span, en, zh):
    assert (span_text(span, "en"), span_text(span, "zh")) == (en, zh)


def test_an_instant_has_its_weekday_and_is_cut_to_the_minute():
    start = dt.date(2022, 1, 31)
    assert instant_text(start, 9 * HOUR + 5 * MINUTE + 59_999, "en") == "Mon 01-31 09:05"
    assert instant_text(start, DAY, "zh") == "周二 02-01 00:00"
    assert instant_text(start, -HOUR, "en") == "Sun 01-30 23:00"


def test_money_is_told_in_yuan():
    assert yuan_text(1_234_567, "en") == "1,234.57 yuan"
    assert yuan_text(-500, "zh") == "-0.50 元"
