"""Adoption: who uses the platform."""

import pytest

from sinksim.core.records import Channel

TWO_CHANNELS = """
processes: {main: [close], app: [{wait: {kind: service, time: 3}}, close]}
services: {need: {traditional: {process: main}, platform: {process: app}}}
"""


@pytest.mark.parametrize(("adoption", "channel"), [(0, Channel.TRADITIONAL), (1, Channel.PLATFORM)])
def test_the_channel_is_the_platform_for_those_who_adopt_it(live, adoption, channel):
    ceilings = dict.fromkeys(("under60_urban", "under60_rural", "over60_urban", "over60_rural"), 1)
    life = live(TWO_CHANNELS, [0, 0], policy={"adoption": adoption, "ceilings": ceilings})
    assert life.all("channel") == [channel] * 2


def test_a_ceiling_holds_whatever_the_lever(live):
    log = [{"arisen": n, "segment": 3} for n in range(400)]
    life = live(TWO_CHANNELS, log, policy={"adoption": 1, "ceilings": {"over60_rural": 0.25}})
    assert abs(sum(life.all("channel")) - 100) < 4 * (400 * 0.25 * 0.75) ** 0.5


def test_an_adopter_is_one_in_every_replication(live):
    first, second = (live(TWO_CHANNELS, list(range(50)), replication=r, policy={"adoption": 0.5}) for r in (0, 1))
    assert first.all("channel") == second.all("channel")
