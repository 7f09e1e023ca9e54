"""Policy: the levers that a planner moves in every scenario."""

from sinksim.scenarios.base import Part, number

_MARGINALS = (
    "chosen so that shares of internet users hold: 73 % of all, 57.6 % rural, 43.2 % over 60 (CNNIC, 49th report)"
)


class Ceilings(Part):
    """Largest share of each segment that can adopt the platform."""

    under60_urban: float = number(
        0.85,
        unit="1",
        low=0,
        high=1,
        zh="60岁以下城镇",
        en="under 60, urban",
        evidence="X",
        source=_MARGINALS,
    )
    under60_rural: float = number(
        0.68,
        unit="1",
        low=0,
        high=1,
        zh="60岁以下农村",
        en="under 60, rural",
        evidence="X",
        source=_MARGINALS,
    )
    over60_urban: float = number(
        0.52,
        unit="1",
        low=0,
        high=1,
        zh="60岁以上城镇",
        en="60 and over, urban",
        evidence="X",
        source=_MARGINALS,
    )
    over60_rural: float = number(
        0.33,
        unit="1",
        low=0,
        high=1,
        zh="60岁以上农村",
        en="60 and over, rural",
        evidence="X",
        source=_MARGINALS,
    )


class Policy(Part):
    """The levers common to all scenarios."""

    adoption: float = number(
        0.0,
        unit="1",
        low=0,
        high=1,
        zh="平台采用率",
        en="share that adopts the platform, before ceilings",
    )
    demand: float = number(
        1.0,
        unit="1",
        low=0,
        high=64,
        zh="需求倍数",
        en="demand multiplier",
    )
    score_weight: float = number(
        0.0,
        unit="1",
        low=0,
        high=1,
        zh="三率（响应率、解决率、满意率）在考核中的权重：0 不施压，1 满额施压",
        en="weight of the scores (response, resolution, satisfaction) in how offices are appraised: 0 no pressure, 1 in full",
    )
    ceilings: Ceilings = Ceilings()

    def pressed(self, chance: float, under_pressure: float | None) -> float:
        """A chance at the weight that scores have: in proportion between ``chance`` and the one under full pressure (None: same).

        Exactly the one at weight 0 and the other at weight 1.
        """
        if under_pressure is None:
            return chance
        return (1 - self.score_weight) * chance + self.score_weight * under_pressure
