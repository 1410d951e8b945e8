"""The moment before the PC is switched off: what is settled, how the guide comes along, and the way back in."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from haas_client.cases.model import Particulars
from haas_client.handsbuy import course
from haas_client.handsbuy.course import Hindrance
from haas_client.handsbuy.fit import lines
from haas_client.handsbuy.pack.found import NOT_READ
from haas_client.handsbuy.pack.vocabulary import Kind
from haas_client.handsbuy.swap import Carrier, Stage, Swap
from haas_client.handsbuy.whereabouts import whereabouts
from haas_client.i18n import current, t
from haas_client.ui import theme
from haas_client.ui.pages.swap_view import CardsView
from haas_client.ui.theme import Tone
from haas_client.ui.widgets.basic import button, card, column, label, line, notice, row
from haas_client.ui.widgets.painted import IconBadge
from haas_client.wording import swaps as words

if TYPE_CHECKING:
    from haas_client.ui.pages.swap_data import DataCard

_MARK = 28


class OffView(CardsView):
    def _filled(self, whole: QVBoxLayout) -> QVBoxLayout:
        whole.addWidget(label(t("Now the PC is switched off"), "h1"))
        self._data: DataCard | None = None
        self._data_place = column()
        whole.addLayout(self._data_place)
        body = column(gap=theme.GAP)
        whole.addLayout(body)
        whole.addStretch(1)
        return body

    def begin(self) -> None:
        if self.swapping.sheet and self.swapping.sheet.kind == Kind.STORAGE:
            self.swapping.read_contents()

    def show_now(self) -> None:
        swap, sheet = self.swapping.swap, self.swapping.sheet
        if swap is None or sheet is None:
            return
        self._empty()
        left = course.hindrances(swap, sheet)
        if Hindrance.COPY in left or swap.copy.agreed:
            self._show_data(swap)
        for shown in (self._place(swap), self._fits(swap)):
            if shown:
                self._body.addWidget(shown)
        self._body.addWidget(self._carriers(swap))
        self._body.addWidget(_after_words())
        for hindrance in left:
            frame, layout = notice(Tone.WARN)
            layout.addWidget(label(words.hindrance(hindrance, current()), "h3", Tone.WARN))
            self._body.addWidget(frame)
        self._fill_foot(may=not left)

    def _show_data(self, swap: Swap) -> None:
        """One card all the time: what is chosen in it is not kept before there is something to keep."""
        if self._data is None:
            from haas_client.ui.pages.swap_data import DataCard

            self._data = DataCard(self.page)
            self._data_place.addWidget(self._data)
        self._data.show_copy(swap.copy)

    def _place(self, swap: Swap) -> QFrame | None:
        """Once more before the PC is open; not where nothing could be marked."""
        guide = self.swapping.guide
        if guide is None:
            return None
        found = whereabouts(self.swapping.known.before, guide.kind, swap.part, self.swapping.facts)
        if found is None or found.area is None:
            return None
        from haas_client.ui.widgets.where_is import where_in_short

        return where_in_short(found)

    def _fits(self, swap: Swap) -> QFrame | None:
        """Where the centre has told what it sends; the last moment before the PC is opened for nothing."""
        if swap.order == Particulars() or self.swapping.guide is None:
            return None
        from haas_client.ui.pages.swap_cards import fit_card

        contents = self.swapping.contents
        found = lines(self.swapping.guide.kind, swap, self.swapping.known.before, contents or NOT_READ)
        return fit_card(found) if found else None

    def _carriers(self, swap: Swap) -> QFrame:
        frame, layout = card()
        layout.addWidget(label(t("Take the guide with you"), "h2"))
        layout.addWidget(label(t("One way is enough; two are safer."), "sub"))
        ways = (
            (Carrier.PHONE, t("On your phone"), t("Read the code with the phone's camera."), self.page.show_phone),
            (
                Carrier.PAPER,
                t("On paper, or as a PDF"),
                t("With line drawings, to be ticked off."),
                self.page.show_paper,
            ),
            (Carrier.WORD, t("I can read it elsewhere"), t("On another PC, for example."), self._word),
        )
        for number, (carrier, title, detail, deed) in enumerate(ways):
            if number:
                layout.addWidget(line())
            layout.addWidget(self._way(swap, carrier, title, detail, deed))
        return frame

    def _way(self, swap: Swap, carrier: Carrier, title: str, detail: str, deed: Callable[[], object]) -> QWidget:
        there = carrier in swap.carriers
        widget = QWidget()
        layout = row(gap=12)
        widget.setLayout(layout)
        mark = IconBadge("check" if there else "phone_mail" if carrier == Carrier.PHONE else "file", size=_MARK)
        mark.show_icon(mark.name, Tone.OK if there else Tone.NEUTRAL)
        layout.addWidget(mark, alignment=Qt.AlignmentFlag.AlignTop)
        texts = column(gap=0)
        texts.addWidget(label(title, "h3"))
        texts.addWidget(label(t("Done.") if there else detail, "caption"))
        layout.addLayout(texts, 1)
        words = {
            Carrier.PHONE: t("Show the code"),
            Carrier.PAPER: t("Print or save"),
            Carrier.WORD: t("I can read it"),
        }[carrier]
        layout.addWidget(button(words, deed, "", f"{words}: {title}"))
        return widget

    def _word(self) -> None:
        self.swapping.carry(Carrier.WORD)

    def _fill_foot(self, *, may: bool) -> None:
        self._foot.addWidget(button(t("Previous"), self._back, "", t("Previous step")))
        self._foot.addStretch()
        if self.swapping.leaving:
            self._foot.addWidget(label(t("The PC is read once more before it goes off …"), "sub"))
        own = button(t("I switch it off myself"), partial(self.swapping.go_off, power_off=False))
        now = button(t("Shut the PC down now"), self.page.ask_power_off, "primary")
        for one in (own, now):
            one.setEnabled(may and not self.swapping.leaving)
            self._foot.addWidget(one)
        self._first = now if may else None

    def _back(self) -> None:
        sheet = self.swapping.sheet
        steps = sheet.of_phase(*course.PHASES[Stage.BEFORE]) if sheet else ()
        self.swapping.show(steps[-1].id if steps else "")


def _after_words() -> QFrame:
    frame, layout = notice(Tone.ACCENT)
    layout.addWidget(label(t("When the new part is in"), "h3", Tone.ACCENT))
    text = t("Start the PC and log in. This program opens by itself and goes on here: everything so far is kept.")
    layout.addWidget(label(text, "sub"))
    return frame
