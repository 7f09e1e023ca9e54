"""The full run in the background: asked for, its place in the queue, progress and time left, given up."""

import streamlit as st

from sinksim.core.errors import SinksimError
from sinksim.i18n import Words
from sinksim.jobs.jobs import ComparisonJob
from sinksim.ui import lab, state
from sinksim.ui.faults import fault_text
from sinksim.workload.rough_size import MOST_SECONDS, rough_size

EVERY = 1.0


def full_run(t: Words, is_shown: bool) -> None:
    """The box of the full run; it looks after itself while something is under way.

    ``is_shown``: the page had its outcome when it began to be drawn. One that came since is shown from the top.
    """
    under_way = lab.job_under_way() is not None
    if not is_shown and lab.full(state.current()) is not None:
        st.rerun()
    st.fragment(_box, run_every=EVERY if under_way else None)(t, under_way)


def _box(t: Words, was_under_way: bool) -> None:
    """Offer a full run or follow one; when it has ended, the whole page is drawn again to show its result."""
    under_way, own = lab.job_under_way(), lab.job_of(state.current())
    if was_under_way and under_way is None:
        st.rerun()
    with st.container(border=True, key="full_run"):
        try:
            _offer(t, own) if under_way is None else _follow(t, under_way, is_own=under_way is own)
        except SinksimError as fault:  # a fragment that is drawn alone is outside of the page's own care
            st.error(fault_text(fault, t.lang))


def _offer(t: Words, job: ComparisonJob | None) -> None:
    """A button to start a full run, and how the last one of this setting ended.

    ``job``: that last one, None where there is none.
    """
    place, button = st.columns([0.7, 0.3], vertical_alignment="center")
    with place:
        if job is not None and job.state == "failed":
            st.error(f"{t('full.failed')} {fault_text(job.reason, t.lang)}")
            if job.outcome is not None:
                st.warning(t("full.kept", n=job.outcome.n, of=job.replications))
        elif job is not None and job.state == "stopped":
            st.warning(t("full.stopped", n=job.outcome.n if job.outcome else 0, of=job.replications))
        elif job is not None:
            st.success(t("full.done", n=job.replications))
        else:
            _show_size(t)
    if button.button(t("full.ask"), key="full_ask", icon=":material/play_arrow:", width="stretch"):
        lab.request_full_run(state.current())
        st.rerun()


def _show_size(t: Words) -> None:
    """What a full run covers, and how long it takes at most."""
    scenario = next(iter(lab.sides_of(state.current()).values()))
    e = scenario.experiment
    days = f"{e.warm_up_days + e.window_days + e.follow_up_days:g}"
    seconds = rough_size(scenario).seconds
    if seconds > MOST_SECONDS:
        st.caption(t("full.too_large", days=days, n=e.replications, hours=f"{seconds / 3600:.1f}"))
    else:
        st.caption(t("full.offer", days=days, n=e.replications, seconds=_seconds(seconds / lab.job_queue().workers)))


def _follow(t: Words, job: ComparisonJob, is_own: bool) -> None:
    """Progress of a full run and a button to cancel it; ``is_own``: it is of the setting that is shown."""
    if not is_own:
        st.caption(t("full.of_another"))
    place, button = st.columns([0.7, 0.3], vertical_alignment="center")
    ahead = lab.job_queue().ahead_of(job)
    with place:
        if job.state == "waiting" and ahead:
            st.progress(0.0, t("full.waiting", n=ahead))
        else:
            left = job.seconds_left
            time_left = t("full.left", seconds=_seconds(left)) if left is not None else t("full.starting")
            # Every replication is run once a side; whole ones are told.
            done = f"{job.finished // len(job.sides)} / {job.replications}"
            st.progress(min(job.share, 1.0), f"{t('full.running', done=done)} {time_left}")
    if button.button(t("full.cancel"), key="full_cancel", icon=":material/stop:", width="stretch"):
        lab.job_queue().cancel(job)
        st.rerun()


def _seconds(seconds: float) -> str:
    """A time as people say it: seconds, or minutes and seconds."""
    whole = max(round(seconds), 1)
    return f"{whole // 60}:{whole % 60:02d}" if whole >= 60 else f"0:{whole:02d}"
