"""What refuses an input, one line a fault, in the language of the page."""

from sinksim.words import Lang
from sinksim.words.faults import fault_in


def fault_lines(fault: object, lang: Lang) -> list[str]:
    """The sentences of a fault."""
    from sinksim.scenarios.meanings import meanings

    return [fault_in(lang, line, meanings()) for line in str(fault).splitlines()]
