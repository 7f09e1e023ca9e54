"""What refuses an input, one line a fault, in the language of the page."""

from sinksim.i18n import Lang
from sinksim.i18n.faults import fault_in
from sinksim.ui.escape import plain_text


def fault_lines(fault: object, lang: Lang) -> list[str]:
    """The sentences of a fault."""
    from sinksim.scenarios.meanings import meanings

    return [fault_in(lang, line, meanings()) for line in str(fault).splitlines()]


def fault_text(fault: object, lang: Lang) -> str:
    """The sentences of a fault as text for Markdown, shown as they are written."""
    return plain_text("\n\n".join(fault_lines(fault, lang)))
