"""Commands in the guest, over ssh: root's through one kept connection, other users' through one of their own each."""

import contextlib
import shlex
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec


class Output(msgspec.Struct, frozen=True, kw_only=True):
    """What a command in the guest gave; 255 is ssh's own failure."""

    exit_code: int
    stdout: bytes
    stderr: str

    @property
    def text(self) -> str:
        return self.stdout.decode("utf-8", "replace").strip()


class CommandFailed(Exception):
    """A command in the guest ended with another exit code than 0."""


class Shell:
    """ssh to one guest. The key and the guest's own key lie beside its image."""

    def __init__(self, port: int, keys: Path) -> None:
        # Not below pytest's folders: the path of a socket may have 107 bytes at most.
        self._folder = tempfile.TemporaryDirectory(prefix="emulated-pc-")
        self._kept = Path(self._folder.name, "ssh")
        options = {
            "Port": str(port),
            "IdentityFile": str(keys / "id"),
            "IdentitiesOnly": "yes",
            "UserKnownHostsFile": str(keys / "known_hosts"),
            "GlobalKnownHostsFile": "/dev/null",
            "HostKeyAlias": "emulated-pc",
            "BatchMode": "yes",
            "LogLevel": "ERROR",
        }
        self._ssh = ("ssh", "-F", "/dev/null", *(f"-o{name}={value}" for name, value in options.items()))

    def run(
        self, command: str | Sequence[str], *, user: str = "root", stdin: bytes = b"", seconds: float = 60
    ) -> Output:
        """Runs a shell line, or an argument list, whatever its exit code; killed at its limit (on this side)."""
        line = command if isinstance(command, str) else shlex.join(command)
        # The one connection ends by itself when its guest does, or when nobody has used it for long.
        kept = ("-oControlMaster=auto", "-oControlPersist=600", f"-oControlPath={self._kept}") if user == "root" else ()
        finished = subprocess.run(
            (*self._ssh, *kept, f"{user}@127.0.0.1", "--", line),
            input=stdin,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
        stderr = finished.stderr.decode("utf-8", "replace").strip()
        return Output(exit_code=finished.returncode, stdout=finished.stdout, stderr=stderr)

    @contextlib.contextmanager
    def stream(self, command: str | Sequence[str], *, user: str = "root") -> "Iterator[subprocess.Popen[str]]":
        """A command that goes on in the guest: its lines come through ``stdout``, as they are printed.

        With this connection it ends in the guest, as far as it ends on a hang-up.
        """
        line = command if isinstance(command, str) else shlex.join(command)
        with subprocess.Popen(
            (*self._ssh, "-tt", f"{user}@127.0.0.1", "--", line),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            errors="replace",
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    def output(
        self, command: str | Sequence[str], *, user: str = "root", stdin: bytes = b"", seconds: float = 60
    ) -> str:
        """The text that a command printed; :class:`CommandFailed` where it failed."""
        done = self.run(command, user=user, stdin=stdin, seconds=seconds)
        if done.exit_code:
            raise CommandFailed(f"{command}: exit code {done.exit_code}: {done.stderr} {done.text[-500:]}")
        return done.text

    def close(self) -> None:
        """Ends the kept connection; the next command makes a new one."""
        if self._kept.exists():
            with contextlib.suppress(subprocess.TimeoutExpired):
                end = (*self._ssh, f"-oControlPath={self._kept}", "-Oexit", "127.0.0.1")
                subprocess.run(end, capture_output=True, timeout=10, check=False)

    def forget(self) -> None:
        """Ends the connection for good."""
        self.close()
        self._folder.cleanup()
