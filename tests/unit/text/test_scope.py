"""What a run covers, in words."""

from dataclasses import replace

import numpy as np
import pytest

from sinksim.experiments.result import scope_of
from sinksim.i18n import words
from sinksim.text.scope import preview_remark, scope_sentence
from tests.helpers import samples

DAY = 86_400_000


class Of:
    """As much of a result as the sentence reads."""

    def __init__(self, days=10, in_cohort=(True, True), **scope):
        known = samples.labels()
        self.labels = replace(
            known,
            scope=replace(known.scope, **scope),
            areas=replace(known.areas, in_cohort=np.array(in_cohort)),
            window=replace(known.window, window=days * DAY),
        )


PLACE = {"place": "安顺市", "place_en": "Anshun"}
SAID = [
    (Of(), "full run: 2 of 2 counties, 10 days", "完整计算：2 个县中的 2 个，观察窗 10 天"),
    (
        Of(drawn=True, in_cohort=(True, False)),
        "full run: 1 of 2 counties, drawn by hash, 10 days",
        "完整计算：2 个县中的 1 个（按编码散列抽取），观察窗 10 天",
    ),
    (
        Of(preview=True, days=12, **PLACE),
        "preview of Anshun (2 of 2 counties), 12 days; not measured against the full run",
        "预览：安顺市（即 2 个县中的 2 个），观察窗 12 天；未与完整计算实测比对",
    ),
    (
        Of(preview=True, days=1, deviation=0.1231),
        "preview of 2 of 2 counties, 1 day; headline differences lie within 13 % of the full run's (measured with the "
        "preset's own settings)",
        "预览：2 个县中的 2 个，观察窗 1 天；主要指标差异与完整计算相差不超过 13%（按预设自身设置实测）",
    ),
    (Of(tier="canton"), "full run: 2 of 2 areas, 10 days", "完整计算：2 个区域中的 2 个，观察窗 10 天"),
]


@pytest.mark.parametrize(("result", "en", "zh"), SAID, ids=["whole", "drawn", "place", "measured", "another tier"])
def test_part_of_the_network_days_and_what_a_preview_was_measured_to_deviate_are_said(result, en, zh):
    assert scope_sentence(result, words("en")) == en
    assert scope_sentence(result, words("zh")) == zh


def test_rows_of_a_preview_say_so_and_those_of_a_full_run_do_not():
    assert preview_remark(Of(preview=True, days=12, **PLACE)) == "preview of Anshun (2 of 2 counties), 12 days"
    assert preview_remark(Of(**PLACE)) == ""


def test_the_same_is_there_as_numbers():
    assert scope_of(Of(days=2, drawn=True, in_cohort=(True, False)).labels) == {
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
