"""A TeamViewer of the test's own, of which nothing but the formats is real.

A folder that stands for the PC's root: ``bin`` (for PATH) with "teamviewer" and "systemctl", ``opt/…`` (the
window: a process of a name of its own that stays until it is closed), ``etc/teamviewer/global.conf``, and files by
which a test, or a person at a keyboard, says how it goes on:

=============  ===================================================================================================
``way``        what "teamviewer" does: ``opens``, ``hangs``, ``ends`` (at once), ``fails`` (with 1), ``leaves``
               (the command ends, its window stays)
``telling``    what "teamviewer version" does: ``plain``, ``hangs``, ``nothing``
``service``    what "systemctl is-active teamviewerd" says: ``active``, ``inactive``, ``failed``, ``hangs``
``starts``     written by the window: a line "opened" or "raised" for each start
``variables``  written by the window: the environment in which it was started
``close``      a pipe; a line written to it closes the window
=============  ===================================================================================================

By hand, the whole program over it: ``python -m tests.handson FOLDER [ARGUMENTS…]``.
"""

import contextlib
import os
import select
import signal
import socket
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from haas_client.handson import running
from haas_client.handson.surroundings import Surroundings
from tests.programs import put_program

ID = "1482903771"
VERSION = "15.61.3"
PASSWORD = "never-to-be-seen"

# As "teamviewer info" of 15.61.3 prints it; without the right to read global.conf the number is left out.
_TEAMVIEWER = r"""
folder='{folder}'
bold=$(printf '\033[1m') plain=$(printf '\033[0m')
version() {{
    case $(cat "$folder/telling") in hangs) exec sleep 300 ;; nothing) exit 1 ;; esac
    printf '\n%s TeamViewer                          %s {version}  (DEB) \n' "$bold" "$plain"
}}
case "$1" in
version | --version) version ;;
info | --info)
    version
    if [ -r "$folder/etc/teamviewer/global.conf" ]; then
        number=$(sed -n 's/^\[int32\] ClientID = //p' "$folder/etc/teamviewer/global.conf")
    else
        echo 'grep: /opt/teamviewer/config/global.conf: Permission denied' >&2
    fi
    printf '\n%s TeamViewer ID:                      %s  %s \n' "$bold" "$plain" "$number"
    ;;
'') case $(cat "$folder/way") in
    hangs) exec sleep 300 ;;
    ends) exit 0 ;;
    fails) exit 1 ;;
    leaves) "$folder/opt/teamviewer/tv_bin/{window}" & ;;
    *) exec "$folder/opt/teamviewer/tv_bin/{window}" ;;
    esac ;;
*) echo "$1" >>"$folder/forbidden"; exit 1 ;;
esac
"""

_WINDOW = r"""
folder='{folder}'
env >"$folder/variables"
if [ -e "$folder/running" ] && kill -0 "$(cat "$folder/running")" 2>/dev/null; then
    echo raised >>"$folder/starts"
    exit 0
fi
echo $$ >"$folder/running"
echo opened >>"$folder/starts"
read -r line <>"$folder/close"
rm -f "$folder/running"
"""

_SYSTEMCTL = r"""
state=$(cat '{folder}/service')
[ "$state" = hangs ] && exec sleep 300
echo "$state"
[ "$state" = active ] || exit 3
"""

_CONFIGURATION = f"""TeamViewer User Settings
# It is not recommended to edit this file manually

[int32] ClientID = {ID}
[strng] PermanentPassword = "{PASSWORD}"
[int64] LastMACUsed = 0 0 0 0 0
"""

_DPKG = """Package: teamviewer-nothing
Status: install ok installed
Version: 1.0

Package: {package}
Status: install ok {state}
Priority: optional
Version: {version}
Description: Remote control

"""


class Double:
    """Such a folder; whoever made one calls :meth:`end`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.window = f"TV{zlib.crc32(str(folder).encode()):08x}"
        """What its window is called: not as TeamViewer's, so that tests that run beside each other do not meet."""
        self.listener: socket.socket | None = None
        for name in ("bin", "opt/teamviewer/tv_bin", "etc/teamviewer"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        self.install()
        put_program(folder / "bin", "systemctl", _SYSTEMCTL.format(folder=folder))
        configuration = folder / "etc" / "teamviewer" / "global.conf"
        configuration.write_text(_CONFIGURATION)
        configuration.chmod(0o600)
        if not (folder / "close").exists():
            os.mkfifo(folder / "close")
        for name, said in (("way", "opens"), ("telling", "plain"), ("service", "active")):
            self.say(name, said)

    @property
    def surroundings(self) -> Surroundings:
        """Nothing of the real PC: no bus, no site, and a port of its own."""
        return Surroundings(
            environment=self.environment(),
            system_bus=f"unix:path={self.folder}/no-bus",
            root=self.folder,
            window=self.window,
            port=self.listener.getsockname()[1] if self.listener else _free_port(),
            site="http://127.0.0.1:9/",
            other_site="http://127.0.0.1:9/",
            plain_site="http://127.0.0.1:9/",
        )

    def environment(self, **more: str) -> Mapping[str, str]:
        return {"PATH": f"{self.folder}/bin", "HOME": str(self.folder), "XDG_SESSION_TYPE": "x11", **more}

    def say(self, name: str, said: str) -> None:
        """How it goes on; see above."""
        (self.folder / name).write_text(said)

    def install(self) -> None:
        put_program(
            self.folder / "bin",
            "teamviewer",
            _TEAMVIEWER.format(folder=self.folder, version=VERSION, window=self.window),
        )
        put_program(self.folder / "opt/teamviewer/tv_bin", self.window, _WINDOW.format(folder=self.folder))

    def uninstall(self) -> None:
        (self.folder / "bin" / "teamviewer").unlink()

    def package(self, package: str = "teamviewer", version: str = VERSION, state: str = "installed") -> None:
        """What the package manager says of it."""
        path = self.folder / "var/lib/dpkg/status"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_DPKG.format(package=package, version=version, state=state))

    def answer(self, port: int = 0) -> None:
        """Takes connections as its service does, on a port of its own choice."""
        self.listener = socket.create_server(("127.0.0.1", port))

    def starts(self) -> list[str]:
        path = self.folder / "starts"
        return path.read_text().splitlines() if path.exists() else []

    def variables(self) -> dict[str, str]:
        """The environment in which its window was started."""
        lines = (self.folder / "variables").read_text().splitlines()
        return dict(line.partition("=")[::2] for line in lines)

    def windows(self) -> tuple[int, ...]:
        """The numbers of its windows' processes."""
        return running.windows(self.surroundings) or ()

    def close(self) -> None:
        """Closes its window as the owner does; returns once it is gone."""
        for number in self.windows():
            descriptor = os.pidfd_open(number)
            with os.fdopen(os.open(self.folder / "close", os.O_RDWR), "wb", buffering=0) as pipe:
                pipe.write(b"\n")
                assert select.select([descriptor], [], [], 10)[0], "the window did not close"
            os.close(descriptor)

    def end(self) -> None:
        for number in self.windows():
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        if self.listener:
            self.listener.close()


@contextlib.contextmanager
def silent_port() -> Iterator[int]:
    """One that takes no connection in time: its queue is full."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        address = listener.getsockname()
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(address)
        yield address[1]
        for one in waiting:
            one.close()


def _free_port() -> int:
    """A port on which nobody answers."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
