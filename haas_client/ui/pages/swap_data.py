"""What becomes of the data on a drive that goes out: nothing goes on before the owner has said it in so many words."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout

from haas_client.handsbuy.swap import Copy, Proof
from haas_client.i18n import current, t
from haas_client.request import MAX_FIELD
from haas_client.ui.theme import Tone
from haas_client.ui.widgets.basic import button, card, clear, column, label, notice, row
from haas_client.ui.widgets.segments import Segments
from haas_client.ui.widgets.tick import Tick
from haas_client.wording import drive_contents as words

if TYPE_CHECKING:
    from haas_client.ui.pages.swap import SwapPage


class Way(StrEnum):
    HERE = "here"
    ELSEWHERE = "elsewhere"
    NONE = "none"


class DataCard(QFrame):
    def __init__(self, page: "SwapPage") -> None:
        super().__init__()
        self._page, self._swapping = page, page.session.swapping
        self._copy = Copy()
        _, layout = card(frame=self)
        layout.addWidget(label(t("The data on the drive"), "h2"))
        layout.addWidget(label(t("What is on the old drive is not on the new one by itself."), "sub"))
        self._contents = column()
        layout.addLayout(self._contents)
        ways = {
            Way.HERE: t("There is a copy on this PC"),
            Way.ELSEWHERE: t("There is a copy elsewhere"),
            Way.NONE: t("Nothing on it is needed"),
        }
        self._ways = Segments(t("The data on the drive"), ways, Way.HERE, self._choose)
        layout.addWidget(self._ways)
        self._body = column(gap=8)
        layout.addLayout(self._body)
        swap = self._swapping.swap
        if swap and (swap.copy.given_up or swap.copy.proof == Proof.WORD):
            self._copy = swap.copy
            self._ways.choose(Way.NONE if swap.copy.given_up else Way.ELSEWHERE)

    @property
    def _way(self) -> Way:
        return self._ways.chosen

    def show_copy(self, copy: Copy) -> None:
        """As it is kept by now."""
        self._copy = copy
        clear(self._contents)
        self._add_contents(self._contents)
        self._show()

    def _add_contents(self, layout: QVBoxLayout) -> None:
        """What is on it, as far as it could be read; what could not is said so."""
        found = self._swapping.contents
        if found is None:
            layout.addWidget(label(t("What is on it is being read …"), "caption"))
            return
        frame, inner = notice(Tone.NEUTRAL)
        for line in words.summary(found, current()):
            inner.addWidget(label(line, "sub"))
        layout.addWidget(frame)

    def _choose(self, way: Way) -> None:
        """What was proven, said or agreed to before was another way."""
        given_up = way == Way.NONE
        if (given_up, way == Way.ELSEWHERE) != (self._copy.given_up, self._copy.proof == Proof.WORD):
            self._keep(Copy(place=self._copy.place, given_up=given_up))
        self._show()

    def _show(self) -> None:
        clear(self._body)
        if self._way == Way.HERE:
            self._add_check()
        elif self._way == Way.ELSEWHERE:
            self._add_place()
        if self._may_agree:
            text = (
                t("Everything on this drive may be lost. I need nothing of it.")
                if self._way == Way.NONE
                else t("My files are safe in the copy. The old drive may be taken out.")
            )
            frame, layout = notice(Tone.BAD if self._way == Way.NONE else Tone.WARN)
            layout.addWidget(Tick(text, self._agree, ticked=self._copy.agreed))
            self._body.addWidget(frame)

    @property
    def _may_agree(self) -> bool:
        return self._way == Way.NONE or self._copy.proof is not None

    def _add_check(self) -> None:
        proven = self._copy.proof in (Proof.COMPARED, Proof.READ)
        if proven:
            told = t("{count} files of the copy were read back: they are whole.")
            self._body.addWidget(label(told.format(count=self._copy.compared_files), "h3", Tone.OK))
            self._body.addWidget(label(self._copy.place, "caption"))
        else:
            why = t("Files of the copy are read back and compared with the drive. Nothing is changed.")
            self._body.addWidget(label(why, "sub"))
        buttons = row(gap=8)
        words = t("Check it again") if proven else t("Show where the copy is, and check it")
        buttons.addWidget(button(words, self._page.check_copy))
        buttons.addStretch()
        self._body.addLayout(buttons)

    def _add_place(self) -> None:
        self._body.addWidget(label(t("Where is it? Have you opened a file of it there?"), "caption"))
        entry = row(gap=8)
        field = QLineEdit(self._copy.place)
        field.setMaxLength(MAX_FIELD)
        field.setAccessibleName(t("Where the copy is"))
        field.setPlaceholderText(t("On the external drive in the drawer, for example"))
        entry.addWidget(field, 1)
        keep = button(t("I have looked at it"), lambda: self._say(field.text()))
        entry.addWidget(keep)
        field.returnPressed.connect(keep.click)
        self._body.addLayout(entry)

    def _say(self, place: str) -> None:
        if place.strip():
            self._keep(Copy(place=place.strip(), proof=Proof.WORD))

    def _agree(self, on: bool) -> None:
        self._keep(msgspec.structs.replace(self._copy, agreed_at=datetime.now(UTC) if on else None))

    def _keep(self, copy: Copy) -> None:
        self._copy = copy
        self._swapping.settle(copy)
