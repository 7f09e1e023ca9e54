"""A scenario whose platform takes twice as long with one service and no time at all with another."""

LOSING = r"""
name: losing
title: {zh: 小例, en: Small case}
about: {zh: "甲\n乙", en: Who gains?}
names: {a: {zh: 甲事, en: permit}, b: {zh: 乙事, en: licence}}
network:
  areas: township
  nodes:
    - {code: c, name: 县城, tier: county}
    - {code: t1, name: 甲镇, tier: township, parent: c, population: 1000}
    - {code: t2, name: 乙镇, tier: township, parent: c, population: 3000}
services:
  a: {demand: {per_day: 60}, adopter: institution, traditional: {process: an_hour}, platform: {process: two_hours}}
  b: {demand: {per_day: 20}, adopter: institution, traditional: {process: an_hour}, platform: {process: at_once}}
processes:
  an_hour: [{wait: {kind: rework, time: 60}}, close]
  two_hours: [{wait: {kind: rework, time: 120}}, close]
  at_once: [close]
policy: {adoption: 1}
experiment: {warm_up_days: 0, window_days: 4, follow_up_days: 1, replications: 2}
comparison:
  baseline: today
  traditional: ladder
  sides:
    ladder: {zh: 传统, en: ladder, set: {policy.adoption: 0}}
    today: {zh: 现状, en: today, year: 2017}
    more: {zh: 更多, en: more, set: {policy.demand: 1.5}}
"""
