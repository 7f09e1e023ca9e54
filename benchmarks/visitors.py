"""Twenty visitors at once, as browsers speak to the server: opening links, thinking, opening others, for five minutes.

    python benchmarks/visitors.py [--visitors 20] [--minutes 5] [--think 10]

Settings are few, so that after the first round every preview is known. Timed from asking to the end of the script's run, as
the server tells it. The memory of the server and of its workers is their proportional set size, at its highest.
"""

import argparse
import asyncio
import os
import random
import signal
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from pages import free_port, serve
from websockets.asyncio.client import connect

LINKS = (
    "case=guizhou&lang=zh",
    "case=guizhou&lang=en",
    "case=guizhou&lang=zh&a.policy.adoption=0.8",
    "case=guizhou&lang=zh&a.policy.adoption=1.0&s.policy.demand=1.2",
    "case=guizhou&lang=en&a.parameters.self_referral=0.3",
    "case=guizhou&lang=zh&part=522600",
)


def asking(query: str) -> bytes:
    from streamlit.proto.BackMsg_pb2 import BackMsg

    message = BackMsg()
    message.rerun_script.query_string = query
    return message.SerializeToString()


async def one_run(socket: Any, query: str) -> tuple[float, bool]:
    """Seconds until the script has run, and whether it raised anything."""
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    began, failed = time.perf_counter(), False
    await socket.send(asking(query))
    while True:
        message = ForwardMsg()
        message.ParseFromString(await asyncio.wait_for(socket.recv(), 60))
        element = message.delta.new_element.WhichOneof("type") if message.HasField("delta") else ""
        failed = failed or element == "exception"
        if message.HasField("script_finished"):
            return time.perf_counter() - began, failed


async def visitor(number: int, address: str, until: float, think: float, times: list[float], faults: list[str]) -> None:
    chance = random.Random(number)
    await asyncio.sleep(think * number / 20)
    while time.perf_counter() < until:
        try:
            async with connect(f"{address}/_stcore/stream", max_size=None, open_timeout=30) as socket:
                for _ in range(3):  # a visitor looks three times, then comes back by another link
                    seconds, failed = await one_run(socket, chance.choice(LINKS))
                    times.append(seconds)
                    if failed:
                        faults.append("an exception on the page")
                    await asyncio.sleep(chance.uniform(0.5, 1.5) * think)
        except (OSError, TimeoutError) as fault:
            faults.append(repr(fault))


def memory(pid: int) -> float:
    """Megabytes of a process and all that it has started."""
    total, children = 0, [pid]
    while children:
        at = children.pop()
        try:
            told = Path(f"/proc/{at}/smaps_rollup").read_text()
            total += next(int(line.split()[1]) for line in told.splitlines() if line.startswith("Pss:"))
            for task in Path(f"/proc/{at}/task").iterdir():
                children += [int(child) for child in (task / "children").read_text().split()]
        except (OSError, StopIteration):
            continue
    return total / 1024


async def watch(pid: int, until: float, seen: list[float]) -> None:
    while time.perf_counter() < until:
        seen.append(memory(pid))
        await asyncio.sleep(2)


async def visit(asked: argparse.Namespace, port: int, pid: int) -> None:
    address = f"ws://127.0.0.1:{port}"
    warm: list[float] = []
    for link in LINKS:  # every setting is known before the clock starts
        async with connect(f"{address}/_stcore/stream", max_size=None) as socket:
            warm.append((await one_run(socket, link))[0])
    until = time.perf_counter() + asked.minutes * 60
    times: list[float] = []
    faults: list[str] = []
    seen: list[float] = []
    visitors = [visitor(n, address, until, asked.think, times, faults) for n in range(asked.visitors)]
    await asyncio.gather(watch(pid, until, seen), *visitors)
    times.sort()
    p95 = times[max(round(0.95 * len(times)) - 1, 0)]
    print(f"first time of each setting: {', '.join(f'{seconds:.2f}' for seconds in warm)} s")
    print(f"{len(times)} visits: median {statistics.median(times):.2f} s, p95 {p95:.2f} s, worst {times[-1]:.2f} s")
    print(f"{len(faults)} faults {faults[:3]}; server and workers {max(seen):.0f} MB at most")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--visitors", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--think", type=float, default=10)
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
