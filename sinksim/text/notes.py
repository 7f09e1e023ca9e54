"""Notes of a run as people read them: in the console, on pages, in tables and files."""

from collections.abc import Callable, Iterable
from typing import Any

from sinksim.core.side_names import SIDES
from sinksim.experiments.comparison import Comparison
from sinksim.experiments.result import Result
from sinksim.i18n import Words, words
from sinksim.i18n.note import Note
from sinksim.text.phrases import phrase
from sinksim.text.width import wrap

# What the reader of any single row must know: that the numbers are not made of all that was given, or of nothing.
OF_EVERY_ROW = ("recorded_after_end", "recorded_none_of", "no_cohort")


def noted(notes: Iterable[Note]) -> list[dict[str, Any]]:
    """Notes as plain JSON values, with their English sentence."""
    return [{**note.to_json_dict(), "text": note.sentence(words("en"))} for note in notes]


def notes_by_run(outcome: Result | Comparison) -> list[tuple[str, Note]]:
    """Notes with the run that they are about: ``both`` where the two sides of a comparison share one."""
    if isinstance(outcome, Result):
        return [("run", note) for note in outcome.notes]
    first, second = outcome.baseline.notes, outcome.alternative.notes
    shared = [("both" if note in second else "baseline", note) for note in first]
    return shared + [("alternative", note) for note in second if note not in first]


def note_sentences(outcome: Result | Comparison, t: Words, called: Callable[[str], str] = str) -> list[str]:
    """One sentence a note; the side is said where it is about one of two."""
    return [
        f"{phrase(run, t.lang)}{t('compare.colon')}{sentence}" if run in SIDES else sentence
        for run, sentence in ((run, note.sentence(t, called)) for run, note in notes_by_run(outcome))
    ]


def note_lines(sentences: Iterable[str], t: Words) -> list[str]:
    """Notes as a part of a console's text: nothing where there is none."""
    lines = [line for sentence in sentences for line in wrap(f"  {sentence}", 4)]
    return ["", t("notes.title"), *lines] if lines else []


def note_rows(outcome: Result | Comparison) -> list[dict[str, Any]]:
    """Notes as rows of a table, in both languages."""
    return [
        {"run": run, "code": note.code, "en": note.sentence(words("en")), "zh": note.sentence(words("zh"))}
        for run, note in notes_by_run(outcome)
    ]


def of_every_row(result: Result) -> str:
    """The notes that stand beside every number of a run, in English."""
    notes = [note for note in result.notes if note.code.startswith(OF_EVERY_ROW)]
    return "; ".join(note.sentence(words("en")).rstrip(".") for note in notes)
