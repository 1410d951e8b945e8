"""``swap check``: reads the PC that runs again, and says what came of each check and what may have gone wrong."""

import sys
from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec

from haas_client import case_record
from haas_client.as_json import printed
from haas_client.cli import Arguments
from haas_client.commands import terminal
from haas_client.commands.swap_known import NotUnderstood, command, meant, show, stage_words, with_order
from haas_client.diagnostics import judgement
from haas_client.diagnostics.boots import running_boot
from haas_client.diagnostics.history import History, default_path
from haas_client.diagnostics.host import Host
from haas_client.diagnostics.machine_host import machine_host
from haas_client.errors import ExitCode, HaasError
from haas_client.handsbuy import after, conduct, course
from haas_client.handsbuy.conduct import Read
from haas_client.handsbuy.pack import library
from haas_client.handsbuy.pack.checks import Outcome, Result
from haas_client.handsbuy.pack.filled import filled
from haas_client.handsbuy.pack.found import Facts, Found
from haas_client.handsbuy.pack.guide import Guide, Words
from haas_client.handsbuy.pack.vocabulary import CheckKind
from haas_client.handsbuy.proof import Seen
from haas_client.handsbuy.situations import Noticed, Situation
from haas_client.handsbuy.store import Swaps
from haas_client.handsbuy.swap import Stage, Swap
from haas_client.i18n import current, t
from haas_client.wording import situations, swaps

_MARKS = {Outcome.OK: "✓", Outcome.NOT_YET: "…", Outcome.FAILED: "✗", Outcome.CANNOT_TELL: "?"}
CODES = {
    Outcome.OK: ExitCode.OK,
    Outcome.FAILED: ExitCode.FAULT_FOUND,
    Outcome.NOT_YET: ExitCode.UNREADABLE,
    Outcome.CANNOT_TELL: ExitCode.UNREADABLE,
}


class NotRestarted(HaasError):
    """The swap cannot have been done yet, or nobody knows."""


class CheckTold(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    words: str
    outcome: Outcome
    asks: bool
    """Whether it is the owner who says so."""
    advice: str
    """What to do where it has failed."""
    go: str
    """The step to go back to."""
    go_title: str
    before: Found | None
    after: Found | None


class NoticedTold(msgspec.Struct, frozen=True, kw_only=True):
    situation: Situation
    words: str
    advice: str
    go: str
    go_title: str


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What ``swap check --json`` prints."""

    format: int = 1
    swap: Swap
    standing: Outcome
    """The gravest of all checks: ``ok`` only where every one is."""
    checks: tuple[CheckTold, ...] = ()
    noticed: tuple[NoticedTold, ...] = ()


def check(arguments: Arguments, read: Read, now: datetime) -> ExitCode:
    """Ends with the code of the gravest outcome. It asks nothing."""
    store = Swaps()
    swap = with_order(store, meant(store, arguments.swap))
    host = machine_host(arguments.replay)
    try:
        if swap.stage == Stage.WATCH:
            return _watch(store, swap, host, read, now, as_json=arguments.as_json)
        guide = library.find(swap.guide)
        says = _says(guide, arguments.says)
        swap = _back(store, swap, guide, running_boot(host), says, restarted=arguments.restarted)
        before = store.before(swap.id)
        seen = conduct.look(guide, swap, before, host, read)
    finally:
        host.release()
    told = _Teller(guide=guide, facts=conduct.facts(swap, before)).told(swap, seen)
    if arguments.as_json:
        sys.stdout.write(printed(told))
    else:
        show(_lines(told, swaps.whole(seen, current())))
        for line in _next(told, seen):
            terminal.tell(line)
    return CODES[told.standing]


def _says(guide: Guide, told: Iterable[str]) -> dict[str, bool]:
    asked = [check.id for check in guide.checks if check.kind == CheckKind.ASK]
    said = {}
    for text in told:
        check_id, _, word = text.partition("=")
        if check_id not in asked or word not in ("yes", "no"):
            raise NotUnderstood(
                t("“{text}” answers no check of this guide.").format(text=text),
                t("These are asked for, with yes or no: {checks}").format(checks=", ".join(asked)),
            )
        said[check_id] = word == "yes"
    return said


def _back(store: Swaps, swap: Swap, guide: Guide, boot_id: str, says: dict[str, bool], *, restarted: bool) -> Swap:
    """The PC runs again, as its kernel tells or the owner says; what is said now is kept."""

    def change(kept: Swap) -> Swap:
        kept = course.as_of_now(kept, guide, boot_id)
        if kept.stage in (Stage.BEFORE, Stage.OFF) and restarted:
            kept = course.came_back(kept)
        if kept.stage != Stage.AFTER:
            raise _not_back(kept, boot_id)
        for check_id, well in says.items():
            kept = course.said(kept, check_id, well=well)
        return kept

    return store.change(swap.id, change)


def _not_back(swap: Swap, boot_id: str) -> HaasError:
    if not swap.open:
        return NotUnderstood(t("This swap has ended: {stage}.").format(stage=stage_words(swap)))
    if swap.stage == Stage.BEFORE:
        advice = t("“{command}” says what is to be settled first.").format(command=command(swap, "step"))
        return NotRestarted(t("The steps with the PC off were not shown yet, so there is nothing to check."), advice)
    advice = t("If the new part is in and the PC was started anew, please say so: {command}").format(
        command=command(swap, "check", "--restarted")
    )
    if swap.boot_id and boot_id:
        return NotRestarted(t("This PC was not started anew since the swap began, so nothing was checked."), advice)
    return NotRestarted(t("This PC does not tell whether it was off since, so nothing was checked."), advice)


class _Teller(msgspec.Struct, frozen=True, kw_only=True):
    guide: Guide
    facts: Facts

    def told(self, swap: Swap, seen: Seen) -> Told:
        return Told(
            swap=swap,
            standing=seen.standing,
            checks=tuple(map(self._check, seen.results)),
            noticed=tuple(map(self._noticed, seen.noticed)),
        )

    def _check(self, result: Result) -> CheckTold:
        failed = result.outcome == Outcome.FAILED
        return CheckTold(
            id=result.check.id,
            words=self._text(result.check.words),
            outcome=result.outcome,
            asks=result.check.kind == CheckKind.ASK,
            advice=self._text(result.check.fail_words) if failed else "",
            go=result.go,
            go_title=self._title(result.go),
            before=result.before,
            after=result.after,
        )

    def _noticed(self, noticed: Noticed) -> NoticedTold:
        return NoticedTold(
            situation=noticed.situation,
            words=situations.title(noticed, current()),
            advice=situations.advice(noticed, current()),
            go=noticed.go,
            go_title=self._title(noticed.go),
        )

    def _title(self, step_id: str) -> str:
        step = self.guide.step(step_id)
        return self._text(step.title) if step else ""

    def _text(self, words: Words | None) -> str:
        return filled(words, current().language, self.guide, self.facts) if words else ""


def _lines(told: Told, whole: str) -> Iterator[str]:
    yield whole
    for noticed in told.noticed:
        yield from ("", f"! {noticed.words}", f"  {noticed.advice}", *_way_back(told.swap, noticed))
    yield ""
    for one in told.checks:
        yield f"{_MARKS[one.outcome]} {one.words} — {swaps.outcome(one.outcome, current())}"
        if one.advice:
            yield f"  {one.advice}"
        if one.asks and one.outcome == Outcome.NOT_YET:
            yield "  → " + command(told.swap, "check", f"--say {one.id}=yes|no")
        yield from _way_back(told.swap, one)


def _way_back(swap: Swap, of: CheckTold | NoticedTold) -> Iterator[str]:
    if of.go:
        yield f"  → {of.go_title}: " + command(swap, "step", f"--back-to {of.go}")


def _next(told: Told, seen: Seen) -> Iterator[str]:
    if seen.may_be_closed:
        works = () if seen.proven else ("--works",)
        yield t("If it works as it should: {command}").format(command=command(told.swap, "end", *works))
    elif told.standing == Outcome.NOT_YET:
        yield t("What needs time is checked again when you say so: {command}").format(
            command=command(told.swap, "check")
        )


def _watch(store: Swaps, swap: Swap, host: Host, read: Read, now: datetime, *, as_json: bool) -> ExitCode:
    """All was well; whether something was found on the new part since."""
    snapshot = read(host).snapshot
    diagnosis = judgement.judged(snapshot, History(default_path())).diagnosis
    conduct.watch(store, snapshot, diagnosis, now)
    swap = store.get(swap.id)
    read_well = after.could_tell(swap, diagnosis, store.before(swap.id), snapshot)
    standing = Outcome.FAILED if swap.noticed else Outcome.OK if read_well else Outcome.CANNOT_TELL
    if as_json:
        sys.stdout.write(printed(Told(swap=swap, standing=standing)))
    elif swap.noticed:
        show((t("Something was noticed on the new part"), *(f"  {code}" for code in swap.noticed)))
        terminal.tell(t("Please make a diagnosis and send it to us: the part may have to be changed."))
    elif not read_well:
        show((t("The new part could not be read, so nothing is known of new errors. It is watched for further."),))
    else:
        show((_well(swap),))
    return CODES[standing]


def _well(swap: Swap) -> str:
    if swap.watched_from is None or swap.stage != Stage.WATCH:
        return t("No new error was noticed for a week. Thank you.")
    until = case_record.moment(swap.watched_from + course.WATCH)[:10]
    return t("No new error was noticed so far. It is watched for until {day}.").format(day=until)
