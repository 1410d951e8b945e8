"""Swaps of parts as the interface knows them: the one under way, its guide, and its checks. Outlives the window."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal

from haas_client import process
from haas_client.cases.model import Case, Particulars
from haas_client.diagnostics.boots import running_boot
from haas_client.diagnostics.collect import CollectionCancelled, collect
from haas_client.diagnostics.diagnosis import Diagnosis
from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.host import Host
from haas_client.diagnostics.kinds import PartKind
from haas_client.diagnostics.snapshot import Snapshot
from haas_client.diagnostics.unknown import Unknown
from haas_client.errors import HaasError
from haas_client.handsbuy import choosing, conduct, course
from haas_client.handsbuy.drive_contents import Contents, contents
from haas_client.handsbuy.pack import library
from haas_client.handsbuy.pack.facts import ORDERED
from haas_client.handsbuy.pack.found import NOT_READ, Facts, Value
from haas_client.handsbuy.pack.guide import Guide
from haas_client.handsbuy.pack.vocabulary import Kind
from haas_client.handsbuy.proof import Seen, looked
from haas_client.handsbuy.sheet import Sheet, sheet
from haas_client.handsbuy.store import Swaps
from haas_client.handsbuy.swap import AT_WORK, Carrier, Copy, Stage, Swap
from haas_client.i18n import current, t
from haas_client.process import Cancel
from haas_client.request import Symptom
from haas_client.ui.bridge import Bridge
from haas_client.ui.wishes import Wishes

_log = logging.getLogger(__name__)

_POWER_OFF_SECONDS = 10.0
_OF_SYMPTOM = {Symptom.POWER: Kind.PSU, Symptom.MEMORY: Kind.MEMORY, Symptom.STORAGE: Kind.STORAGE}
_NEW = "new"
"""In place of an id: one that is not begun yet."""


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What was read of the store at one moment, for the swap that is under way."""

    swaps: tuple[Swap, ...]
    swap: Swap | None
    guide: Guide | None
    before: Snapshot | None
    problem: HaasError | None = None
    """Why the swap's guide cannot be shown."""


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """A swap that is to be begun, as far as it is known."""

    kind: Kind | None = None
    case: str = ""
    """Empty for the owner's own maintenance."""
    order: Particulars = Particulars()
    part: Part | None = None


def kind_of_part(kind: PartKind) -> Kind | None:
    """What a guide calls it; ``None`` for what owners do not swap."""
    return next((one for one, part in choosing.PARTS.items() if part == kind), None)


def wish_of(case: Case) -> Wish:
    """As the centre told it, else as the symptom names the part."""
    told, symptom = case.particulars, case.request.symptom
    kind = ORDERED.get(told.part_kind) or (_OF_SYMPTOM.get(symptom) if symptom else None)
    return Wish(kind=kind, case=case.id, order=told)


class Swapping(QObject):
    """Pages read it, listen to :attr:`changed`, and ask for the next thing. Nothing is only in memory."""

    changed = Signal()
    checked = Signal()
    """The checks after a swap have come to an end, or were called off."""
    noticed = Signal()
    """Something was found on the new part that was not known before."""
    loaded_first = Signal()
    failed = Signal(object)
    """Carries the :class:`HaasError` that told why something was not done."""

    def __init__(self, bridge: Bridge, host: Callable[[], Host], path: Path | None = None) -> None:
        super().__init__()
        self._bridge, self._host = bridge, host
        self._wishes = Wishes(bridge)
        self._store = Swaps(path)
        self._cancel: Cancel | None = None
        self._leaving = Cancel()
        self._mine = ""
        self.wish = Wish()
        """What the page to begin from is opened with."""
        self.guides: tuple[Guide, ...] | None = None
        """All that can be used; ``None`` until they are read."""
        self.loaded = False
        self.known = Known(swaps=(), swap=None, guide=None, before=None)
        self.problem: HaasError | None = None
        """Why the swaps cannot be read."""
        self.seen: Seen | None = None
        """What the checks found, since the PC runs again."""
        self.leaving = False
        """Read once more, and then off."""
        self._filled: tuple[tuple[Guide, Facts, str], Sheet] | None = None
        self.contents: Contents | Unknown | None = None
        """What is on the drive that goes out; ``None`` until it is read."""

    @property
    def swap(self) -> Swap | None:
        return self.known.swap

    @property
    def guide(self) -> Guide | None:
        return self.known.guide

    @property
    def checking(self) -> bool:
        return self._cancel is not None

    @property
    def busy(self) -> bool:
        return self._wishes.busy

    @property
    def facts(self) -> Facts:
        """Of the PC before the swap, and what the owner answered."""
        return conduct.facts(self.swap, self.known.before) if self.swap else Facts()

    @property
    def sheet(self) -> Sheet | None:
        """The guide for this PC, in the owner's language; filled in anew only where one of the three is another."""
        if self.known.guide is None:
            return None
        asked = self.known.guide, self.facts, current().language
        if self._filled is None or self._filled[0] != asked:
            self._filled = asked, sheet(*asked)
        return self._filled[1]

    def prepare(self, wish: Wish) -> None:
        """A swap is wished for; one of the same case that is open is shown instead."""
        mine = [swap for swap in self.known.swaps if swap.open and swap.case and swap.case == wish.case]
        self.wish, self.seen, self.contents = wish, None, None
        self.load(mine[0].id if mine else _NEW)

    def read_guides(self) -> None:
        """:attr:`guides` follows."""
        if self.guides is None:
            self._bridge.submit(choosing.usable, self, self._took_guides, self._not_read)

    def load(self, swap_id: str = "") -> None:
        """Reads what is kept; ``swap_id``: the one to show, where it is not the one that changed last."""
        self._mine = swap_id or self._mine
        self._wishes.ask(self._read, self._took, self._not_read)

    def begin(self, guide: Guide, wish: Wish, snapshot: Snapshot, part: Part | None, answers: dict[str, Value]) -> None:
        """A new swap, from what was read of this PC just now."""
        begun = course.begun(guide, _now(), case=wish.case, part=part, order=wish.order, answers=answers)
        self._mine = begun.id

        def work() -> Known:
            self._store.begin(begun, snapshot)
            return self._read()

        self._wishes.ask(work, self._took, self._not_kept)

    def change(self, how: Callable[[Swap], Swap]) -> None:
        """Shown at once and kept; where it cannot be kept, :attr:`failed` says so and what is kept is shown."""
        swap = self.swap
        if swap is None:
            return
        self._show_changed(how(swap))
        self._wishes.ask(lambda: self._store.change(swap.id, how), self._kept, self._not_kept)
        self.changed.emit()

    def tick(self, name: str, *, on: bool) -> None:
        self.change(lambda swap: course.ticked(swap, name, on=on))

    def show(self, step_id: str) -> None:
        self.change(lambda swap: course.shown(swap, step_id))

    def answer(self, fact: str, value: Value) -> None:
        self.change(lambda swap: course.answered(swap, fact, value))

    def settle(self, copy: Copy) -> None:
        self.change(lambda swap: course.settled(swap, copy))

    def carry(self, carrier: Carrier) -> None:
        self.change(lambda swap: course.carried(swap, carrier))

    def say(self, check_id: str, *, well: bool) -> None:
        self.change(lambda swap: course.said(swap, check_id, well=well))
        self._evaluate()

    def go_off(self, *, power_off: bool) -> None:
        """Reads the PC once more where it was never off since the swap began, and then sends it off if wished."""
        swap = self.swap
        if swap is None or self.leaving:
            return
        self.leaving = True
        cancel = self._leaving = Cancel()

        def work() -> bool:
            """Whether the PC goes off as was wished."""
            host = self._host()
            try:
                conduct.send_off(self._store, swap, host, partial(collect, cancel=cancel), _now())
            finally:
                host.release()
            return not power_off or _powered_off()

        self._wishes.ask(work, self._went_off, self._not_kept)
        self.changed.emit()

    def read_contents(self) -> None:
        """:attr:`contents` follows, for the drive that goes out."""
        swap = self.swap
        if swap is None or swap.part is None or self.contents is not None:
            return
        part = swap.part

        def work() -> Contents | Unknown:
            host = self._host()
            try:
                return contents(part, host, Cancel())
            finally:
                host.release()

        self._bridge.submit(work, self, self._took_contents, lambda error: self._took_contents(NOT_READ))

    def go_back(self, step_id: str) -> None:
        """To a step that a check named."""
        swap, guide = self.swap, self.guide
        if swap is None or guide is None:
            return

        def work() -> Known:
            host = self._host()
            try:
                conduct.go_back(self._store, swap, guide, step_id, host)
            finally:
                host.release()
            return self._read()

        self._wishes.ask(work, self._took, self._not_kept)

    def check(self) -> None:
        """Reads the PC and compares it with before; :attr:`checked` follows."""
        swap, guide = self.swap, self.guide
        if swap is None or guide is None or self.checking:
            return
        cancel = self._cancel = Cancel()
        before = self.known.before

        def work() -> Seen:
            host = self._host()
            try:
                return conduct.look(guide, swap, before, host, partial(collect, cancel=cancel))
            finally:
                host.release()

        self._bridge.submit(
            work, self, lambda seen: self._checked(cancel, seen), lambda error: self._unchecked(cancel, error)
        )
        self.changed.emit()

    def cancel(self) -> None:
        if self._cancel:
            self._cancel.ask()
            self._cancel = None
            self.changed.emit()

    def watch(self, snapshot: Snapshot, diagnosis: Diagnosis) -> None:
        """A diagnosis that was made anyway: what it finds on new parts is noted, and a week without any is the end."""
        self._wishes.ask(
            lambda: conduct.watch(self._store, snapshot, diagnosis, _now()), self._watched_done, self._not_read
        )

    def watch_checked(self, data: bytes) -> None:
        """The same, of a daily check (:func:`haas_client.daily_check.decoded`)."""
        from haas_client import daily_check

        def work() -> bool:
            checked = daily_check.decoded(data)
            return conduct.watch(self._store, checked.collection.snapshot, checked.judged.diagnosis, _now())

        self._wishes.ask(work, self._watched_done, lambda error: _log.warning("watch: %s", type(error).__name__))

    def _watched_done(self, found: bool) -> None:
        if found:
            self.noticed.emit()
        self.load()

    def note_trouble(self, step_id: str) -> None:
        """The owner is stuck at this step."""
        at = _now()
        self.change(lambda swap: course.stuck(swap, step_id, at))

    def end(self, how: Callable[[Swap, datetime], Swap]) -> None:
        """Watched, done or given up."""
        at = _now()
        self.change(lambda swap: how(swap, at))

    def finish(self) -> None:
        """Before the program ends: what was wished for is kept."""
        self.cancel()
        self._leaving.ask()
        for wish in self._wishes.drain():
            try:
                wish()
            except (HaasError, CollectionCancelled) as error:  # nobody looks any more
                _log.warning("not kept at the end: %s", type(error).__name__)

    def _read(self) -> Known:
        swaps = self._store.all()
        named = next((one for one in swaps if one.id == self._mine), None)
        swap = named or next((one for one in swaps if one.stage in AT_WORK), None)
        if swap is None or self._mine == _NEW:
            return Known(swaps=swaps, swap=None, guide=None, before=None)
        before = self._store.before(swap.id)
        try:
            guide = library.find(swap.guide)
        except HaasError as error:
            return Known(swaps=swaps, swap=swap, guide=None, before=before, problem=error)
        boot_id = self._running_boot() if swap.stage == Stage.OFF else ""
        renewed = self._store.change(swap.id, lambda kept: course.as_of_now(kept, guide, boot_id))
        return Known(swaps=swaps, swap=renewed, guide=guide, before=before)

    def _running_boot(self) -> str:
        host = self._host()
        try:
            return running_boot(host)
        finally:
            host.release()

    def _took(self, known: Known) -> None:
        first = not self.loaded
        self.known, self.loaded, self.problem = known, True, None
        self._mine = known.swap.id if known.swap else self._mine
        if first:
            self.loaded_first.emit()
        self.changed.emit()

    def _took_contents(self, found: Contents | Unknown) -> None:
        self.contents = found
        self.changed.emit()

    def _took_guides(self, guides: tuple[Guide, ...]) -> None:
        self.guides = guides
        self.changed.emit()

    def _kept(self, swap: Swap) -> None:
        """Later wishes may stand before it on the screen already."""
        if not self._wishes.waiting and self.swap and self.swap.id == swap.id and self.swap != swap:
            self._show_changed(swap)
            self.changed.emit()

    def _show_changed(self, swap: Swap) -> None:
        swaps = tuple(swap if one.id == swap.id else one for one in self.known.swaps)
        self.known = msgspec.structs.replace(self.known, swap=swap, swaps=swaps)

    def _not_read(self, error: Exception) -> None:
        self.problem, self.loaded = self._told(error), True
        self.changed.emit()

    def _not_kept(self, error: Exception) -> None:
        self.leaving = False
        self.failed.emit(self._told(error))
        self.load()

    def _told(self, error: Exception) -> HaasError:
        if isinstance(error, HaasError):
            return error
        _log.error("swap", exc_info=error)
        return HaasError(t("This could not be kept."), t("What was kept before is not lost. Please try again."))

    def _went_off(self, goes_off: bool) -> None:
        self.leaving = False
        if not goes_off:
            self.failed.emit(
                HaasError(
                    t("The PC could not be shut down from here."),
                    t("Nothing was lost. Please shut it down from your desktop's own menu."),
                )
            )
        self.load()

    def _checked(self, cancel: Cancel, seen: Seen) -> None:
        if cancel is self._cancel:
            self._cancel, self.seen = None, seen
            self._evaluate()
            self.checked.emit()

    def _unchecked(self, cancel: Cancel, error: Exception) -> None:
        if cancel is not self._cancel:
            return
        self._cancel = None
        if not isinstance(error, CollectionCancelled):
            _log.error("checks after a swap", exc_info=error)
            self.failed.emit(
                HaasError(
                    t("The PC could not be looked at."),
                    t("Nothing was changed, and nothing is proven yet. Please try again."),
                )
            )
        self.checked.emit()
        self.changed.emit()

    def _evaluate(self) -> None:
        """What was read, in the light of what the owner said since."""
        if self.seen and self.swap and self.guide:
            self.seen = looked(self.guide, self.swap, self.known.before, self.seen.snapshot, self.seen.medium)
        self.changed.emit()


def _powered_off() -> bool:
    """Whether logind was told to shut the PC down; whoever sits at it may do that (systemd-logind, polkit)."""
    try:
        return process.launch(("systemctl", "poweroff"), wait_seconds=_POWER_OFF_SECONDS) in (0, None)
    except OSError:
        return False


def _now() -> datetime:
    return datetime.now(UTC)
