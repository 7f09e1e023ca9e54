"""What is served beside Streamlit's own: each page at its own address, so that a share link asks for nothing that is not there.

Streamlit looks for its server below the address that a visitor opens, and only then at the root: opened at ``/map``, it asks
for ``/map/_stcore/health`` in vain before it comes to ``/_stcore/health``. The pages therefore say where the server is.
"""

import asyncio
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sinksim.ui.pages import PAGES

SCRIPT = Path(__file__).parent / "entry" / "script.py"
# The folder of the page's own address: the root, also behind a proxy that puts something before it.
_WHERE = "<script>window.__streamlit = {BACKEND_BASE_URL: new URL('.', window.location.href).href}</script>"
_EVERYWHERE = ("", "0.0.0.0", "::")


def page_routes() -> list[Any]:
    """A route for each page but the first, which lies at the root."""
    from starlette.responses import HTMLResponse
    from starlette.routing import Route

    html = page_html()

    async def page(_request: Any) -> HTMLResponse:
        return HTMLResponse(html, headers={"Cache-Control": "no-cache"})

    return [Route(f"/{listed.name}", page, methods=["GET", "HEAD"]) for listed in PAGES[1:]]


def page_html() -> str:
    """Streamlit's own page, which says where its server is before anything of it is loaded."""
    from streamlit.file_util import get_static_dir

    html = (Path(get_static_dir()) / "index.html").read_text(encoding="utf-8")
    return html.replace("<head>", f"<head>{_WHERE}", 1)


@asynccontextmanager
async def showing(_app: Any) -> AsyncIterator[None]:
    """While the pages are served: a browser is opened once, where there is a screen and it is wanted."""
    from streamlit import config

    if not config.get_option("server.headless"):
        address = config.get_option("server.address")
        host = "localhost" if address in _EVERYWHERE or address is None else address
        asyncio.get_running_loop().run_in_executor(
            None, webbrowser.open, f"http://{host}:{config.get_option('server.port')}"
        )
    yield
