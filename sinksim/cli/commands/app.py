"""``sinksim app``: the pages in a browser, served on this machine alone unless another address is asked for."""

import signal
import sys
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import Any

from sinksim.cli.parser import Asked

# Found by its path: commands and pages are two doors that do not know each other.
_PAGES = Path(__file__).parents[2] / "ui"


def answer(asked: Asked) -> int:
    """Serve the pages until interrupted."""
    from streamlit.web import bootstrap

    options = flags(asked)
    bootstrap.load_config_options(options)
    # The server hands an interrupt on when it has closed: processes that are still at work are then ended in good order.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with suppress(KeyboardInterrupt):
        bootstrap.run_asgi_app(str(_PAGES / "entry" / "served.py"), "sinksim.ui.entry.served:app", [], options)
    return 0


def flags(asked: Asked) -> dict[str, Any]:
    """Options for Streamlit: the settings that come with the pages, and what the command line says beside them."""
    page_options = tomllib.loads((_PAGES / "streamlit.toml").read_text(encoding="utf-8"))
    # None where nothing is said of it on the command line: then the settings of the pages stand.
    given = {"server_port": asked.port, "server_address": asked.address, "server_headless": asked.no_browser or None}
    # Who serves the pages does not edit them: nothing needs to watch the files.
    ours = {**_flat(page_options), "server_fileWatcherType": "none"}
    return ours | {name: value for name, value in given.items() if value is not None}


def _flat(sections: dict[str, Any], head: str = "") -> dict[str, Any]:
    """Sections of settings as Streamlit's options: names joined by _, such as server_port."""
    found: dict[str, Any] = {}
    for name, value in sections.items():
        found |= _flat(value, f"{head}{name}_") if isinstance(value, dict) else {f"{head}{name}": value}
    return found
