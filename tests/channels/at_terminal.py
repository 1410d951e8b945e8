"""Sits at a terminal as an owner would: starts mutt, waits until it shows the mail, and presses "y": send.

``at_terminal.py CONFIGURATION MAILTO-LINK``; gives mutt's own exit code.
"""

import os
import pty
import sys


def main(configuration: str, link: str) -> int:
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm", LC_ALL="C.UTF-8")
        os.execvp("mutt", ("mutt", "-n", "-F", configuration, link))
    shown = b""
    while data := _read(terminal):
        waiting = b"Mutt: Compose" not in shown
        shown += data
        if waiting and b"Mutt: Compose" in shown:
            os.write(terminal, b"y")
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the kernel's word for: the other side has closed it
        return b""


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
