"""Files of the visitor's own: chosen, read strictly, refused row by row or shown as they were understood."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

import streamlit as st

from sinksim.core.errors import BadInput
from sinksim.i18n import Naming, Words
from sinksim.scenarios.loading.presets import presets
from sinksim.scenarios.loading.sheets import Sheet
from sinksim.scenarios.loading.templates import template_files
from sinksim.scenarios.loading.uploads import LARGEST_UPLOAD, File
from sinksim.ui import lab, state
from sinksim.ui.escape import plain_text
from sinksim.ui.faults import fault_lines
from sinksim.ui.pieces.notes import list_notes
from sinksim.ui.setting import DEFAULT_CASE, Setting
from sinksim.workload.uploaded_scenario import UploadedScenario, uploaded_scenario

KINDS = ["csv", "xlsx", "yaml", "yml"]
MOST_FILES, MOST_MESSAGES, FIRST_ROWS = 6, 20, 50
_READ = "own_read"


def uploading(t: Words, setting: Setting) -> None:
    """The place where files are dropped, and what became of them."""
    st.caption(t("data.upload_note", size=LARGEST_UPLOAD // 1_000_000))
    _in_own_words(t)
    given = st.file_uploader(
        t("data.upload"), type=KINDS, accept_multiple_files=True, key="own_files", help=t("data.upload_help")
    )
    if not given:
        return
    # One more than may be read is enough to know that there are too many.
    files = [File(each.name, each.getvalue()) for each in given[: MOST_FILES + 1]]
    try:
        if len(files) > MOST_FILES:
            raise BadInput(t("data.too_many", n=MOST_FILES))
        with st.spinner(t("data.reading")):
            case = _read(files, setting)
    except BadInput as fault:
        _refused(t, str(fault))
        return
    _understood(t, case)


def _in_own_words(t: Words) -> None:
    """What Streamlit writes on its field for files, in the language of the page."""
    place = "[data-testid='stFileUploaderDropzone']"
    texts = {
        f"{place} > span [data-testid='stMarkdownContainer'] p": t("data.upload_button"),
        f"{place} [data-testid='stFileUploaderDropzoneInstructions'] span": t(
            "data.upload_limits", size=LARGEST_UPLOAD // 1_000_000
        ),
    }
    rules = (
        f"{where} {{font-size: 0}} {where}::after {{content: '{text}'; font-size: 0.875rem}}"
        for where, text in texts.items()
    )
    st.html(f"<style>{' '.join(rules)}</style>")


def templates(t: Words) -> None:
    """Blank tables to fill in."""
    st.caption(t("data.templates_note"))
    files = _templates()
    for column, (name, content) in zip(st.columns(len(files)), files.items(), strict=True):
        column.download_button(
            name,
            data=content,
            file_name=name,
            key=f"template_{name}",
            on_click="ignore",
            icon=":material/table_view:",
            help=t("data.template_help", name=name),
            width="stretch",
        )


@cache
def _templates() -> dict[str, bytes]:
    return template_files()


def _read(files: Sequence[File], setting: Setting) -> UploadedScenario:
    """The scenario that the files make; the same files are read once a session."""
    base = setting.case if setting.case in presets() else DEFAULT_CASE
    what = (base, *((file.name, hash(file.content)) for file in files))
    before: Any = st.session_state.get(_READ)
    if before is not None and before[0] == what:
        if isinstance(before[1], BadInput):
            raise before[1]
        known: UploadedScenario = before[1]
        return known
    try:
        uploaded = uploaded_scenario(files, base)
    except BadInput as fault:
        st.session_state[_READ] = (what, fault)
        raise
    st.session_state[_READ] = (what, uploaded)
    return uploaded


def _refused(t: Words, message: str) -> None:
    """One line a fault, as it was written."""
    lines = fault_lines(message, t.lang)
    st.error(t("data.refused", n=len(lines)), icon=":material/error:")
    st.code("\n".join(lines[:MOST_MESSAGES]), language=None, wrap_lines=True)
    if len(lines) > MOST_MESSAGES:
        st.caption(t("data.more_faults", n=len(lines) - MOST_MESSAGES))


def _understood(t: Words, uploaded: UploadedScenario) -> None:
    """What was read, before anything is run: the size, the places, the first rows."""
    scenario = uploaded.scenario
    title = t.either(scenario.title.zh, scenario.title.en) or uploaded.name
    st.success(t("data.understood", title=plain_text(title)), icon=":material/check_circle:")
    size = uploaded.size
    sizes = (
        ("places", size.nodes),
        ("stations", round(size.stations)),
        ("services", len(scenario.services)),
        ("needs", round(size.needs)),
    )
    for column, (key, number) in zip(st.columns(len(sizes)), sizes, strict=True):
        column.metric(t(f"data.{key}"), f"{number:,}")
    naming = Naming(t, scenario.names)
    st.caption(plain_text(_tiers(t, naming, uploaded)))
    list_notes([note.sentence(t, naming) for note in uploaded.notes], t)
    for kind, sheet in uploaded.tables.sheets.items():
        _preview(t, kind, sheet)
    st.button(
        t("data.use"), key="use_own", type="primary", on_click=_use, args=(uploaded,), icon=":material/play_arrow:"
    )


def _tiers(t: Words, naming: Naming, uploaded: UploadedScenario) -> str:
    """How many places there are on each tier."""
    network = uploaded.scenario.network
    counts = Counter(node.tier for node in network.written_nodes)
    counts_by_tier = [f"{naming(tier)} {counts[tier]:,}" for tier in network.ladder if counts[tier]]
    base = [t("data.table_of_divisions")] if network.divisions else []
    return t("data.by_tier", tiers=t("data.join").join(base + counts_by_tier))


def _preview(t: Words, kind: str, sheet: Sheet) -> None:
    """The first rows of a table, folded up."""
    from pandas import DataFrame

    label = t(f"data.kind_{kind}")
    with st.expander(
        t("data.preview", kind=label, name=plain_text(sheet.name), n=len(sheet.rows)), key=f"preview_{kind}"
    ):
        st.dataframe(DataFrame([cells for _, cells in sheet.rows[:FIRST_ROWS]]), hide_index=True, alt=label)


def _use(uploaded: UploadedScenario) -> None:
    """A callback: begin a new setting with the uploaded scenario."""
    state.put(Setting(case=lab.keep_upload(uploaded), lang=state.current().lang))
