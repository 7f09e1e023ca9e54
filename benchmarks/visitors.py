"""Twenty visitors at once, as browsers speak to the server: opening links, thinking, moving a lever, for five minutes.

    python benchmarks/visitors.py [--visitors 20] [--minutes 5] [--think 10] [--runners 4]

Settings are few, so that after the first round every preview is known. Some visitors (``--runners``) also ask for the full run
of theirs and follow its progress as the page does, once a second; so the workers are there and busy. Timed from asking to
the end of the script's run, as the server tells it. The memory of the server and of its workers is their proportional set
size, at its highest.
"""

import argparse
import asyncio
import os
import random
import signal
import statistics
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pages import free_port, serve
from websockets.asyncio.client import connect

LINKS = (
    "case=guizhou&lang=zh",
    "case=guizhou&lang=en",
    "case=guizhou&lang=zh&x.more_adoption.policy.adoption=0.9",
    "case=guizhou&lang=zh&x.more_adoption.policy.adoption=1.0&s.policy.demand=1.2",
    "case=guizhou&lang=en&x.more_adoption.parameters.self_referral=0.3",
    "case=guizhou&lang=zh&part=522600",
)
ADOPTION = "lever.more_adoption.policy.adoption"
MOVES = (0.8, 1.0)
PATIENCE = 60.0
# A button or slider by the end of its id, which is its key in the pages.
ASK = "full_ask"


@dataclass
class Told:
    """What the visitors tell afterwards: seconds of each look, faults, full runs that were done."""

    looks: list[float] = field(default_factory=list)
    follows: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    asked: int = 0
    done: int = 0


class Tab:
    """One open page: it keeps the ids of its widgets, and which piece of it asks to be drawn again every second."""

    def __init__(self, socket: Any, query: str, page: str = "") -> None:
        self.socket, self.query, self.page = socket, query, page
        self.widgets: dict[str, str] = {}
        self.again: str | None = None

    async def run(self, fragment: str = "", **values: Any) -> float:
        """Seconds until the script has run, with widgets by key changed before; RuntimeError where it raised anything."""
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        began = time.perf_counter()
        await self.socket.send(self._asking(fragment, values))
        while True:
            message = ForwardMsg()
            message.ParseFromString(await asyncio.wait_for(self.socket.recv(), PATIENCE))
            self._note(message)
            if message.HasField("script_finished") and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return time.perf_counter() - began

    def _asking(self, fragment: str, values: dict[str, Any]) -> bytes:
        from streamlit.proto.BackMsg_pb2 import BackMsg

        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_name = self.page
        message.rerun_script.fragment_id = fragment
        for key, value in values.items():
            widget = message.rerun_script.widget_states.widgets.add(id=self.widgets[key])
            if isinstance(value, bool):
                widget.trigger_value = value
            else:
                widget.double_array_value.data.append(value)
        return message.SerializeToString()

    def _note(self, message: Any) -> None:
        if message.HasField("new_session") and not message.metadata.run.fragment_ids:
            self.again = None
        if message.HasField("auto_rerun"):
            self.again = message.auto_rerun.fragment_id
        if not message.HasField("delta"):
            return
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise RuntimeError(f"on the page: {element.exception.type}: {element.exception.message}")
        if kind in ("button", "slider"):
            told = getattr(element, kind).id
            self.widgets[told.rpartition("-")[2]] = told


async def visitor(number: int, asked: argparse.Namespace, address: str, until: float, told: Told) -> None:
    """Open a link, look three times (twice at another share on the platform), then come back by another link."""
    chance = random.Random(number)
    await asyncio.sleep(asked.think * number / asked.visitors)
    while time.perf_counter() < until:
        query = chance.choice(LINKS)
        try:
            async with connect(f"{address}/_stcore/stream", max_size=None, open_timeout=PATIENCE) as socket:
                tab = Tab(socket, query)
                told.looks.append(await tab.run())
                if number < asked.runners:
                    await full_run(tab, until, told)
                for value in chance.sample(MOVES, 2):
                    await asyncio.sleep(chance.uniform(0.5, 1.5) * asked.think)
                    told.looks.append(await tab.run(**{ADOPTION: value}))
                await asyncio.sleep(chance.uniform(0.5, 1.5) * asked.think)
        except (OSError, TimeoutError, RuntimeError, KeyError) as fault:
            told.faults.append(repr(fault))


async def full_run(tab: Tab, until: float, told: Told) -> None:
    """Ask for the full run and follow it as the page does, until nothing is under way."""
    told.looks.append(await tab.run(**{ASK: True}))
    told.asked += 1
    while tab.again is not None and time.perf_counter() < until:
        await asyncio.sleep(1)
        told.follows.append(await tab.run(tab.again))
    told.done += tab.again is None


def processes(pid: int) -> list[int]:
    """A process and all that it has started."""
    found, waiting = [], [pid]
    while waiting:
        at = waiting.pop()
        try:
            for task in Path(f"/proc/{at}/task").iterdir():
                waiting += [int(child) for child in (task / "children").read_text().split()]
        except OSError:
            continue
        found.append(at)
    return found


def memory(pid: int) -> Counter[str]:
    """Megabytes of one process: its share of what it shares (Pss), and all that it has in memory (Rss)."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return Counter()
    sizes = {
        name: int(line.split()[1]) / 1024 for line in lines for name in ("Pss", "Rss") if line.startswith(f"{name}:")
    }
    return Counter(sizes)


async def watch(pid: int, until: float, seen: list[list[Counter[str]]]) -> None:
    while time.perf_counter() < until:
        seen.append([memory(one) for one in processes(pid)])
        await asyncio.sleep(1)


async def warm(address: str) -> list[float]:
    """Every setting asked for once, so that it is known before the clock starts."""
    times = []
    for link in LINKS:
        async with connect(f"{address}/_stcore/stream", max_size=None) as socket:
            tab = Tab(socket, link)
            times.append(await tab.run())
            times += [await tab.run(**{ADOPTION: value}) for value in MOVES]
    return times


async def visit(asked: argparse.Namespace, port: int, pid: int) -> None:
    address = f"ws://127.0.0.1:{port}"
    first = await warm(address)
    until = time.perf_counter() + asked.minutes * 60
    told, seen = Told(), list[list[Counter[str]]]()
    visitors = [visitor(n, asked, address, until, told) for n in range(asked.visitors)]
    await asyncio.gather(watch(pid, until, seen), *visitors)
    print(f"first time of each setting: {', '.join(f'{seconds:.2f}' for seconds in first)} s")
    report("visits", told.looks)
    report("looks at progress", told.follows)
    print(f"{told.asked} full runs asked for, {told.done} done; {len(told.faults)} faults {told.faults[:3]}")
    most = max(seen, key=lambda sizes: sum(size["Pss"] for size in sizes))
    parts = " + ".join(f"{size['Pss']:.0f}" for size in most)
    print(f"server and workers {sum(size['Pss'] for size in most):.0f} MB at most ({parts}); ", end="")
    print(f"with shared pages counted once for each {sum(size['Rss'] for size in most):.0f} MB")
    print(f"load of the machine at the end: {', '.join(f'{load:.1f}' for load in os.getloadavg())}")


def report(what: str, times: list[float]) -> None:
    if not times:
        return
    times.sort()
    p95 = times[max(round(0.95 * len(times)) - 1, 0)]
    print(f"{len(times)} {what}: median {statistics.median(times):.2f} s, p95 {p95:.2f} s, worst {times[-1]:.2f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--visitors", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--think", type=float, default=10)
    parser.add_argument("--runners", type=int, default=4, help="visitors who also ask for full runs")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        server = serve(port, folder)
        try:
            time.sleep(4)
            asyncio.run(visit(asked, port, server.pid))
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(20)


if __name__ == "__main__":
    main()
