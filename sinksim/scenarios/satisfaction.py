"""How citizens judge what was done: a score of each case, and whether it satisfies the person."""

from sinksim.scenarios.base import Part, number

_REGRESSION = (
    "30,000 hotline orders of Xuhui: how fast an order is handled explains 51 % of satisfaction, the outcome 28 %; "
    "from the expected time to 0.35 of it is worth 23 points, solving 13"
)
_FITTED = "fitted to 65 % satisfied in the first year of a hotline and 97.3 % when it is mature"


class Satisfaction(Part):
    """Score = 100 exp(-decay x elapsed / expected) - trips beyond the first - not solved, cut to 0..100; satisfied above T.

    Elapsed counts from arising to the true solution; of an unsolved case to the first reported closure, else to the horizon. T is
    normal, drawn once a case.
    """

    decay: float = number(
        0.5,
        unit="1",
        low=0,
        high=100,
        zh="用时占期望用时的衰减系数",
        en="how fast the score falls with elapsed over expected time",
        evidence="N",
        source=_REGRESSION,
    )
    points_a_trip: float = number(
        5.0,
        unit="points",
        low=0,
        high=100,
        zh="首次之外每多跑一次扣分",
        en="points off for each trip beyond the first",
        evidence="X",
    )
    points_unsolved: float = number(
        13.0,
        unit="points",
        low=0,
        high=100,
        zh="未真正解决扣分",
        en="points off where the need is not truly solved",
        evidence="N",
        source=_REGRESSION,
    )
    threshold_mean: float = number(
        47.0,
        unit="points",
        low=-1000,
        high=1000,
        zh="满意门槛均值（个体门槛服从正态分布）",
        en="mean of the score above which a person is satisfied, a normal law over persons",
        evidence="X",
        source=_FITTED,
    )
    threshold_sd: float = number(
        18.0,
        unit="points",
        low=0,
        high=1000,
        zh="满意门槛标准差",
        en="standard deviation of that score",
        evidence="X",
        source=_FITTED,
    )
