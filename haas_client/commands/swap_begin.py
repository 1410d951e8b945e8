"""``swap begin``: which part goes out, and which guide is for it; then the PC is read, and that is kept."""

from collections.abc import Iterable
from datetime import datetime

from haas_client.cases.model import Case, Particulars
from haas_client.cases.store import Cases
from haas_client.cli import Arguments
from haas_client.commands import cases, swap_settling
from haas_client.commands.swap_known import NotUnderstood, command
from haas_client.commands.swap_steps import Work, go_on
from haas_client.diagnostics.diagnosis import diagnose
from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.machine_host import machine_host
from haas_client.diagnostics.snapshot import Snapshot
from haas_client.errors import ExitCode
from haas_client.handsbuy import choosing, course
from haas_client.handsbuy.conduct import Read
from haas_client.handsbuy.pack import library
from haas_client.handsbuy.pack.facts import ORDERED
from haas_client.handsbuy.pack.found import Value
from haas_client.handsbuy.pack.guide import Guide
from haas_client.handsbuy.pack.vocabulary import Kind
from haas_client.handsbuy.store import Swaps
from haas_client.i18n import current, t
from haas_client.wording import parts as words

JOB, REPLACE, ADD = "order.job", "replace", "add"


def begin(arguments: Arguments, read: Read, now: datetime) -> ExitCode:
    """Nothing is kept where the command line does not fit what was read."""
    store, guide = Swaps(), library.find(arguments.guide)
    case = _case(store, arguments.case, guide) if arguments.case else None
    answers = _job(arguments, guide) | swap_settling.answers(guide, arguments.answers)
    host = machine_host(arguments.replay)
    try:
        collection = read(host)
        part = _part(arguments.part, guide.kind, collection.snapshot, add=answers.get(JOB) == ADD)
        begun = course.begun(
            *(guide, now),
            case=case.id if case else "",
            part=part,
            order=case.particulars if case else Particulars(),
            answers=answers,
        )
        swap_settling.refuse_unfit(guide, begun, collection.snapshot)
        swap = store.begin(swap_settling.settled(begun, arguments, now), collection.snapshot)
        work = Work(store=store, guide=guide, host=host, read=lambda _host: collection, now=now)
        return go_on(work, swap, as_json=arguments.as_json)
    finally:
        host.release()


def _case(store: Swaps, name: str, guide: Guide) -> Case:
    case = cases.named(Cases(), name)
    open_one = next((swap for swap in store.all() if swap.open and swap.case == case.id), None)
    if open_one:
        raise NotUnderstood(
            t("A swap of this case is under way already."),
            t("“{command}” says where it stands.").format(command=command(open_one, "step")),
        )
    ordered = ORDERED.get(case.particulars.part_kind)
    if ordered not in (None, guide.kind):
        raise NotUnderstood(t("This guide is for another part than the one that our centre sends for this case."))
    return case


def _job(arguments: Arguments, guide: Guide) -> dict[str, Value]:
    """What is only ever replaced needs no word."""
    if guide.kind not in choosing.ADDED:
        if arguments.job == ADD:
            raise NotUnderstood(t("This part can be replaced, and not added."))
        return {JOB: REPLACE}
    if not arguments.job:
        raise NotUnderstood(
            t("Is the old part replaced, or one added?"), t("Please say it: --job replace or --job add.")
        )
    return {JOB: arguments.job}


def _part(name: str, kind: Kind, snapshot: Snapshot, *, add: bool) -> Part | None:
    """The one that goes out, or the free slot; ``None`` where none was named, and none is to be told apart."""
    found = _may_be(kind, snapshot, add=add)
    if not name:
        if add or not found:
            return None
        if len(found) > 1:
            raise NotUnderstood(t("Which part goes out?"), _listed(found))
        return found[0]
    called = choosing.called(name, found, snapshot)
    if not called:
        raise NotUnderstood(t("This PC has no such part, or no free slot: {name}").format(name=name), _listed(found))
    if len(called) > 1:
        raise NotUnderstood(t("Several parts are called {name}.").format(name=name), _listed(called))
    return called[0]


def _may_be(kind: Kind, snapshot: Snapshot, *, add: bool) -> tuple[Part, ...]:
    if add:
        return choosing.free_slots(snapshot) if kind == Kind.MEMORY else ()
    return choosing.parts(diagnose(snapshot), kind)


def _listed(found: Iterable[Part]) -> str:
    t_ = current()
    lines = [words.joined((words.name(one, t_), words.label(one, t_), _serial(one)), t_) for one in found]
    title = t("Please name one by its place or serial number: --part")
    return "\n".join((title, *(f"  {line}" for line in lines))) if lines else ""


def _serial(part: Part) -> str:
    return t("serial number {serial}").format(serial=part.serial) if isinstance(part.serial, str) else ""
