"""``sinksim document``: the reference page of everything that a scenario may say."""

from pathlib import Path

from sinksim.cli.outcome import as_json
from sinksim.cli.parser import Asked
from sinksim.core.errors import BadInput


def answer(asked: Asked) -> int:
    """Print the page, or write it to the file named by ``--out``."""
    from sinksim.reports.parameter_reference import reference_page

    page = reference_page()
    if asked.out is None:
        # The page ends with a line feed of its own.
        print(as_json({"page": page}) if asked.json else page, end="\n" if asked.json else "")
        return 0
    try:
        Path(asked.out).write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        raise BadInput(f"{asked.out}: cannot be written ({error.strerror}); allowed: --out with a file") from None
    print(as_json({"out": asked.out}) if asked.json else asked.out)
    return 0
