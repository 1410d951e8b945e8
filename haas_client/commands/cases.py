"""``linuxmania-haas cases``: the owner's cases without a screen, to list, read, search, take along and delete."""

import sys
from pathlib import Path

import msgspec

from haas_client import case_record
from haas_client.as_json import printed
from haas_client.bundle import archive
from haas_client.cases.model import Case
from haas_client.cases.store import Cases
from haas_client.cli import Arguments
from haas_client.commands import terminal
from haas_client.errors import ExitCode, HaasError
from haas_client.i18n import current, t
from haas_client.wording import cases as words

SHORT = 6
"""Characters of a case's id that are printed, and enough to name it."""


class NoSuchCase(HaasError):
    exit_code = ExitCode.USAGE

    def __init__(self, name: str) -> None:
        super().__init__(
            t("There is no case that begins with {name}.").format(name=name),
            t("“linuxmania-haas cases” lists them; a deleted one is in “cases --deleted”."),
        )


class TooShort(HaasError):
    exit_code = ExitCode.USAGE

    def __init__(self) -> None:
        super().__init__(t("Please give at least {count} characters of the case's id.").format(count=SHORT))


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """What ``cases --json`` prints."""

    format: int = 1
    cases: tuple[Case, ...]


def run(arguments: Arguments) -> ExitCode:
    store = Cases()
    if not arguments.case:
        _list(store, arguments)
        return ExitCode.OK
    case = named(store, arguments.case)
    if arguments.output:
        _export(store, case, arguments.output)
    elif arguments.delete:
        store.delete(case.id)
        terminal.tell(
            t("Deleted. For 30 days, “{command}” brings it back.").format(command=_command(case, "--restore"))
        )
    elif arguments.restore:
        store.restore(case.id)
        terminal.tell(t("It is back in the list."))
    elif arguments.as_json:
        sys.stdout.write(printed(case))
    else:
        terminal.show("\n".join(case_record.summary(case, current())))
    return ExitCode.OK


def _list(store: Cases, arguments: Arguments) -> None:
    found = store.search(arguments.search, deleted=arguments.deleted)
    if arguments.as_json:
        sys.stdout.write(printed(Listed(cases=found)))
        return
    for case in found:
        receipt = words.receipt(case.particulars, current())
        about = words.title(case, current()) + (f" ({receipt})" if receipt else "")
        terminal.show(f"{case.id[:SHORT]}  {case_record.moment(case.changed_at)[:10]}  {about}: {_state(case)}")
    if not found:
        terminal.tell(t("There is none."))
    for aside in store.put_aside:
        terminal.tell(t("Cases that could not be understood were kept in {folder}.").format(folder=aside))


def _state(case: Case) -> str:
    state = words.state(case.state, current())
    return f"{state} — {words.waits(case, current())}" if case.open else state


def named(store: Cases, name: str) -> Case:
    if len(name) < SHORT:
        raise TooShort
    known = (*store.all(), *store.all(deleted=True))
    found = [case for case in known if case.id.startswith(name.lower())]
    if len(found) != 1:
        raise NoSuchCase(name)
    return found[0]


def _export(store: Cases, case: Case, path: Path) -> None:
    members, gone = case_record.members(case, lambda file: store.files.read(case.id, file), current())
    archive.write(path, members, recipients=())  # for the owner, who must be able to open it
    kilobytes = max(1, round(path.stat().st_size / 1000))
    terminal.tell(t("Saved: {path} ({size} KB)").format(path=path, size=kilobytes))
    for name in gone:
        terminal.tell(t("The file {name} of this case cannot be read any more.").format(name=name))


def _command(case: Case, option: str) -> str:
    return f"linuxmania-haas cases {case.id[:SHORT]} {option}"
