"""Downloads of what a page shows; each file is made when its button is pressed."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from sinksim.experiments.comparison import Comparison
from sinksim.i18n import Words
from sinksim.scenarios.loading.sides import Sides
from sinksim.ui.carrying import Carried, carried
from sinksim.ui.setting import Setting

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def downloads(t: Words, setting: Setting, outcome: Comparison, shown: Sides) -> Carried:
    """Buttons for the archive, the brief, the page of pictures, the workbook and the scenario."""
    ready = carried(setting, outcome, shown)
    scenario = outcome.first.scenario
    name = f"{scenario}-preview-{setting.lang}" if outcome.first.labels.scope.preview else f"{scenario}-{setting.lang}"
    # Of each: key, name of the file, what makes it, kind of content, icon.
    files: tuple[tuple[str, str, Callable[[], bytes], str, str], ...] = (
        ("archive", f"{name}.zip", ready.archive, "application/zip", "folder_zip"),
        ("brief", f"{name}-brief.html", ready.brief, "text/html", "description"),
        ("page", f"{name}.html", ready.page, "text/html", "monitoring"),
        ("workbook", f"{name}.xlsx", ready.workbook, XLSX, "table"),
        ("scenario", "scenario.yaml", ready.file, "application/yaml", "code"),
    )
    for column, (key, file, make, kind, icon) in zip(st.columns(len(files)), files, strict=True):
        with column:
            _button(t(f"data.get_{key}"), t(f"data.get_{key}_help"), f"get_{key}", file, make, kind, icon)
    return ready


def _button(label: str, help_text: str, key: str, file: str, make: Any, kind: str, icon: str) -> None:
    """A download button; ``make`` makes the file when it is pressed."""
    st.download_button(
        label,
        data=make,
        file_name=file,
        mime=kind,
        key=key,
        help=help_text,
        on_click="ignore",
        icon=f":material/{icon}:",
        width="stretch",
    )
