"""The toy scenario with four sides: one without a platform, today, and two proposals."""

from tests.helpers.toy import TOY

FOUR_SIDES = (
    TOY[: TOY.index("comparison:")].replace("name: toy", "name: four")
    + """comparison:
  baseline: today
  traditional: ladder
  sides:
    ladder: {zh: 传统方案, en: before, set: {parameters.minutes: 30}}
    today: {zh: 现状, en: as it is, year: 2020, source: a count of desks, set: {}}
    desks: {zh: 增加窗口, en: more desks, set: {stations.desk.servers: 2}}
    courts: {zh: 增加法庭, en: more at court, set: {stations.court.servers: 2}}
"""
)
