"""Files of a drive and of its copy, read side by side; an old drive that fails is asked no more, and spared."""

import errno
import time
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

import msgspec

from haas_client.handsbuy.copy_reading import Answer, Heard, Read, read
from haas_client.handsbuy.copy_sample import Bounds, Entry, Listing, chosen, listed
from haas_client.process import Cancel, Cancelled, TimedOut

SPARED_AFTER = 3
"""Own rule: after so many files that an old drive could not read it is left in peace; each costs some of its life."""
_NO_SUCH_FILE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.EINVAL})
"""Not there, or no ordinary file; a link is none, wherever it leads."""
_NO_FAULT = _NO_SUCH_FILE | {errno.EACCES, errno.EPERM}


class Outcome(StrEnum):
    """Of one file."""

    SAME = "same"
    READ = "read"
    """The copy was read to its end; the original was not, or could not be."""
    DIFFERENT = "different"
    CHANGED_SINCE = "changed_since"
    """The copy was read, and the original was changed later."""
    MISSING = "missing"
    """Not in the copy."""
    UNREAD = "unread"
    """The copy cannot be read."""


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    path: str
    outcome: Outcome
    size_bytes: int
    """As read; of a file that is missing or unread, as listed."""
    modified_ns: int
    """Of the one in the list."""
    original_unread: bool = False
    """The original is there, and could not be read."""


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    done_files: int = 0
    total_files: int = 0
    """0 while the files are listed."""
    done_bytes: int = 0
    total_bytes: int = 0
    """Of the copy and the original together."""


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    seen: tuple[Seen, ...]
    sampled_files: int
    listed_files: int
    """Among which the sample was chosen."""
    unread_folders: int
    with_original: bool
    """Else the list is that of the copy."""
    spared: bool
    """The original failed so often, or so long, that it was asked no more."""
    made_ns: int
    """When the newest of the copied files came there; 0 where there is none."""
    finished: bool
    """Else time was over, or it was cancelled."""


OnProgress = Callable[[Progress], None]


def compare(
    original: Path | None, copy: Path, *, seed: int, cancel: Cancel, on_progress: OnProgress, bounds: Bounds
) -> Comparison:
    """``original`` is ``None`` where there is nothing left to compare with. Never raises for what a drive does."""
    run = _Run(
        original=original,
        copy=copy,
        seed=seed,
        cancel=cancel,
        on_progress=on_progress,
        bounds=bounds,
        deadline=time.monotonic() + bounds.seconds,
    )
    return run.compare()


class _Run(msgspec.Struct, kw_only=True):
    original: Path | None
    copy: Path
    seed: int
    cancel: Cancel
    on_progress: OnProgress
    bounds: Bounds
    deadline: float
    progress: Progress = Progress()
    seen: list[Seen] = []
    made_ns: int = 0
    faults: int = 0
    """Files that the original could not read."""
    spared: bool = False

    def compare(self) -> Comparison:
        self.on_progress(self.progress)
        listing, finished = Listing(entries=(), unread_folders=0, whole=False), True
        sample: tuple[Entry, ...] = ()
        try:
            listing = self._listing()
            sample = chosen(listing.entries, self.seed, self.bounds)
            self._look_at(sample)
        except (TimedOut, Cancelled):
            finished = False
        return Comparison(
            seen=tuple(self.seen),
            sampled_files=len(sample),
            listed_files=len(listing.entries),
            unread_folders=listing.unread_folders,
            with_original=self.original is not None,
            spared=self.spared,
            made_ns=self.made_ns,
            finished=finished,
        )

    def _listing(self) -> Listing:
        """Of the original; of the copy where the original cannot be listed."""
        if self.original is not None:
            found = self._listed(self.original)
            if found is not None and (found.entries or (found.whole and not found.unread_folders)):
                return found
            self.original, self.spared = None, True
        copied = self._listed(self.copy)
        self._over()
        return copied or Listing(entries=(), unread_folders=1, whole=False)

    def _listed(self, root: Path) -> Listing | None:
        """Takes a third of the time that is left, and then goes with what it has."""
        now = time.monotonic()
        until = now + (self.deadline - now) / 3

        def work(heard: Heard) -> Listing:
            def go_on() -> bool:
                heard(0)
                return time.monotonic() < until

            return listed(root, self.seed, self.bounds, go_on)

        try:
            return Answer(work).wait(self.deadline, self.cancel)
        except (OSError, TimedOut):
            return None

    def _look_at(self, sample: tuple[Entry, ...]) -> None:
        sides = 1 if self.original is None else 2
        total = sides * sum(entry.size_bytes for entry in sample)
        self.progress = Progress(total_files=len(sample), total_bytes=total)
        for entry in sample:
            self._tell(0)
            self._one(entry)
        self._tell(0)

    def _one(self, entry: Entry) -> None:
        """Both sides at once: they lie on two drives."""
        answers = [Answer(lambda heard: read(self.copy, entry.path, heard, settle=True))]
        original = None if self.spared else self.original
        if original is not None:
            answers.append(Answer(lambda heard: read(original, entry.path, heard)))
        copied = self._copied(answers)
        found, unread = self._found(answers) if original is not None else (None, False)
        size = entry.size_bytes
        if isinstance(copied, Read):
            size = copied.size_bytes
            self.made_ns = max(self.made_ns, copied.changed_ns)
        self.seen.append(
            Seen(
                path=entry.path,
                outcome=_outcome(copied, found) if isinstance(copied, Read) else copied,
                size_bytes=size,
                modified_ns=entry.modified_ns,
                original_unread=unread,
            )
        )
        done = self.progress.done_bytes + sum(answer.bytes for answer in answers)
        self.progress = msgspec.structs.replace(self.progress, done_files=len(self.seen), done_bytes=done)

    def _copied(self, answers: list[Answer[Read]]) -> Read | Outcome:
        try:
            return self._wait(answers[0], answers)
        except OSError as error:
            return Outcome.MISSING if error.errno in _NO_SUCH_FILE else Outcome.UNREAD
        except TimedOut:
            self._over()
            return Outcome.UNREAD

    def _found(self, answers: list[Answer[Read]]) -> tuple[Read | None, bool]:
        """What is in the original, and whether it is there and could not be read."""
        try:
            return self._wait(answers[1], answers), False
        except OSError as error:
            self.faults += error.errno not in _NO_FAULT
            self.spared = self.faults >= SPARED_AFTER
            return None, error.errno not in _NO_SUCH_FILE
        except TimedOut:
            self._over()
            self.spared = True
            return None, True

    def _wait(self, answer: Answer[Read], answers: list[Answer[Read]]) -> Read:
        return answer.wait(self.deadline, self.cancel, lambda: self._tell(sum(one.bytes for one in answers)))

    def _over(self) -> None:
        """Raises :class:`TimedOut` where it is the time for all that is over, and not the patience with one file."""
        if time.monotonic() >= self.deadline:
            raise TimedOut

    def _tell(self, more_bytes: int) -> None:
        progress = self.progress
        self.on_progress(msgspec.structs.replace(progress, done_bytes=progress.done_bytes + more_bytes))


def _outcome(copied: Read, found: Read | None) -> Outcome:
    if found is None:
        return Outcome.READ
    if (found.sha256, found.size_bytes) == (copied.sha256, copied.size_bytes):
        return Outcome.SAME
    return Outcome.CHANGED_SINCE if found.modified_ns > copied.modified_ns else Outcome.DIFFERENT
