"""``sinksim document``: the reference page of everything that a scenario may say."""

from sinksim.cli.documents import write_document
from sinksim.cli.outcome import as_json
from sinksim.cli.parser import Asked


def answer(asked: Asked) -> int:
    """Print the page, or write it to the file named by ``--out``."""
    from sinksim.reports.parameter_reference import reference_page

    page = reference_page()
    if asked.out is None:
        # The page ends with a line feed of its own.
        print(as_json({"page": page}) if asked.json else page, end="\n" if asked.json else "")
        return 0
    write_document(asked.out, page)
    print(as_json({"out": asked.out}) if asked.json else asked.out)
    return 0
