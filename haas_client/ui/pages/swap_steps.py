"""The steps of a guide, one at a time: picture, cautions, what to do, and the tick that it is done."""

import dataclasses
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from haas_client import settings
from haas_client.handsbuy import course
from haas_client.handsbuy.pack.conditions import Ask
from haas_client.handsbuy.pack.filled import filled
from haas_client.handsbuy.pack.guide import Answer
from haas_client.handsbuy.pack.vocabulary import Kind, Level, Phase
from haas_client.handsbuy.places import spots
from haas_client.handsbuy.sheet import Sheet, SheetCaution, SheetStep
from haas_client.handsbuy.swap import Stage, Swap
from haas_client.handsbuy.whereabouts import whereabouts
from haas_client.i18n import current, t
from haas_client.ui import theme
from haas_client.ui.pages.page import PageName
from haas_client.ui.pages.swap_view import SwapView
from haas_client.ui.theme import Tone
from haas_client.ui.widgets.basic import button, card, clear, column, label, notice, row, scrolled
from haas_client.ui.widgets.flow import Flow
from haas_client.ui.widgets.guide_line import GuideLine
from haas_client.ui.widgets.guide_picture import GuidePicture
from haas_client.ui.widgets.place_map import PlaceMap
from haas_client.ui.widgets.segments import Segments
from haas_client.ui.widgets.step_bar import StepBar
from haas_client.ui.widgets.tick import Tick
from haas_client.ui.widgets.where_is import where_is

if TYPE_CHECKING:
    from haas_client.ui.pages.swap import SwapPage

_TONES = {Level.DANGER: Tone.BAD, Level.WARNING: Tone.BAD, Level.CAUTION: Tone.WARN, Level.NOTICE: Tone.ACCENT}
_PICTURE, _WORDS = 63, 37
_DRAWING = 30
_ANSWER_WIDTH = 300


class StepsView(SwapView):
    def __init__(self, page: "SwapPage") -> None:
        super().__init__(page)
        self._shown: tuple[str, bool] = ("", False)
        layout = column(self, gap=theme.GAP)
        self._bar = StepBar()
        layout.addWidget(self._bar)
        self._middle = row(gap=theme.GAP)
        layout.addLayout(self._middle, 1)
        self._pictures = column(gap=8)
        self._middle.addLayout(self._pictures, _PICTURE)
        inner = QWidget()
        self._words = column(inner, gap=10)
        self._area = scrolled(inner)
        right = column(gap=12)
        right.addWidget(self._area, 1)
        self._confirm = column()  # always in sight
        right.addLayout(self._confirm)
        self._middle.addLayout(right, _WORDS)
        foot = row(gap=12)
        foot.addWidget(button(t("It does not fit, or I am stuck"), self._stuck, "link"))
        foot.addStretch()
        self._before = button(t("Previous"), self._go_before, "", t("Previous step"))
        self._after = button(t("Next"), self._go_on, "primary", t("Next step"))
        foot.addWidget(self._before)
        foot.addWidget(self._after)
        layout.addLayout(foot)
        for key, deed in ((Qt.Key.Key_PageDown, self._go_on), (Qt.Key.Key_PageUp, self._go_before)):
            QShortcut(QKeySequence(key), self, deed, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._big = settings.load(self.session.settings_path).big_text

    def header_buttons(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        size = t("Normal text") if self._big else t("Large text")
        sheet = self.swapping.sheet
        if sheet and sheet.asks:  # it is not known yet which steps are for this PC
            return ((size, self._flip_size),)
        return (t("On the phone"), self.page.show_phone), (t("Print"), self.page.show_paper), (size, self._flip_size)

    def first_focus(self) -> QWidget | None:
        ticks = [tick.box for tick in self.findChildren(Tick) if not tick.box.isChecked()]
        return ticks[0] if ticks else self._after

    def show_now(self) -> None:
        swap, sheet = self.swapping.swap, self.swapping.sheet
        if swap is None or sheet is None:
            return
        if sheet.asks and swap.stage == Stage.BEFORE:
            self._show_question(sheet.asks[0])
            return
        step = course.current(swap, sheet)
        if step is None:
            return
        if swap.step != step.id:  # kept: a step that is ticked stays until the owner goes on
            self.swapping.show(step.id)
            return
        if (step.id, self._big) != self._shown:
            self._shown = (step.id, self._big)
            self._show_step(sheet, step, swap)
        self._after.setEnabled(course.is_done(swap, step))
        self._after.setToolTip("" if self._after.isEnabled() else t("Please tick first what is done."))
        steps = course.steps(swap, sheet)
        self._before.setEnabled(swap.stage != Stage.OFF or steps.index(step) > 0)
        self._bar.show_progress(step.number, len(sheet.steps))

    def _show_step(self, sheet: Sheet, step: SheetStep, swap: Swap) -> None:
        clear(self._pictures)
        clear(self._words)
        clear(self._confirm)
        self._show_pictures(step)
        of = t("Step {number} of {count}").format(number=step.number, count=len(sheet.steps))
        minutes = max(1, round(step.seconds / 60)) if step.seconds else 0
        long = current().plural("about {count} minute", "about {count} minutes", minutes) if minutes else ""
        self._words.addWidget(label(" · ".join(filter(None, (of, long))), "caption"))
        self._words.addWidget(label(step.title, "h1"))
        self._add_places(step, swap)
        for caution in step.cautions:
            self._words.addWidget(self._caution(caution, swap))
        role = "large" if self._big else ""
        for number, line in enumerate(step.lines, start=1):
            self._words.addWidget(GuideLine(line, number, role))
        for text in (*step.tools, *(screws.words for screws in step.screws)):
            self._words.addWidget(label("• " + text, "sub"))
        if step.wrong:
            self._words.addWidget(self._wrong(step))
        self._words.addStretch(1)
        if step.confirm:
            self._confirm.addWidget(self._tick(step.id, step.confirm, swap))
        self._area.verticalScrollBar().setValue(0)

    def _add_places(self, step: SheetStep, swap: Swap) -> None:
        """Where a step is about the place of this very part: in a drawing of the PC, where its shape is known."""
        guide = self.swapping.guide
        if guide is None or step.pictures or not _is_about_place(step, swap, guide.kind):
            return
        shown = spots(self.swapping.known.before, guide.kind, swap.part)
        found = whereabouts(self.swapping.known.before, guide.kind, swap.part, self.swapping.facts)
        if found:
            self._middle.setStretch(0, _DRAWING)
            self._pictures.addWidget(where_is(found, shown))
            self._pictures.addStretch(1)
        elif shown:
            self._words.addWidget(PlaceMap(shown))

    def _show_pictures(self, step: SheetStep) -> None:
        shown = bool(step.pictures)
        self._middle.setStretch(0, _PICTURE if shown else 0)
        if not shown:
            return
        picture = GuidePicture()
        picture.show_picture(step.pictures[0])
        self._pictures.addWidget(picture, 1)
        if len(step.pictures) > 1:
            names = {number: t("Picture {number}").format(number=number + 1) for number in range(len(step.pictures))}
            self._pictures.addWidget(
                Segments(t("Pictures"), names, 0, lambda number: picture.show_picture(step.pictures[number]))
            )

    def _caution(self, caution: SheetCaution, swap: Swap) -> QFrame:
        tone = _TONES[caution.level]
        frame, layout = notice(tone)
        layout.addWidget(label(caution.title, "h3", tone))
        layout.addWidget(label(caution.text, "large" if self._big else "sub"))
        if caution.tick:
            layout.addSpacing(4)
            layout.addWidget(self._tick(caution.tick, caution.confirm, swap))
        return frame

    def _tick(self, name: str, text: str, swap: Swap) -> Tick:
        return Tick(text, lambda on: self.swapping.tick(name, on=on), ticked=swap.ticked(name))

    def _wrong(self, step: SheetStep) -> QFrame:
        frame, layout = card()
        layout.addWidget(label(t("If something is not right"), "h3"))
        for sign, do in step.wrong:
            layout.addWidget(label(sign, "advice"))
            layout.addWidget(label("→ " + do, "sub"))
        return frame

    def _show_question(self, ask: Ask) -> None:
        """Of a fact that this PC does not tell; nothing is guessed."""
        key = (f"?{ask.fact}" if ask.question else f"!{ask.fact}", self._big)
        self._after.setEnabled(False)
        self._before.setEnabled(False)
        if key == self._shown:
            return
        self._shown = key
        clear(self._pictures)
        clear(self._words)
        clear(self._confirm)
        self._middle.setStretch(0, 0)
        guide, facts = self.swapping.guide, self.swapping.facts
        if ask.question is None or guide is None:
            self._words.addWidget(label(t("Please ask our centre before you go on."), "h2"))
            if self.swapping.swap and ask.fact in self.swapping.swap.answers:
                again = partial(course.asked_again, fact=ask.fact)
                self._words.addWidget(button(t("Answer again"), partial(self.swapping.change, again)))
        else:
            self._words.addWidget(label(t("One question before we begin"), "caption"))
            self._words.addWidget(label(filled(ask.question.words, current().language, guide, facts), "h1"))
            together, choices = QWidget(), Flow(gap=theme.GAP)
            choices.setContentsMargins(0, 0, 0, 0)
            together.setLayout(choices)
            for answer in ask.question.answers:
                text = filled(answer.words, current().language, guide, facts)
                choices.addWidget(self._answer(text, answer, partial(self.swapping.answer, ask.fact, answer.value)))
            self._words.addWidget(together)
        self._words.addWidget(button(t("I do not know"), partial(self.page.go.emit, PageName.CENTRE), "link"))
        self._words.addStretch(1)

    def _answer(self, text: str, answer: Answer, deed: Callable[[], object]) -> QWidget:
        """What it looks like, and the button below it."""
        widget = QWidget()
        layout = column(widget, gap=6)
        if answer.picture:
            shown = QLabel()
            shown.setAccessibleName(answer.picture.alt.template(current().language))
            pixmap = QPixmap(str(answer.picture.file))
            ratio = self.devicePixelRatioF()
            scaled = pixmap.scaledToWidth(round(_ANSWER_WIDTH * ratio), Qt.TransformationMode.SmoothTransformation)
            scaled.setDevicePixelRatio(ratio)
            shown.setPixmap(scaled)
            layout.addWidget(shown)
        layout.addWidget(button(text, deed))
        return widget

    def _flip_size(self) -> None:
        self._big = not self._big
        path = self.session.settings_path
        settings.save(dataclasses.replace(settings.load(path), big_text=self._big), path)
        self.show_now()
        self.page.retitled.emit()

    def _stuck(self) -> None:
        self.page.show_stuck()

    def _go_on(self) -> None:
        self._go(1)

    def _go_before(self) -> None:
        self._go(-1)

    def _go(self, by: int) -> None:
        swap, sheet = self.swapping.swap, self.swapping.sheet
        step = course.current(swap, sheet) if swap and sheet else None
        if swap is None or sheet is None or step is None or sheet.asks:
            return
        if by > 0 and not course.is_done(swap, step):
            return
        steps = course.steps(swap, sheet)
        place = steps.index(step) + by
        if 0 <= place < len(steps):
            self.swapping.show(steps[place].id)
        elif place < 0:
            self.page.go.emit(self.page.back())
        else:
            self.page.leave_steps(swap)
        if self.first_focus():
            self.page.focus_first()


def _is_about_place(step: SheetStep, swap: Swap, kind: Kind) -> bool:
    """Names the place of the part; or comes before the PC is opened, where there is no name: of a free slot, which any
    step may be about, of the supply or of a free bay, which is told once.
    """
    slot = swap.part.slot if swap.part else None
    named = any(piece.is_fact and piece.text == slot for line in step.lines for piece in line.pieces)
    nameless = (swap.part is None or kind == Kind.PSU) and (kind == Kind.MEMORY or step.number == 1)
    return named or (nameless and step.phase == Phase.BEFORE)
