"""Which swap: what goes in, whether something goes out and which, and the guide for it."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QButtonGroup, QFrame, QVBoxLayout

from haas_client.diagnostics.finding import Part
from haas_client.handsbuy import choosing
from haas_client.handsbuy.choosing import ADDED, PARTS
from haas_client.handsbuy.pack.facts import facts_of
from haas_client.handsbuy.pack.found import Facts, Value
from haas_client.handsbuy.pack.guide import Guide
from haas_client.handsbuy.pack.vocabulary import Kind, Reason
from haas_client.handsbuy.places import spots
from haas_client.i18n import current, t
from haas_client.ui import part_icons
from haas_client.ui.pages.swap_view import CardsView
from haas_client.ui.result import Result
from haas_client.ui.tones import VERDICT_TONES
from haas_client.ui.widgets.basic import button, card, label, one_tab_stop, row
from haas_client.ui.widgets.choice import Choice
from haas_client.ui.widgets.empty import beside
from haas_client.ui.widgets.place_map import PlaceMap
from haas_client.ui.widgets.segments import Segments
from haas_client.wording import kinds as kind_words
from haas_client.wording import parts as part_words

if TYPE_CHECKING:
    from haas_client.ui.pages.swap import SwapPage

C = TypeVar("C")
REPLACE, ADD = "replace", "add"


class StartView(CardsView):
    def __init__(self, page: "SwapPage") -> None:
        super().__init__(page)
        wish = self.swapping.wish
        self._kind, self._job, self._reason = wish.kind or Kind.STORAGE, REPLACE, Reason.FAILURE
        self._part: Part | None = wish.part
        self._guide_id = ""

    def begin(self) -> None:
        self.swapping.read_guides()

    def show_now(self) -> None:
        self._empty()
        self._body.addWidget(label(t("Swap a part yourself, step by step"), "h1"))
        result = self.session.result
        if result is None:
            self._show_unread()
        elif self.swapping.guides is None:
            self._body.addWidget(label(t("One moment …"), "sub"))
        else:
            self._show_choices(result, self.swapping.guides)
        self._body.addStretch(1)

    def _show_unread(self) -> None:
        frame, layout = card()
        why = t("What is in it now is kept, and compared with after the swap: so it can be seen whether it has worked.")
        layout.addLayout(beside("not-diagnosed", label(t("First this PC is looked at"), "h2"), label(why, "sub")))
        buttons = row()
        running = self.session.running
        self._first = button(t("Looking …") if running else t("Look at this PC"), self.session.start, "primary")
        self._first.setEnabled(not running)
        buttons.addWidget(self._first)
        buttons.addStretch()
        layout.addLayout(buttons)
        self._body.addWidget(frame)

    def _show_choices(self, result: Result, guides: tuple[Guide, ...]) -> None:
        frame, layout = card()
        names = {kind: kind_words.kind(PARTS[kind], current()) for kind in Kind}
        if self.swapping.wish.kind is None:
            self._add(layout, t("Which part?"), names, self._kind, self._choose_kind)
        else:
            layout.addWidget(label(names[self._kind], "h2"))
        if self._kind in ADDED:
            jobs = {REPLACE: t("In place of the old one"), ADD: t("In addition to what is there")}
            self._add(layout, t("How does the new part go in?"), jobs, self._job, self._choose_job)
        reasons = {
            Reason.FAILURE: t("It is faulty"),
            Reason.UPGRADE: t("I want more"),
            Reason.WEAR: t("It is worn, before it fails"),
        }
        self._add(layout, t("Why?"), reasons, self._reason, self._choose_reason)
        self._body.addWidget(frame)
        if self._replaces:
            self._body.addWidget(self._parts(result))
        else:
            self._add_free(result)
        fitting = choosing.fitting(guides, self._kind, self._facts(result))
        guide = next((one for one in fitting if one.id == self._guide_id), fitting[0] if len(fitting) == 1 else None)
        if len(fitting) > 1:
            titles = {one.id: one.title.template(current().language) for one in fitting}
            frame, layout = card()
            self._add(layout, t("Which of these is it?"), titles, self._guide_id, self._choose_guide)
            self._body.addWidget(frame)
        if not fitting:
            none = label(t("There is no guide for this PC. Please ask our centre."), "h3")
            self._body.addLayout(beside("no-guide", none))
        self._fill_foot(result, guide)

    @property
    def _replaces(self) -> bool:
        return self._kind not in ADDED or self._job == REPLACE

    def _facts(self, result: Result) -> Facts:
        answers: dict[str, Value] = {"order.job": self._job, "order.reason": self._reason.value}
        part = self._part if self._replaces else None
        return facts_of(result.collection.snapshot, part, self.swapping.wish.order, answers=answers)

    def _add(
        self, layout: QVBoxLayout, question: str, choices: Mapping[C, str], chosen: C, on_choose: Callable[[C], object]
    ) -> None:
        layout.addWidget(label(question, "caption"))
        layout.addWidget(Segments(question, choices, chosen, on_choose))

    def _add_free(self, result: Result) -> None:
        """Where a new one may go, as far as this PC tells: its free slots."""
        free = spots(result.collection.snapshot, self._kind, None)
        if free:
            frame, layout = card()
            layout.addWidget(label(t("Free places"), "h2"))
            layout.addWidget(PlaceMap(free))
            self._body.addWidget(frame)

    def _parts(self, result: Result) -> QFrame:
        diagnosis = result.diagnosis
        frame, layout = card()
        layout.addWidget(label(t("Which one goes out?"), "h2"))
        layout.addWidget(label(t("Compare the serial number with the label on the part."), "sub"))
        states = {state.part: state for state in diagnosis.of_kind(PARTS[self._kind])}
        found = choosing.parts(diagnosis, self._kind)
        if self._part not in found:
            self._part = found[0] if len(found) == 1 else None
        group = QButtonGroup(frame)
        for part in found:
            state = states[part]
            serial = f"{t('serial number')} {part.serial}" if isinstance(part.serial, str) else ""
            title = part_words.label(part, current())  # empty for one that could not be read: then its place names it
            slot = part.slot if title and isinstance(part.slot, str) else ""
            detail = part_words.joined((slot, part_words.facts(state, current()), serial), current())
            verdict = kind_words.verdict(state.verdict, current())
            icon = part_icons.of_part(part, result.collection.snapshot)
            title = title or part_words.name(part, current())
            choice = Choice(title, detail, verdict, VERDICT_TONES[state.verdict], icon=icon)
            choice.setChecked(part == self._part)
            choice.clicked.connect(partial(self._choose_part, part))
            group.addButton(choice)
            layout.addWidget(choice)
        one_tab_stop(group)
        shown = spots(result.collection.snapshot, self._kind, self._part) if self._part else ()
        if len(shown) > 1:
            layout.addWidget(PlaceMap(shown))
        if not found:
            layout.addWidget(label(t("None was found. The guide says how to find the right one by its label."), "sub"))
        return frame

    def _fill_foot(self, result: Result, guide: Guide | None) -> None:
        self._foot.addWidget(button(t("Look at this PC again"), self._look_again, "link"))
        self._foot.addStretch()
        begin = button(t("Begin"), lambda: self._begin(result, guide), "primary", t("Begin with the guide"))
        known = self._part is not None or not self._replaces or not choosing.parts(result.diagnosis, self._kind)
        begin.setEnabled(guide is not None and known)
        self._foot.addWidget(begin)
        self._first = begin if begin.isEnabled() else None

    def _begin(self, result: Result, guide: Guide | None) -> None:
        if guide:
            answers: dict[str, Value] = {"order.job": self._job, "order.reason": self._reason.value}
            part = self._part if self._replaces else None
            self.swapping.begin(guide, self.swapping.wish, result.collection.snapshot, part, answers)

    def _look_again(self) -> None:
        self.session.start()
        self.show_now()

    def _choose_kind(self, kind: Kind) -> None:
        self._kind, self._part, self._guide_id = kind, None, ""
        self.show_now()

    def _choose_job(self, job: str) -> None:
        self._job = job
        self.show_now()

    def _choose_reason(self, reason: Reason) -> None:
        self._reason = reason

    def _choose_part(self, part: Part, *_checked: bool) -> None:
        self._part = part
        self.show_now()

    def _choose_guide(self, guide_id: str) -> None:
        self._guide_id = guide_id
        self.show_now()
