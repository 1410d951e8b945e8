"""Tools that work for minutes or hours: watched while they run, second to everything else, and gone when we are."""

import contextlib
import ctypes
import os
import threading
from collections.abc import Iterator

from haas_client import process
from haas_client.diagnostics.unknown import Reason, Unreadable
from haas_client.process import Cancel, Output, Watch

# Around each tool, where it is installed (coreutils, util-linux):
# - nice: the owner's own programs go first; a PC that is otherwise idle is loaded just as much.
# - setpriv --pdeathsig: killed with us, also by kill -9, which gives us no chance to end it.
# - choom: where memory runs out after all, the kernel ends the test and not the owner's work.
_WRAPPERS = (("nice", "-n", "10"), ("setpriv", "--pdeathsig", "KILL", "--"), ("choom", "-n", "1000", "--"))


def run(tool: str, arguments: tuple[str, ...], limit_seconds: float, cancel: Cancel, watch: Watch) -> Output:
    """The output of a tool that came to its end. Raises :class:`Unreadable` where it did not, or is not installed."""
    path = process.find_tool(tool)
    if path is None:
        raise Unreadable(Reason.NO_TOOL, tool)
    wrappers = [(found, *rest) for name, *rest in _WRAPPERS if (found := process.find_tool(name))]
    argv = (*(word for wrapper in wrappers for word in wrapper), path, *arguments)
    try:
        return process.run(argv, limit_seconds=limit_seconds, cancel=cancel, watch=watch)
    except process.Cancelled as error:
        raise Unreadable(Reason.CANCELLED, tool) from error
    except process.TimedOut as error:
        raise Unreadable(Reason.TIMED_OUT, f"{tool} > {limit_seconds:.0f} s") from error
    except process.TooMuchOutput as error:
        raise Unreadable(Reason.TOO_LARGE, tool) from error
    except OSError as error:
        raise Unreadable(Reason.FAILED, f"{tool}: {error.strerror}") from error


def is_there(tool: str) -> bool:
    return process.find_tool(tool) is not None


def pause(cancel: Cancel, seconds: float) -> None:
    """Waits, and no longer than until ``cancel`` is asked."""
    asked = threading.Event()
    with cancel.watched(asked.set):
        asked.wait(seconds)


# ioprio_set(2): its number, "this thread", and the classes "idle" and "as the nice value says"
_IOPRIO_SET = {"x86_64": 251, "aarch64": 30}
_THIS_THREAD, _IDLE, _USUAL = 1, 3 << 13, 0


@contextlib.contextmanager
def lowest_io_priority() -> Iterator[None]:
    """Idle I/O priority for this thread, where the kernel and the drive's scheduler know it."""
    number = _IOPRIO_SET.get(os.uname().machine)
    if number is None:
        yield
        return
    library = ctypes.CDLL(None)
    library.syscall(number, _THIS_THREAD, 0, _IDLE)
    try:
        yield
    finally:
        library.syscall(number, _THIS_THREAD, 0, _USUAL)
