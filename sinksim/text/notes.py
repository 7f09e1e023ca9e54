"""Notes of a run as people read them: in the console, on pages, in tables and files."""

from collections.abc import Callable, Iterable
from typing import Any

from sinksim.experiments.comparison import Comparison
from sinksim.experiments.result import Result
from sinksim.i18n import Naming, Words, words
from sinksim.i18n.note import Note
from sinksim.text.width import wrap

# What the reader of any single row must know: that the numbers are not made of all that was given, or of nothing.
OF_EVERY_ROW = ("recorded_after_end", "recorded_none_of", "no_cohort")


def noted(notes: Iterable[Note]) -> list[dict[str, Any]]:
    """Notes as plain JSON values, with their English sentence."""
    return [{**note.to_json_dict(), "text": note.sentence(words("en"))} for note in notes]


def notes_by_run(outcome: Result | Comparison) -> list[tuple[tuple[str, ...], Note]]:
    """Every note with the sides that it is about: no side is named where it is about all of them, or of a single run."""
    if isinstance(outcome, Result):
        return [((), note) for note in outcome.notes]
    found: list[tuple[tuple[str, ...], Note]] = []
    for note in (note for result in outcome.results.values() for note in result.notes):
        if note not in (known for _, known in found):
            sides = tuple(side for side, result in outcome.results.items() if note in result.notes)
            found.append((() if len(sides) == len(outcome.results) else sides, note))
    return found


def note_sentences(outcome: Result | Comparison, t: Words, called: Callable[[str], str] = str) -> list[str]:
    """One sentence a note; the sides are named where it is about some of them."""
    found = []
    for sides, note in notes_by_run(outcome):
        sentence = note.sentence(t, called)
        if sides and isinstance(outcome, Comparison):
            names = t("notes.join").join(outcome.name_of(side).in_language(t.lang) for side in sides)
            sentence = f"{names}{t('compare.colon')}{sentence}"
        found.append(sentence)
    return found


def steps_in_words(called: Naming) -> Callable[[str], str]:
    """Names as ``called`` gives them; the path of a step (``processes.hotline.7.check``) as its place in its process."""

    def in_words(name: str) -> str:
        match name.split("."):
            case ["processes", process, position, *_] if position.isdecimal():
                return called.t("notes.step", process=called(process), n=int(position) + 1)
        return called(name)

    return in_words


def note_lines(sentences: Iterable[str], t: Words) -> list[str]:
    """Notes as a part of a console's text: nothing where there is none."""
    lines = [line for sentence in sentences for line in wrap(f"  {sentence}", indent=4)]
    return ["", t("notes.title"), *lines] if lines else []


def note_rows(outcome: Result | Comparison) -> list[dict[str, Any]]:
    """Notes as rows of a table, in both languages."""
    every = "run" if isinstance(outcome, Result) else "all"
    return [
        {
            "run": " ".join(sides) or every,
            "code": note.code,
            "en": note.sentence(words("en")),
            "zh": note.sentence(words("zh")),
        }
        for sides, note in notes_by_run(outcome)
    ]


def of_every_row(result: Result) -> str:
    """The notes that stand beside every number of a run, since they limit what all of them say, in English."""
    notes = [note for note in result.notes if note.code.startswith(OF_EVERY_ROW)]
    return "; ".join(note.sentence(words("en")).rstrip(".") for note in notes)
