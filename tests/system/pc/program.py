"""The program in the guest: this checkout's, put there when tests run, so that a change of it makes no new image."""

import io
import tarfile
from collections.abc import Sequence
from pathlib import Path

import msgspec

from haas_client.bundle.result import Result
from haas_client.diagnostics.compare import Comparison
from haas_client.diagnostics.diagnosis import Diagnosis
from haas_client.diagnostics.finding import Finding
from haas_client.diagnostics.snapshot import Drive, Storage
from tests.system.pc.pc import Pc
from tests.system.pc.shell import CommandFailed

_CHECKOUT = Path(__file__).parents[3]
_FOLDER = "/opt/linuxmania-haas"
_PARTS = ("haas_client", "resources", "packaging/helper")
_SECONDS = 120


def install(pc: Pc) -> None:
    """Puts the program of this checkout into the guest, where /usr/bin/python3 finds it for everybody."""
    pc.shell.output(("tar", "-C", _FOLDER, "-x"), stdin=_packed())
    # By root and once: whoever runs it cannot write there, and would compile anew at every start.
    pc.shell.output(("python3", "-m", "compileall", "-q", f"{_FOLDER}/haas_client"), seconds=_SECONDS)


def install_helper(pc: Pc) -> None:
    """As ``sudo packaging/helper/install`` does it, with the packages that lie in the image."""
    command = (f"{_FOLDER}/packaging/helper/install", "--packages", f"{_FOLDER}/packages")
    pc.shell.output(command, seconds=_SECONDS)


def _packed() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name in _PARTS:
            archive.add(_CHECKOUT / name, name, filter=_as_roots)
    return buffer.getvalue()


def _as_roots(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    if Path(member.name).name == "__pycache__":
        return None
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    member.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
    return member


def command(*arguments: str) -> tuple[str, ...]:
    """``linuxmania-haas ARGUMENTS`` in the guest."""
    return ("python3", "-m", "haas_client", "--lang", "en", *arguments)


def run(pc: Pc, arguments: Sequence[str], *, as_root: bool = True) -> str:
    """What ``linuxmania-haas`` prints, run by root or by the owner at the seat."""
    words = command(*arguments)
    done = pc.shell.run(words, seconds=_SECONDS) if as_root else pc.at_seat(words, seconds=_SECONDS)
    if done.exit_code:
        raise CommandFailed(f"{arguments}: exit code {done.exit_code}: {done.stderr}")
    return done.stdout.decode()


class Collected(msgspec.Struct, frozen=True, kw_only=True):
    """What the program found out about the emulated PC."""

    result: Result

    @property
    def diagnosis(self) -> Diagnosis:
        assert isinstance(self.result.diagnosis, Diagnosis)
        return self.result.diagnosis

    def drives(self) -> dict[str, Drive]:
        """By serial number; by the kernel's name where it has none."""
        assert isinstance(self.result.snapshot.storage, Storage)
        drives = self.result.snapshot.storage.drives
        return {drive.serial if isinstance(drive.serial, str) else drive.name: drive for drive in drives}

    def findings(self, serial: str) -> dict[str, Finding]:
        """Those about the part with a serial number, by their code."""
        return {finding.code: finding for finding in self.diagnosis.findings if finding.part.serial == serial}


def collect(pc: Pc, *arguments: str, as_root: bool = True) -> Collected:
    """Diagnoses the emulated PC."""
    text = run(pc, ("collect", "--json", *arguments), as_root=as_root)
    return Collected(result=msgspec.json.decode(text, type=Result))


def compare(pc: Pc, before: str, after: str) -> Comparison:
    """Compares two diagnostic files that lie in the guest."""
    return msgspec.json.decode(run(pc, ("compare", "--json", before, after)), type=Comparison)


def fetch_folder(pc: Pc, path: str, into: Path) -> Path:
    """Copies a folder of the guest's to ``into``, and gives the copy."""
    packed = pc.shell.run(("tar", "-C", str(Path(path).parent), "-c", Path(path).name)).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(into, filter="data")
    return into / Path(path).name
