"""A machine on disk: everything that the probes asked of one PC, so that any command can be run against it again.

A recording is a folder::

    recording.json      format, program version, whether it was made as root; the session's variables; psutil's figures;
                        links, folders, udev properties, commands (exit code, seconds, where their output lies), and
                        every question that had no answer, with its reason
    files/…             the files that were read, under their own paths
    output/NNN.{out,err}  what the tools printed

It holds the machine as it is, names and addresses included, and is written for the owner's eyes alone (mode 0700).
"""

import errno
import os
import shutil
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, TypeVar

import msgspec

from haas_client import files
from haas_client.as_json import encoded
from haas_client.diagnostics.host import MAX_FILE_BYTES, Command, Figures, Host, Identities, Interface
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable
from haas_client.process import MAX_OUTPUT_BYTES, Cancel, Output

FORMAT = 1
INDEX = "recording.json"
_FIRST_YEAR, _LAST_YEAR = 2000, 2200
_MAX_INDEX_BYTES = 16 * 1024 * 1024

T = TypeVar("T")


class RecordingError(Exception):
    """A folder that is no recording of ours, or a newer one; the message says which."""


class RecordedOutput(msgspec.Struct, frozen=True, kw_only=True):
    """A command's end; its output lies in ``output/NUMBER.out`` and ``.err``."""

    number: int
    exit_code: int
    seconds: float


class Index(msgspec.Struct, kw_only=True):
    """``recording.json``."""

    format: int = FORMAT
    program_version: str = ""
    recorded_at: Annotated[datetime, msgspec.Meta(tz=True)]
    is_root: bool = False
    missing_right: Unknown | msgspec.UnsetType | None = msgspec.UNSET
    """Unset in recordings from before there was a helper."""
    note: str = ""
    """Where the recording comes from, in words."""
    environment: dict[str, str] = {}
    figures: Figures | None = None
    identities: Identities = Identities()
    links: dict[str, str] = {}
    folders: dict[str, tuple[str, ...]] = {}
    udev: dict[str, dict[str, str]] = {}
    commands: dict[str, RecordedOutput] = {}
    problems: dict[str, Unknown] = {}


class _Format(msgspec.Struct):
    """Looked at first: a newer recording may have any shape."""

    format: int


class RecordingHost:
    """Passes every question on to another host and keeps the answer."""

    def __init__(self, host: Host, program_version: str) -> None:
        self._host = host
        self._lock = threading.Lock()
        self._files: dict[str, bytes] = {}
        self._outputs: dict[int, Output] = {}
        self.index = Index(program_version=program_version, recorded_at=host.now(), is_root=host.is_root)

    @property
    def is_root(self) -> bool:
        return self._host.is_root

    def missing_right(self, cancel: Cancel | None = None) -> Unknown | None:
        missing = self.index.missing_right = self._host.missing_right(cancel)
        return missing

    def release(self) -> None:
        self._host.release()

    def now(self) -> datetime:
        return self.index.recorded_at

    def read(self, path: str) -> bytes:
        data = self._noted(f"read {path}", lambda: self._host.read(path))
        with self._lock:
            self._files[path] = data
        return data

    def names(self, folder: str) -> tuple[str, ...]:
        names = self._noted(f"names {folder}", lambda: self._host.names(folder))
        with self._lock:
            self.index.folders[folder] = names
        return names

    def target(self, path: str) -> str:
        target = self._noted(f"target {path}", lambda: self._host.target(path))
        with self._lock:
            self.index.links[path] = target
        return target

    def run(self, command: Command, cancel: Cancel) -> Output:
        output = self._noted(f"run {command.line}", lambda: self._host.run(command, cancel))
        with self._lock:
            number = len(self._outputs)
            self._outputs[number] = output
            self.index.commands[command.line] = RecordedOutput(
                number=number, exit_code=output.exit_code, seconds=output.seconds
            )
        return output

    def udev(self, path: str) -> Mapping[str, str]:
        properties = self._noted(f"udev {path}", lambda: self._host.udev(path))
        with self._lock:
            self.index.udev[path] = dict(properties)
        return properties

    def environment(self, name: str) -> str:
        value = self._noted(f"environment {name}", lambda: self._host.environment(name))
        with self._lock:
            self.index.environment[name] = value
        return value

    def figures(self) -> Figures:
        figures = self._noted("figures", self._host.figures)
        self.index.figures = figures
        return figures

    def interfaces(self) -> tuple[Interface, ...]:
        return self._host.interfaces()

    def own_names(self) -> Identities:
        return self._host.own_names()

    def identities(self) -> Identities:
        self.index.identities = self._host.identities()
        return self.index.identities

    def save(self, folder: Path) -> None:
        """Writes the recording into ``folder``, which must not exist or be empty; raises ``OSError``."""
        if folder.exists() and any(folder.iterdir()):
            raise FileExistsError(errno.EEXIST, f"{folder} is not empty")
        folder.parent.mkdir(parents=True, exist_ok=True)
        part = folder.with_name(f".{folder.name[:60]}.{os.getpid()}.part")
        try:
            self._save_into(part)
            part.rename(folder)
        finally:
            shutil.rmtree(part, ignore_errors=True)

    def _save_into(self, folder: Path) -> None:
        folder.mkdir(mode=0o700)
        for path, data in self._files.items():
            if ".." in path.split("/"):
                continue  # no path of ours; a hostile recording that is recorded again must not lead out of the folder
            _write(folder / "files" / path.lstrip("/"), data)
        for number, output in self._outputs.items():
            _write(folder / "output" / f"{number:03}.out", output.stdout)
            _write(folder / "output" / f"{number:03}.err", output.stderr)
        _write(folder / INDEX, encoded(self.index))

    def _noted(self, key: str, question: Callable[[], T]) -> T:
        try:
            return question()
        except Unreadable as error:
            with self._lock:
                self.index.problems[key] = error.unknown
            raise


class ReplayHost:
    """A recorded machine. What was not asked when it was recorded is :attr:`Reason.NOT_RECORDED`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._index = _load_index(self._folder / INDEX)

    @property
    def is_root(self) -> bool:
        return self._index.is_root

    def missing_right(self, cancel: Cancel | None = None) -> Unknown | None:  # noqa: ARG002  answered at once
        recorded = self._index.missing_right
        if isinstance(recorded, msgspec.UnsetType):
            return None if self.is_root else Unknown(reason=Reason.NO_RIGHT, detail="root")
        return recorded

    def release(self) -> None:
        """Nothing is kept open."""

    def now(self) -> datetime:
        return self._index.recorded_at

    def read(self, path: str) -> bytes:
        self._raise_recorded_problem(f"read {path}")
        return self._file("files/" + path.lstrip("/"), MAX_FILE_BYTES)

    def names(self, folder: str) -> tuple[str, ...]:
        self._raise_recorded_problem(f"names {folder}")
        # A name with a slash is none; it would lead the next question elsewhere.
        return tuple(name for name in self._answer(self._index.folders, folder) if "/" not in name and name != "..")

    def target(self, path: str) -> str:
        self._raise_recorded_problem(f"target {path}")
        return self._answer(self._index.links, path)

    def run(self, command: Command, cancel: Cancel) -> Output:
        if cancel.asked:
            raise Unreadable(Reason.CANCELLED, command.tool)
        self._raise_recorded_problem(f"run {command.line}")
        recorded = self._answer(self._index.commands, command.line)
        return Output(
            exit_code=recorded.exit_code,
            stdout=self._file(f"output/{recorded.number:03}.out", MAX_OUTPUT_BYTES),
            stderr=self._file(f"output/{recorded.number:03}.err", MAX_OUTPUT_BYTES),
            seconds=recorded.seconds,
        )

    def udev(self, path: str) -> Mapping[str, str]:
        self._raise_recorded_problem(f"udev {path}")
        return self._answer(self._index.udev, path)

    def environment(self, name: str) -> str:
        self._raise_recorded_problem(f"environment {name}")
        return self._answer(self._index.environment, name)

    def figures(self) -> Figures:
        self._raise_recorded_problem("figures")
        if self._index.figures is None:
            raise Unreadable(Reason.NOT_RECORDED, "figures")
        return self._index.figures

    def interfaces(self) -> tuple[Interface, ...]:
        raise Unreadable(Reason.NOT_RECORDED, "interfaces")

    def own_names(self) -> Identities:
        return self._index.identities

    def identities(self) -> Identities:
        return self._index.identities

    def _raise_recorded_problem(self, key: str) -> None:
        problem = self._index.problems.get(key)
        if problem:
            raise Unreadable(problem.reason, problem.detail)

    def _answer(self, answers: Mapping[str, T], key: str) -> T:
        try:
            return answers[key]
        except KeyError:
            raise Unreadable(Reason.NOT_RECORDED, key) from None

    def _file(self, name: str, limit: int) -> bytes:
        """A file inside the recording; links that lead out of it are not followed."""
        path = (self._folder / name).resolve()
        if not path.is_relative_to(self._folder):
            raise Unreadable(Reason.NOT_RECORDED, name)
        try:
            data = files.read_ordinary(path, limit)
        except OSError as error:
            raise Unreadable(Reason.NOT_RECORDED, name) from error
        if len(data) > limit:
            raise Unreadable(Reason.TOO_LARGE, name)
        return data


def _load_index(path: Path) -> Index:
    try:
        data = files.read_ordinary(path, _MAX_INDEX_BYTES)
    except OSError as error:
        raise RecordingError(f"{path}: {error.strerror}") from error
    if len(data) > _MAX_INDEX_BYTES:
        raise RecordingError(f"{path}: too large")
    try:
        found = msgspec.json.decode(data, type=_Format).format
        if found > FORMAT:
            raise RecordingError(f"{path}: format {found}, this program knows {FORMAT}")
        index = msgspec.json.decode(data, type=Index)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise RecordingError(f"{path}: {error}") from error
    if not _FIRST_YEAR <= index.recorded_at.year <= _LAST_YEAR:
        raise RecordingError(f"{path}: recorded_at {index.recorded_at.isoformat()}")
    return index


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
