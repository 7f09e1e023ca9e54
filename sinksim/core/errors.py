"""One error tree. Every error takes one message, so that it survives pickling and SimPy's re-raising."""


class SinksimError(Exception):
    """Anything sinksim refuses or cannot do; the message is written for the user."""

    exit_code = 1


class BadInput(SinksimError):
    """What the user gave cannot be used: one sentence per fault (where, the value, what is allowed), one per line."""

    exit_code = 2


class Stopped(SinksimError):
    """The work was stopped, as its caller asked, before any of it was finished."""

    exit_code = 130


class CheckFailed(SinksimError):
    """A check that the user asked for did not hold."""

    exit_code = 1
