"""A scenario of two stations and three places, small enough to run in a moment."""

TOY = """
name: toy
title: {zh: 玩具, en: Toy}
parameters:
  minutes: {value: 20, unit: min, low: 1, high: 60, evidence: X, source: "", zh: 办理时长, en: time at the desk}
  unused: {value: 1, unit: "1", low: 0, high: 1, evidence: X, zh: 未用, en: used nowhere}
network:
  nodes:
    - {code: c, name: 县城, tier: county, population: 3000}
    - {code: t1, name: 甲镇, tier: township, parent: c, population: 1000, local_minutes: 10, local_fare: 2}
    - {code: t2, name: 乙镇, tier: township, parent: c, population: 2000, local_minutes: 10, local_fare: 2}
  edges:
    - {source: t1, target: c, relation: refers, minutes: 30, fare: 5}
    - {source: t2, target: c, relation: refers, minutes: 40, fare: 6}
stations:
  desk: {tier: township, servers: 1}
  court: {tier: county, servers: 1}
services:
  permit:
    demand: {per_day: 20}
    traditional: {process: apply}
processes:
  apply:
    - queue: {station: desk, time: {law: exponential, mean: =minutes}}
    - check: {name: up, chance: 0.25, then: [{travel: {to: county}}, {queue: {station: court, time: 30}}]}
    - close
experiment: {warm_up_days: 1, window_days: 8, follow_up_days: 1, replications: 4}
comparison:
  baseline: baseline
  sides:
    baseline: {zh: 基准方案, en: baseline, set: {stations.desk.servers: 1}}
    alternative: {zh: 备选方案, en: alternative, set: {stations.desk.servers: 2, parameters.minutes: 15}}
"""
