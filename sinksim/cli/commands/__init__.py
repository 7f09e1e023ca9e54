"""One command of the command line a file; each has ``answer(asked) -> exit code``."""
