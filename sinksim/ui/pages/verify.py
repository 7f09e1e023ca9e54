"""Verify: the engine against queueing theory, in the background, figure by figure."""

import re
import statistics

import streamlit as st

from sinksim.i18n import Words
from sinksim.jobs.jobs import VerificationJob
from sinksim.ui import lab
from sinksim.ui.faults import fault_text
from sinksim.ui.pages import Navigation
from sinksim.ui.pieces.data_table import data_table
from sinksim.ui.setting import Setting
from sinksim.verification.systems import Row, VerifyReport, systems

NAVIGATION = Navigation(group="trust", order=90, icon="rule")

EVERY = 1.0


def page(t: Words, setting: Setting) -> None:
    """Draw the page."""
    st.title(t("verify.title"))
    st.markdown(t("verify.what"))
    st.caption(t("verify.by_command"))
    job = lab.verification_job()
    under_way = job is not None and not job.over
    st.fragment(_box, run_every=EVERY if under_way else None)(t, under_way)
    if job is not None and job.report is not None:
        _result(t, job.report)


def _box(t: Words, was_under_way: bool) -> None:
    """Offer a verification or follow one; when it has ended, the whole page is drawn again to show its result."""
    job = lab.verification_job()
    if was_under_way and (job is None or job.over):
        st.rerun()
    with st.container(border=True, key="checkup"):
        if job is None or job.over:
            _offer(t, job)
        else:
            _follow(t, job)


def _offer(t: Words, job: VerificationJob | None) -> None:
    """A button to start a verification, and how the last one ended where that was without a result."""
    if job is not None and job.state == "failed":
        st.error(f"{t('verify.failed')} {fault_text(job.reason, t.lang)}")
    elif job is not None and job.state == "stopped":
        st.warning(t("verify.stopped"))
    else:
        st.caption(t("verify.depth", n=len(systems())))
    label = t("verify.start") if job is None else t("verify.again")
    if st.button(label, key="verify_start", icon=":material/rule:"):
        lab.request_verification()
        st.rerun()


def _follow(t: Words, job: VerificationJob) -> None:
    """Progress of a verification and a button to cancel it."""
    ahead = lab.job_queue().ahead_of(job)
    waits = job.state == "waiting" and ahead
    progress = t("verify.waiting", n=ahead) if waits else t("verify.running", done=job.finished, of=job.total)
    st.progress(min(job.share, 1.0), progress)
    if st.button(t("verify.cancel"), key="verify_cancel", icon=":material/stop:"):
        lab.job_queue().cancel(job)
        st.rerun()


def _result(t: Words, report: VerifyReport) -> None:
    """The verdict, the distance from theory (largest and root mean square, in standard errors), every figure, failures first."""
    failed = [row for row in report.rows if row.verdict != "ok"]
    about = {"figures": len(report.rows), "systems": len({row.system for row in report.rows})}
    if report.ok:
        st.success(t("verify.passed", seconds=f"{report.elapsed_seconds:.0f}", **about))
    else:
        st.error(t("verify.not_passed", n=len(failed), figures=about["figures"]))
    z = [row.z for row in report.rows]
    rms = statistics.fmean(value**2 for value in z) ** 0.5
    st.caption(t("verify.deviation", largest=f"{max(map(abs, z)):.2f}", rms=f"{rms:.2f}"))
    data_table([_row(t, row) for row in (*failed, *(r for r in report.rows if r not in failed))], t, "verify_rows")


def _row(t: Words, row: Row) -> dict[str, str]:
    """A figure as a row of the table: numbers as a report writes them, system, figure and verdict in the page's words."""
    _, _, load, expected, simulated, z, error, _ = row.cells()
    again = f" {t('verify.repeated')}" if row.repeated else ""
    return {
        t("verify.system"): t(f"verify.system_{row.system}"),
        t("verify.figure"): t(f"verify.figure_{re.sub('[^a-z0-9]+', '_', row.figure.lower()).strip('_')}"),
        t("verify.load"): load,
        t("verify.expected"): expected,
        t("verify.simulated"): simulated,
        t("verify.z"): z,
        t("verify.error"): error,
        t("verify.verdict"): t(f"verify.verdict_{row.verdict.replace(' ', '_')}") + again,
    }
