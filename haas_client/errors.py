"""Errors that a person sees: what happened, and what is safe to do next."""

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of ``linuxmania-haas``; documented in its help text and in the README."""

    OK = 0
    FAILED = 1
    """What was asked for could not be done (nothing could be written, say)."""
    USAGE = 2
    """The command line was not understood, or a window was asked for where there is no display."""
    REFUSED = 3
    """A bundle, a recording, a code, a guide or the factory's file was refused: damaged, altered or not ours."""
    UNREADABLE = 4
    """Something that was to be judged could not be read, or not yet; all else was judged."""
    FAULT_FOUND = 5
    """A test came to its end, or the PC went off in it, and found a fault; a part is not as the factory says; or a
    check after a swap has failed.
    """
    INTERRUPTED = 130
    """Stopped by the person (Ctrl-C), as shells report SIGINT."""


class HaasError(Exception):
    """A failure told to a person.

    ``title`` says what happened in one sentence, ``advice`` what is safe and what to do next; both already in
    the person's language. The cause travels as ``__cause__`` and goes to the log, never to the screen.
    """

    exit_code = ExitCode.FAILED

    def __init__(self, title: str, advice: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.title}\n{self.advice}" if self.advice else self.title
