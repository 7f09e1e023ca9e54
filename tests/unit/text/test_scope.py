"""What a run covers, in words."""

from dataclasses import replace

import numpy as np
import pytest

from sinksim.experiments.result import scope_of
from sinksim.i18n import words
from sinksim.text.scope import preview_remark, scope_sentence
from tests.helpers import samples

DAY = 86_400_000


def of(days=10, in_cohort=(True, True), **scope):
    known = samples.labels()
    return replace(
        known,
        scope=replace(known.scope, **scope),
        areas=replace(known.areas, in_cohort=np.array(in_cohort)),
        window=replace(known.window, window=days * DAY),
    )


PLACE = {"place": "安顺市", "place_en": "Anshun"}
SAID = [
    (of(), "full run: 2 of 2 counties, 10 days", "完整计算：2 个区县中的 2 个，观察窗 10 天"),
    (
        of(drawn=True, in_cohort=(True, False)),
        "full run: 1 of 2 counties, drawn by hash, 10 days",
        "完整计算：2 个区县中的 1 个（按编码散列抽取），观察窗 10 天",
    ),
    (
        of(preview=True, days=12, **PLACE),
        "preview of Anshun (2 of 2 counties), 12 days; not measured against the full run",
        "预览：安顺市（即 2 个区县中的 2 个），观察窗 12 天；未与完整计算实测比对",
    ),
    (
        of(preview=True, days=1, deviation=0.1231),
        "preview of 2 of 2 counties, 1 day; headline differences that the full run tells are met within 13 % (measured with the "
        "preset's own settings)",
        "预览：2 个区县中的 2 个，观察窗 1 天；完整计算可分辨的主要指标差异，与之相差不超过 13%（按预设自身设置实测）",
    ),
    (of(tier="canton"), "full run: 2 of 2 areas, 10 days", "完整计算：2 个区域中的 2 个，观察窗 10 天"),
]


@pytest.mark.parametrize(("labels", "en", "zh"), SAID, ids=["whole", "drawn", "place", "measured", "another tier"])
def test_part_of_the_network_days_and_what_a_preview_was_measured_to_deviate_are_said(labels, en, zh):
    assert scope_sentence(labels, words("en")) == en
    assert scope_sentence(labels, words("zh")) == zh


def test_rows_of_a_preview_say_so_and_those_of_a_full_run_do_not():
    assert preview_remark(of(preview=True, days=12, **PLACE)) == "preview of Anshun (2 of 2 counties), 12 days"
    assert preview_remark(of(**PLACE)) == ""


def test_the_same_is_there_as_numbers():
    assert scope_of(of(days=2, drawn=True, in_cohort=(True, False))) == {
        "tier": "county",
        "place": "",
        "place_en": "",
        "drawn": True,
        "preview": False,
        "deviation": None,
        "areas": 1,
        "of_areas": 2,
        "window_days": 2.0,
    }
