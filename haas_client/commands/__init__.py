"""The commands: diagnose, show, record, code. Loaded only when one is given; no Qt, so that they work on a server."""

import os
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import NoReturn, TypeVar

from haas_client import __version__, i18n, log, paths
from haas_client.as_json import printed
from haas_client.bundle import result
from haas_client.bundle.chosen import choose, redactor_of
from haas_client.bundle.redact import pseudonym_key
from haas_client.cli import Arguments
from haas_client.commands import terminal
from haas_client.diagnostics import history, judgement
from haas_client.diagnostics.collect import (
    Collection,
    CollectionCancelled,
    OnProgress,
    ProbeName,
    Progress,
    Stage,
    collect,
)
from haas_client.diagnostics.host import Host
from haas_client.diagnostics.machine_host import machine_host
from haas_client.diagnostics.replay import RecordingHost
from haas_client.errors import ExitCode, HaasError
from haas_client.i18n import t
from haas_client.process import Cancel
from haas_client.request import MAX_WORDS, Request, normalise_warranty_number
from haas_client.wording import trials as trial_words

T = TypeVar("T")


def run(arguments: Arguments) -> ExitCode:
    """Carries a command out; every error ends as a sentence on stderr and an exit code."""
    log.to_file()
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        code = _COMMANDS[arguments.command or ""](arguments)
        sys.stdout.flush()
    except HaasError as error:
        terminal.tell(f"{paths.PROGRAM}: {error}")
        return error.exit_code
    except KeyboardInterrupt:
        terminal.tell(f"\n{paths.PROGRAM}: " + t("Stopped. Nothing was written."))
        return ExitCode.INTERRUPTED
    except OSError as error:
        # Everything else is told where it happens: whoever read our output went away (| head), or its disk is full.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  Python's own flush at exit is quiet then
        if not isinstance(error, BrokenPipeError):
            terminal.tell(
                f"{paths.PROGRAM}: " + t("The output could not be written: {why}.").format(why=error.strerror)
            )
        return ExitCode.FAILED
    return code


def _examined(arguments: Arguments) -> tuple[Collection, judgement.Judged]:
    """A diagnosis, with its progress; what was left undone before is told."""
    collection, judged = _with_progress(
        machine_host(arguments.replay),
        lambda host, cancel, tell: judgement.examine(host, history.History(history.default_path()), cancel, tell),
    )
    for left in judged.interrupted:
        terminal.tell(trial_words.line(left, i18n.current()))
    if judged.problem:
        terminal.tell(judged.problem)
    return collection, judged


def _collect(arguments: Arguments) -> ExitCode:
    collection, judged = _examined(arguments)
    request = Request(words=arguments.note[:MAX_WORDS], warranty_number=normalise_warranty_number(arguments.warranty))
    if arguments.as_json and not arguments.output:
        redactor = redactor_of(collection, pseudonym_key(paths.data_home()))
        alone = choose(collection, judged.diagnosis, request, redactor)
        sys.stdout.write(printed(result.without_bundle(alone)))
        return ExitCode.OK
    from haas_client.commands import bundles

    return bundles.make(arguments, collection, judged.diagnosis, request)


def _show(arguments: Arguments) -> ExitCode:
    from haas_client.commands import bundles

    return bundles.show(arguments)


def _record(arguments: Arguments) -> ExitCode:
    host = RecordingHost(machine_host(arguments.replay), __version__)
    _with_progress(host, collect)
    try:
        host.save(arguments.folder)
    except OSError as error:
        raise HaasError(
            t("The recording could not be written: {why}.").format(why=error.strerror or error),
            t("Please name a folder that does not exist yet, on a drive with space."),
        ) from error
    terminal.tell(t("Recorded: {path}").format(path=arguments.folder))
    terminal.tell(t("It holds names and addresses of this PC as they are. Please don't pass it on unread."))
    return ExitCode.OK


_SETTLE_SECONDS = 2.0


def _code(arguments: Arguments) -> ExitCode:
    from haas_client.commands import code

    return code.run(arguments)


def _judge(arguments: Arguments) -> ExitCode:
    from haas_client.commands import judge

    return judge.run(arguments)


def _compare(arguments: Arguments) -> ExitCode:
    from haas_client.commands import compare

    return compare.run(arguments)


def _machine(arguments: Arguments) -> ExitCode:
    from haas_client.commands import machine

    return machine.run(arguments, lambda host: _with_progress(host, collect))


def _trial(arguments: Arguments) -> ExitCode:
    from haas_client.commands import trial

    return trial.run(arguments)


def _cases(arguments: Arguments) -> ExitCode:
    from haas_client.commands import cases

    return cases.run(arguments)


def _card(arguments: Arguments) -> ExitCode:
    from haas_client.commands import card

    if arguments.quick:
        return card.run(arguments, None, None)
    collection, judged = _examined(arguments)
    return card.run(arguments, collection.snapshot, judged.diagnosis)


def _link(arguments: Arguments) -> ExitCode:
    from haas_client.commands import link

    return link.run(arguments)


def _handson(arguments: Arguments) -> ExitCode:
    from haas_client.commands import handson

    return handson.run(arguments)


def _guide(arguments: Arguments) -> ExitCode:
    from haas_client.commands import guide

    return guide.run(arguments, lambda host: _with_progress(host, collect))


def _swap(arguments: Arguments) -> ExitCode:
    from haas_client.commands import swap

    return swap.run(arguments, lambda host: _with_progress(host, collect))


def _check(_arguments: Arguments) -> ExitCode:
    from haas_client import daily_check

    return daily_check.run()


_COMMANDS: dict[str, Callable[[Arguments], ExitCode]] = {
    "collect": _collect,
    "show": _show,
    "record": _record,
    "code": _code,
    "judge": _judge,
    "compare": _compare,
    "machine": _machine,
    "trial": _trial,
    "cases": _cases,
    "card": _card,
    "link": _link,
    "handson": _handson,
    "guide": _guide,
    "swap": _swap,
    "check": _check,
}


def _with_progress(host: Host, work: Callable[[Host, Cancel, OnProgress | None], T]) -> T:
    cancel = Cancel()
    try:
        return work(host, cancel, _ProgressLine() if sys.stderr.isatty() else None)
    except (KeyboardInterrupt, CollectionCancelled):
        cancel.ask()  # tools run in process groups of their own, which Ctrl-C does not reach
        cancel.settle(_SETTLE_SECONDS)
        raise KeyboardInterrupt from None


class _ProgressLine:
    """One line on the terminal that is written over and over, and taken away at the end."""

    def __init__(self) -> None:
        self._done: set[ProbeName] = set()
        self._devices = ""

    def __call__(self, progress: Progress) -> None:
        if progress.stage != Stage.RUNNING:
            self._done.add(progress.probe)
        elif progress.total:
            self._devices = f" · {t('Storage')} {progress.done}/{progress.total}"
        finished = len(self._done) == len(ProbeName)
        line = "" if finished else f"{t('Diagnosing …')} {len(self._done)}/{len(ProbeName)}{self._devices}"
        sys.stderr.write(f"\r\x1b[K{line}")
        sys.stderr.flush()


def _interrupt(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
