"""Cases on disk: every change is whole or not there, whatever stops the program. See ``docs/cases.md``."""

import logging
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from haas_client import paths
from haas_client.cases import changes, model, rows, states
from haas_client.cases.changes import Change, Told
from haas_client.cases.files import Files
from haas_client.cases.model import Actor, Case, CaseFile, Choices, FileKind, MailText, Note, Particulars, State, Way
from haas_client.cases.states import IllegalMove, Move
from haas_client.database import Database, Errors, why
from haas_client.errors import HaasError
from haas_client.i18n import t
from haas_client.request import Request, Service

_log = logging.getLogger(__name__)

KEPT_AFTER_DELETION = timedelta(days=30)
"""How long a deleted case can be taken back."""


class CasesUnusable(HaasError):
    """The store can be neither read nor written; nothing in it was changed."""


class CaseGone(HaasError):
    """There is no such case any more."""

    def __init__(self) -> None:
        super().__init__(
            t("This case is not there any more."),
            t("It may have been deleted in another window. Nothing else is lost."),
        )


class LinkSpent(HaasError):
    """What this link tells was put on record before; nothing was changed."""

    def __init__(self) -> None:
        super().__init__(
            t("This link has been used already."),
            t("What it told stands in the case; nothing was changed again."),
        )


class Cases:
    """The owner's cases in ``folder``. Any thread and any process may ask and change at any time.

    Methods give the case as it then is. All raise :class:`CasesUnusable`; those that name a case raise
    :class:`CaseGone`. What they do stands in :mod:`haas_client.cases.changes`, under a similar name.
    """

    def __init__(self, folder: Path | None = None, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._folder = folder or paths.cases()
        self._clock = clock
        self.files = Files(self._folder / "files")
        errors = Errors(newer=_newer, unusable=_unusable)
        self._database = Database(self._folder / "cases.sqlite3", rows.MIGRATIONS, errors, self._keep_aside)

    def all(self, *, deleted: bool = False) -> tuple[Case, ...]:
        """The one that changed last first. Those that were deleted are left out, or are the only ones."""
        if not self._database.exists:
            return ()
        return self._database.transact(
            lambda database: tuple(
                case for case_id in rows.ids(database, deleted=deleted) if (case := rows.read(database, case_id))
            )
        )

    def get(self, case_id: str) -> Case:
        return self._change(case_id, lambda _case, _now: None)

    def search(self, words: str, *, deleted: bool = False) -> tuple[Case, ...]:
        """Of :meth:`all`, those that have every word somewhere, in any width and in capitals or not."""
        wanted = model.folded(words).split()
        return tuple(
            case for case in self.all(deleted=deleted) if all(word in model.searchable(case) for word in wanted)
        )

    def begin(self, request: Request, service: Service, choices: Choices | None = None) -> Case:
        """A draft."""
        case, event = changes.begun(request, service, self._clock(), choices or Choices())

        def work(database: sqlite3.Connection) -> Case:
            rows.write(database, case, event)
            return _found(database, case.id)

        return self._database.transact(work)

    def edit(
        self,
        case_id: str,
        request: Request,
        service: Service | None = None,
        choices: Choices | None = None,
        *,
        base: Request | None = None,
    ) -> Case:
        """Raises :class:`~haas_client.cases.changes.ChangedElsewhere` where the words are not ``base`` any more."""
        return self._change(
            case_id, lambda case, now: changes.edited(case, request, service, now, choices=choices, base=base)
        )

    def tell(self, case_id: str, particulars: Particulars) -> Case:
        return self._change(case_id, lambda case, now: changes.told(case, particulars, now))

    def move(
        self,
        case_id: str,
        move: Move,
        *,
        expected: State,
        by: Actor = Actor.OWNER,
        particulars: Particulars | None = None,
    ) -> Case:
        """Goes on from the state ``expected``, in which whoever asks saw the case.

        Raises :class:`IllegalMove` where the case stands elsewhere by now, or the step does not lead on from there:
        asked twice, it is done once.
        """

        def change(case: Case, now: datetime) -> Change:
            if case.state != expected or case.deleted_at:
                raise IllegalMove
            step = states.step(case.service, case.state, move, by)
            return changes.moved(case, step, by, particulars or Particulars(), now)

        return self._change(case_id, change)

    def follow(self, case_id: str, told: Told, *, expected: State) -> Case:
        """Puts on record what a link of the centre's tells, whole and once, however often and wherever it is opened.

        Raises :class:`LinkSpent`, and :class:`IllegalMove` as :meth:`move` does; then the link can still be used.
        """

        def work(database: sqlite3.Connection) -> Case:
            case = _found(database, case_id)
            if rows.is_spent(database, told.link):
                raise LinkSpent
            if case.state != expected or case.deleted_at:
                raise IllegalMove
            for changed in changes.followed(case, told, self._clock()):
                rows.write(database, *changed)
            rows.spend(database, told.link)
            return _found(database, case_id)

        return self._transact(work)

    def is_spent(self, link: str) -> bool:
        """Whether what the link ``link`` tells was put on record already."""
        return self._database.exists and self._database.transact(lambda database: rows.is_spent(database, link))

    def take_back(self, case_id: str, *, expected: State) -> Case:
        """Raises :class:`IllegalMove`."""
        return self._change(case_id, lambda case, now: changes.taken_back(case, expected, now))

    def note(self, case_id: str, note_id: str, note: Note) -> Case:
        return self._change(case_id, lambda case, now: changes.noted(case, note_id, note, now))

    def add_file(self, case_id: str, kind: FileKind, name: str, data: bytes) -> tuple[Case, CaseFile]:
        """Keeps ``data`` beside the store. Raises :class:`~haas_client.cases.changes.Full`."""
        try:
            with self.files.staged(case_id, kind, name, data, self._clock()) as file:

                def change(case: Case, now: datetime) -> Change:
                    changed = changes.with_file(case, file, now)
                    self.files.settle(case_id, file)  # before the commit: what is kept is there
                    return changed

                return self._change(case_id, change), file
        except OSError as error:
            raise _unusable(error) from error

    def remove_file(self, case_id: str, file_id: str) -> Case:
        """Out of the case; on disk until the next :meth:`tidy`, so that :meth:`restore_file` can undo it."""
        return self._change(case_id, lambda case, now: changes.without_file(case, file_id, now))

    def restore_file(self, case_id: str, file: CaseFile) -> Case:
        """Undoes :meth:`remove_file`. Raises :class:`~haas_client.cases.files.FileGone`."""
        self.files.read(case_id, file)
        return self._change(case_id, lambda case, now: changes.with_file(case, file, now))

    def prepare(
        self,
        case_id: str,
        way: Way,
        bundle: CaseFile | None = None,
        saved_as: str = "",
        mail: MailText | None = None,
    ) -> Case:
        """Into the outbox; it waits there until the owner says that it is sent."""
        return self._change(
            case_id, lambda case, now: changes.prepared(case, way, now, bundle=bundle, saved_as=saved_as, mail=mail)
        )

    def confirm_sent(self, case_id: str, parcel_id: str) -> Case:
        """Raises :class:`IllegalMove` where it was withdrawn, or another took its place."""
        return self._change(case_id, lambda case, now: changes.confirmed(case, parcel_id, now))

    def withdraw_parcel(self, case_id: str, parcel_id: str) -> Case:
        return self._change(case_id, lambda case, now: changes.withdrawn(case, parcel_id, now))

    def delete(self, case_id: str) -> Case:
        """Out of sight; :meth:`restore` brings it back for :data:`KEPT_AFTER_DELETION`."""

        def change(case: Case, now: datetime) -> Change:
            # Never before it was changed last: a clock that stands years back must not let it be erased at once.
            return msgspec.structs.replace(case, deleted_at=max(now, case.changed_at)), None

        return self._change(case_id, change)

    def restore(self, case_id: str) -> Case:
        return self._change(case_id, lambda case, _now: (msgspec.structs.replace(case, deleted_at=None), None))

    def erase(self, case_id: str) -> None:
        """For good, with its files."""
        self._database.transact(lambda database: rows.erase(database, case_id))
        self.tidy()

    def tidy(self) -> None:
        """Erases what was deleted long ago, and files that belong to nothing. For the start, never in between."""
        if not self._database.exists:
            return
        limit = (self._clock() - KEPT_AFTER_DELETION).timestamp()

        def work(database: sqlite3.Connection) -> None:
            for case_id in rows.deleted_before(database, limit):
                rows.erase(database, case_id)
            cases = {case_id: rows.read(database, case_id) for case_id in rows.ids(database)}
            # Inside the transaction: nobody can be settling a file meanwhile.
            self.files.tidy({key: {file.id for file in case.files} if case else None for key, case in cases.items()})

        self._database.transact(work)

    @property
    def put_aside(self) -> tuple[Path, ...]:
        """Stores that could not be understood and were kept, the newest last."""
        return tuple(sorted(self._folder.parent.glob(f"{self._folder.name}-broken-*")))

    def _change(self, case_id: str, change: Callable[[Case, datetime], Change]) -> Case:
        def work(database: sqlite3.Connection) -> Case:
            changed = change(_found(database, case_id), self._clock())
            if changed:
                rows.write(database, *changed)
            return _found(database, case_id)

        return self._transact(work)

    def _transact(self, work: Callable[[sqlite3.Connection], Case]) -> Case:
        if not self._database.exists:
            raise CaseGone
        return self._database.transact(work)

    def _keep_aside(self) -> None:
        """The whole folder, so that the files of the broken store stay with it."""
        _log.warning("cases could not be understood; kept aside")
        name = f"{self._folder.name}-broken-{self._clock():%Y%m%d-%H%M%S}"
        self._folder.replace(self._folder.with_name(name))


def _found(database: sqlite3.Connection, case_id: str) -> Case:
    case = rows.read(database, case_id)
    if case is None:
        raise CaseGone
    return case


def _newer() -> CasesUnusable:
    return CasesUnusable(
        t("Your cases were kept by a newer version of this program."),
        t("They are left as they are. Please update this program to see them."),
    )


def _unusable(error: Exception) -> CasesUnusable:
    return CasesUnusable(
        t("Your cases cannot be read or kept at the moment: {why}.").format(why=why(error)),
        t("What was kept before is untouched. A diagnosis can still be made and saved as a file."),
    )
