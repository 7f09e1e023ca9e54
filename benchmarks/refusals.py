"""How soon an upload that cannot be is refused, and what a page that simulates nothing costs the server.

    python benchmarks/refusals.py [--turns 7] [--reruns 40]

From the bytes of an upload to the sentence that refuses it, in a process that has read a scenario before, as a server has:
median and worst by the clock of several turns, and the median of processor time, which other work on the machine disturbs
less. Then the processor time of the server for drawing each page again, all its numbers known.
"""

import argparse
import asyncio
import io
import os
import signal
import statistics
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import yaml
from pages import free_port, serve
from visitors import Tab
from websockets.asyncio.client import connect

from sinksim.core.errors import BadInput
from sinksim.scenarios.loading.composing import compose
from sinksim.scenarios.loading.uploads import LARGEST_UPLOAD, File
from sinksim.scenarios.loading.yaml_writing import to_yaml
from sinksim.ui.pages import PAGES
from sinksim.workload.uploaded_scenario import uploaded_scenario

BAR, BAR_OF_RERUN = 100.0, 50.0
# The first page lies at the root.
ADDRESSES = ("", *(listed.name for listed in PAGES[1:]))


def changed(change: Callable[[dict], None]) -> Callable[[], bytes]:
    """The preset as a file of its own, changed."""

    def make() -> bytes:
        tree = yaml.safe_load(to_yaml(compose("guizhou")))
        change(tree)
        return yaml.safe_dump(tree, allow_unicode=True).encode()

    return make


def put(path: str, value: object) -> Callable[[dict], None]:
    def change(tree: dict) -> None:
        *steps, last = path.split(".")
        for step in steps:
            tree = tree[step]
        tree[last] = value

    return change


def many_days(tree: dict) -> None:
    tree["experiment"] |= {"warm_up_days": 3_650, "window_days": 3_650, "replications": 1_000}


def many_stations(tree: dict) -> None:
    tree["stations"] |= {f"window_{n}": dict(tree["stations"]["county_window"], tier="township") for n in range(600)}


def many_demands(tree: dict) -> None:
    for service in tree["services"].values():
        service["demand"] = {"per_100k_per_day": 1e6}


def endless_loop(tree: dict) -> None:
    many_demands(tree)
    name = next(iter(tree["processes"]))
    tree["processes"][name] = [{"check": {"name": f"c{n}", "chance": 0.5, "then": []}} for n in range(300)] + ["close"]


def many_breakdowns(tree: dict) -> None:
    for name in tree["stations"]:
        down = {"law": "constant", "value": 0.01, "unit": "h"}
        tree["risks"]["breakdowns"][name] = {"station": name, "mean_up_hours": 0.01, "down": down}


def laughs() -> bytes:
    lines = ['a: &a ["x","x","x","x","x","x","x","x","x"]']
    names = "abcdefghijklmnop"
    lines += [f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]" for a, b in pairwise(names)]
    return "\n".join(lines).encode()


def large_and_endless(tree: dict) -> None:
    many_demands(tree)
    nodes = [{"code": f"n{n}", "name": f"N{n}", "tier": "township", "parent": "c"} for n in range(15_000)]
    county = {"code": "c", "name": "C", "tier": "county", "parent": "520100"}
    tree["network"]["nodes"] = [county, *nodes]


def written_nodes(number: int) -> bytes:
    rows = "".join(f"    - {{code: n{n}, name: N{n}, tier: township, parent: c}}\n" for n in range(number))
    return f"name: big\nnetwork:\n  nodes:\n    - {{code: c, name: C, tier: county}}\n{rows}".encode()


def table(rows: int) -> bytes:
    lines = "".join(f"n{n},Name {n},township,c,{n % 999}\n" for n in range(rows))
    return f"code,name,tier,parent,population\nc,C,county,,\n{lines}".encode()


def bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"<worksheet>" + b" " * 300_000_000)
    return content.getvalue()


UPLOADS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "demand without measure": ("a.yaml", changed(many_demands)),
    "replications without measure": ("a.yaml", changed(put("experiment.replications", 100_000))),
    "days without measure": ("a.yaml", changed(many_days)),
    "600 kinds of window in every township": ("a.yaml", changed(many_stations)),
    "ten million servers a window": ("a.yaml", changed(put("stations.county_window.servers", 1_000_000))),
    "breakdowns without end": ("a.yaml", changed(many_breakdowns)),
    "300 steps for everybody": ("a.yaml", changed(endless_loop)),
    "the same with 15,000 places written out": ("a.yaml", changed(large_and_endless)),
    "aliases of aliases": ("a.yaml", laughs),
    "100,000 lists in each other": ("a.yaml", lambda: b"a: " + b"[" * 100_000),
    "100,000 mappings in each other": ("a.yaml", lambda: b"a: " + b"{a: " * 100_000),
    "a scenario of 5 MB": ("a.yaml", lambda: written_nodes(85_000)[:4_999_000]),
    "a scenario of nearly 2 MB, 32,000 places": ("a.yaml", lambda: written_nodes(32_000)),
    "2 MB of one text": ("a.yaml", lambda: b"name: " + b"x" * 1_990_000),
    "2 MB of hidden characters": ("a.yaml", lambda: ("a: \u202e\n" * 330_000).encode()[:1_990_000]),
    "2 MB of the same name": ("a.yaml", lambda: b"name: a\n" * 248_000),
    "2 MB of unknown names": ("a.yaml", lambda: "".join(f"n{n}: 1\n" for n in range(190_000)).encode()),
    "2 MB of unknown names in one station": (
        "a.yaml",
        lambda: b"stations: {w: {" + ", ".join(f"n{n}: 1" for n in range(160_000)).encode() + b"}}",
    ),
    "2 MB of digits": ("a.yaml", lambda: b"seed: " + b"9" * 1_990_000),
    "no text at all, 5 MB": ("a.yaml", lambda: bytes(range(256)) * 19_000),
    "more than 5 MB": ("a.yaml", lambda: b"#" * (LARGEST_UPLOAD + 1)),
    "a table of 5 MB": ("nodes.csv", lambda: table(200_000)[:4_999_000]),
    "a table of one line, 5 MB": ("nodes.csv", lambda: b"x," * 2_499_000),
    "a table that is none, 5 MB": ("nodes.csv", lambda: b"\x00\xff" * 2_499_000),
    "a table of columns unknown, 5 MB": ("nodes.csv", lambda: b"a,b\n" + b"1,2\n" * 50_000 + b"x" * 4_500_000),
    "a workbook that unfolds to 300 MB": ("nodes.xlsx", bomb),
    "a workbook that is none": ("nodes.xlsx", lambda: b"PK\x03\x04" + b"x" * 4_000_000),
    "an archive": ("a.yaml", lambda: b"\x1f\x8b" + b"x" * 1_000_000),
}


def turns(name: str, content: bytes, number: int) -> Iterator[tuple[float, float, str]]:
    """Milliseconds by the clock and of the processor until the refusal, and its first sentence."""
    for turn in range(number):
        began, worked = time.perf_counter(), time.process_time()
        try:
            uploaded_scenario([File(f"{turn}{name}", content)], "guizhou")
            told = "NOT REFUSED"
        except BadInput as fault:
            told = str(fault).split("\n")[0]
        yield (time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000, told


def refusals(number: int) -> None:
    uploaded_scenario([File("known.yaml", to_yaml(compose("guizhou")).encode())], "guizhou")
    print(f"{'upload':42} {'KB':>6} {'median ms':>10} {'worst':>7} {'processor':>10}   told")
    for what, (name, make) in UPLOADS.items():
        content = make()
        found = list(turns(name, content, number))
        clock, worked = ([one[n] for one in found] for n in (0, 1))
        typical = statistics.median(worked)
        told = (
            f"{statistics.median(clock):10.1f} {max(clock):7.1f} {typical:10.1f} {'  over' if typical > BAR else '':6}"
        )
        print(f"{what:42} {len(content) / 1000:6.0f} {told} {found[0][2][:110]}", flush=True)


def processor_time(pid: int) -> float:
    """Milliseconds of processor time that a process has used, all its threads together."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") * 1000


async def reruns(port: int, pid: int, number: int) -> None:
    print(f"{'page drawn again':20} {'ms of processor time':>20}")
    for page in ADDRESSES:
        async with connect(f"ws://127.0.0.1:{port}/_stcore/stream", max_size=None) as socket:
            tab = Tab(socket, "case=guizhou&lang=zh", page)
            for _ in range(3):
                await tab.run()
            before = processor_time(pid)
            for _ in range(number):
                await tab.run()
            spent = (processor_time(pid) - before) / number
            print(f"{page or 'compare':20} {spent:20.1f} {'  over' if spent > BAR_OF_RERUN else ''}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=7)
    parser.add_argument("--reruns", type=int, default=40)
    asked = parser.parse_args()
    refusals(asked.turns)
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        server = serve(port, folder)
        try:
            time.sleep(5)
            asyncio.run(reruns(port, server.pid, asked.reruns))
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(20)
    print(f"load of the machine at the end: {', '.join(f'{load:.1f}' for load in os.getloadavg())}")


if __name__ == "__main__":
    main()
