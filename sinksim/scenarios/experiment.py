"""How a scenario is run: seed, replications, warm-up, window, follow-up, engine."""

from typing import Annotated, Literal

from sinksim.scenarios.base import Part, item, number, option

Minutes = Annotated[float, item(unit="min", low=0, high=10_080)]


class Experiment(Part):
    """Settings of a run; no claims about the world."""

    seed: int = number(1, unit="1", low=0, high=2**62, zh="随机种子", en="seed")
    replications: int = number(10, unit="runs", low=1, high=1_000_000, zh="重复次数", en="replications")
    warm_up_days: float = number(0.0, unit="d", low=0, high=3650, zh="预热期", en="warm-up")
    window_days: float = number(
        30.0,
        unit="d",
        low=1e-8,
        high=3650,
        zh="观察窗",
        en="window in which the cohort arises",
    )
    follow_up_days: float = number(0.0, unit="d", low=0, high=3650, zh="随访期", en="follow-up; demand goes on")
    engine: Literal["auto", "agents", "compiled"] = option("auto", zh="引擎", en="engine")
    workers: int | None = number(
        None,
        unit="processes",
        low=1,
        high=4096,
        zh="并行进程数",
        en="worker processes (default: all cores)",
    )
    preview: bool = option(
        False,
        zh="预览：结果及各文件均注明只是预览",
        en="a preview: results and every file made of them say so",
    )
    preview_deviation: float | None = number(
        None,
        unit="1",
        low=0,
        high=1e6,
        zh="预览与完整计算主要指标差异的最大偏差（实测）",
        en="largest deviation of a preview's headline differences from the full run's, as measured (none: not measured)",
    )
    catchment_minutes: dict[str, Minutes] = option(
        {},
        zh="可及性搜寻半径（分钟）",
        en="catchment of accessibility by tier [min]",
        max_length=32,
    )
