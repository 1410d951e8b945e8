"""``linuxmania-haas guide``: swap guides without a window, for who writes them, ships them or looks at them."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from haas_client import files
from haas_client.as_json import printed
from haas_client.cases.model import Particulars
from haas_client.cases.store import Cases
from haas_client.cli import Arguments
from haas_client.commands import cases, terminal
from haas_client.diagnostics.collect import Collection
from haas_client.diagnostics.host import Host
from haas_client.diagnostics.machine_host import machine_host
from haas_client.errors import ExitCode, HaasError
from haas_client.handsbuy.pack import export, install, library, source
from haas_client.handsbuy.pack.facts import facts_of
from haas_client.handsbuy.pack.library import Entry, State
from haas_client.handsbuy.pack.lint import Finding, Severity, lint
from haas_client.handsbuy.pack.source import BESIDE, COMMON, GUIDE
from haas_client.i18n import N_, current, t
from haas_client.links import secret
from haas_client.wording import guides as words


class NotWritten(HaasError):
    exit_code = ExitCode.USAGE


Collect = Callable[[Host], Collection]

_STATES = {
    State.USED: N_("used"),
    State.NOT_NEWER: N_("left out: another one is not older"),
    State.UNUSABLE: N_("left out: {why}"),
}


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One line of what ``guide lint --json`` prints."""

    rule: str
    severity: Severity
    place: str
    words: str


class Linted(msgspec.Struct, frozen=True, kw_only=True):
    format: int = 1
    guides: tuple[str, ...]
    findings: tuple[Found, ...]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    version: str
    title: str
    origin: library.Origin
    state: State
    why: str


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """What ``guide list --json`` prints."""

    format: int = 1
    guides: tuple[Row, ...]


def run(arguments: Arguments, collect: Collect) -> ExitCode:
    if arguments.verb == "show":
        return _show(arguments, collect)
    return {"lint": _lint, "list": _list, "export": _export, "install": _install}[arguments.verb](arguments)


def _lint(arguments: Arguments) -> ExitCode:
    folders, common = _named(arguments.guides or library.program_folder())
    found = tuple(dict.fromkeys(one for folder in folders for one in _found(folder, common)))
    errors = sum(one.severity == Severity.ERROR for one in found)
    if arguments.as_json:
        sys.stdout.write(printed(Linted(guides=tuple(folder.name for folder in folders), findings=found)))
    else:
        for one in found:
            mark = t("error") if one.severity == Severity.ERROR else t("warning")
            terminal.show(f"{one.place}: {mark}: {one.words} [{one.rule}]")
        told = t("Guides: {guides}. Errors: {errors}. Warnings: {warnings}.")
        terminal.tell(told.format(guides=len(folders), errors=errors, warnings=len(found) - errors))
    return ExitCode.REFUSED if errors else ExitCode.OK


def _named(path: Path) -> tuple[list[Path], Path]:
    """The guides' folders, and that of their fragments."""
    path = path.resolve()
    if (path / GUIDE).exists():
        own = path / COMMON
        return [path], own if own.is_dir() else path.parent / COMMON
    if not path.is_dir() and path != library.program_folder().resolve():
        raise HaasError(t("There is no such folder: {path}").format(path=path))
    return library.folders(path), path / COMMON


def _found(folder: Path, common: Path) -> Iterator[Found]:
    """What is wrong with a fragment or a shared picture is told once, however many guides have it."""
    for one in lint(folder, common):
        shared = one.place.startswith((f"{COMMON}/", BESIDE))
        place = one.place.removeprefix(BESIDE) if shared else f"{folder.name}/{one.place}".rstrip("/")
        yield Found(rule=one.rule, severity=one.severity, place=place, words=_words(one))


def _words(finding: Finding) -> str:
    return finding.words(current())


def _list(arguments: Arguments) -> ExitCode:
    rows = tuple(_row(entry) for entry in library.entries())
    if arguments.as_json:
        sys.stdout.write(printed(Listed(guides=rows)))
        return ExitCode.OK
    for row in rows:
        state = t(_STATES[row.state]).format(why=row.why)
        terminal.show("  ".join(filter(None, (row.id, row.version, row.title, f"({state})"))))
    if not rows:
        terminal.tell(t("There is none."))
    return ExitCode.OK


def _row(entry: Entry) -> Row:
    title = entry.guide.title.template(current().language) if entry.guide else ""
    return Row(id=entry.id, version=entry.version, title=title, origin=entry.origin, state=entry.state, why=entry.why)


def _show(arguments: Arguments, collect: Collect) -> ExitCode:
    guide = library.find(arguments.guide)
    order = _order(arguments.case) if arguments.case else None
    snapshot = None if arguments.quick else collect(machine_host(arguments.replay)).snapshot
    terminal.show("\n".join(words.lines(guide, facts_of(snapshot, None, order), current())))
    return ExitCode.OK


def _order(case: str) -> Particulars:
    return cases.named(Cases(), case).particulars


def _export(arguments: Arguments) -> ExitCode:
    """The one that is used, whoever made it: a guide that was shipped apart can be signed anew, by another key."""
    output = arguments.output or Path()
    library.find(arguments.guide)
    entry = next(one for one in library.entries() if one.id == arguments.guide and one.guide)
    if output.suffix == ".json" and entry.guide:
        files.write_atomically(output, export.plain(entry.guide, current().language))
        return ExitCode.OK
    if output.suffix != ".zip":
        raise NotWritten(t("The file's name must end in .zip or .json."))
    key = secret.read(arguments.signing_key) if arguments.signing_key else None
    files.write_atomically(output, export.package(source.read(entry.folder, entry.common), key))
    if key is None:
        terminal.tell(t("It is not signed: no PC will install it. “--key” signs it."))
    return ExitCode.OK


def _install(arguments: Arguments) -> ExitCode:
    guide = install.install(arguments.file)
    terminal.tell(t("Added: {id} {version}").format(id=guide.id, version=guide.version))
    return ExitCode.OK
