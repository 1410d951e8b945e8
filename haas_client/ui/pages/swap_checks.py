"""The checks after a swap: each with what came of it, and the step to go back to where it failed."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from haas_client.handsbuy.pack.checks import Outcome, Result
from haas_client.handsbuy.pack.filled import filled
from haas_client.handsbuy.pack.guide import Guide, Words
from haas_client.handsbuy.pack.vocabulary import CheckKind
from haas_client.handsbuy.proof import Seen
from haas_client.handsbuy.situations import Noticed
from haas_client.i18n import N_, current, t
from haas_client.ui.pages.swap_view import CardsView
from haas_client.ui.theme import Tone
from haas_client.ui.widgets.basic import button, card, column, label, line, notice, row
from haas_client.ui.widgets.painted import IconBadge, Pill
from haas_client.wording import situations as words
from haas_client.wording import swaps as swap_words

_OUTCOMES = {
    Outcome.OK: ("check", Tone.OK),
    Outcome.NOT_YET: ("slow", Tone.NEUTRAL),
    Outcome.FAILED: ("warning", Tone.BAD),
    Outcome.CANNOT_TELL: ("how_to", Tone.NEUTRAL),
}
_WHOLE = {
    Outcome.FAILED: (Tone.BAD, N_("Nothing is lost. The line in red says what to do; you can also call us.")),
    Outcome.NOT_YET: (
        Tone.ACCENT,
        N_("Please answer what is asked. What needs time is looked at again when you press “Check again”."),
    ),
    Outcome.CANNOT_TELL: (
        Tone.WARN,
        N_("Not all of it can be told from here. If it works as it should, please say so."),
    ),
    Outcome.OK: (Tone.OK, N_("Everything that was checked is as it should be.")),
}
_MARK = 28


class ChecksView(CardsView):
    def begin(self) -> None:
        if self.swapping.seen is None:
            self.swapping.check()

    def show_now(self) -> None:
        self._empty()
        seen, guide = self.swapping.seen, self.swapping.guide
        self._body.addWidget(label(t("Has it worked?"), "h1"))
        if self.swapping.checking:
            self._body.addWidget(label(t("The PC is being looked at and compared with before. One moment …"), "sub"))
        elif seen is None or guide is None:
            self._body.addWidget(label(t("The PC has not been looked at yet. Nothing is proven."), "sub"))
        else:
            self._body.addWidget(_whole(seen))
            for noticed in seen.noticed:
                self._body.addWidget(self._noticed(noticed))
            frame, layout = card()
            for number, result in enumerate(seen.results):
                if number:
                    layout.addWidget(line())
                layout.addWidget(self._result(result, guide))
            self._body.addWidget(frame)
        self._body.addStretch(1)
        self._fill_foot(seen)

    def _noticed(self, noticed: Noticed) -> QFrame:
        """What may have happened, in words, with the way back to its step."""
        frame, layout = notice(Tone.WARN)
        entry = row(gap=12)
        texts = column(gap=2)
        texts.addWidget(label(words.title(noticed, current()), "h3", Tone.WARN))
        texts.addWidget(label(words.advice(noticed, current()), "sub"))
        entry.addLayout(texts, 1)
        if noticed.go:
            entry.addWidget(self._way_back(noticed.go, words.title(noticed, current())))
        layout.addLayout(entry)
        return frame

    def _way_back(self, step: str, why: str) -> QWidget:
        return button(
            t("Back to the step"), partial(self.swapping.go_back, step), name=f"{t('Back to the step')} – {why}"
        )

    def _result(self, result: Result, guide: Guide) -> QWidget:
        icon, tone = _OUTCOMES[result.outcome]
        widget = QWidget()
        layout = row(gap=12)
        layout.setContentsMargins(0, 2, 0, 2)
        widget.setLayout(layout)
        layout.addWidget(IconBadge(icon, tone, size=_MARK), alignment=Qt.AlignmentFlag.AlignTop)
        texts = column(gap=2)
        texts.addWidget(label(self._text(result.check.words, guide), "h3"))
        fail = result.check.fail_words
        if result.outcome == Outcome.FAILED and fail:
            texts.addWidget(label(self._text(fail, guide), "sub"))
        elif result.outcome == Outcome.CANNOT_TELL:
            texts.addWidget(label(t("This PC does not tell. It is neither good nor bad."), "caption"))
        layout.addLayout(texts, 1)
        if result.check.kind == CheckKind.ASK:
            for text, well in ((t("Yes"), True), (t("No"), False)):
                name = f"{text}: {self._text(result.check.words, guide)}"
                said = self.swapping.swap.said.get(result.check.id) if self.swapping.swap else None
                say = partial(self.swapping.say, result.check.id, well=well)
                answer = button(text, say, "primary" if said is well else "", name)
                answer.setCheckable(True)
                answer.setChecked(said is well)
                layout.addWidget(answer)
        elif result.outcome == Outcome.FAILED and result.go:
            layout.addWidget(self._way_back(result.go, self._text(result.check.words, guide)))
        layout.addWidget(
            Pill(swap_words.outcome(result.outcome, current()), tone, dot=False),
            alignment=Qt.AlignmentFlag.AlignVCenter,
        )
        return widget

    def _text(self, words: Words, guide: Guide) -> str:
        return filled(words, current().language, guide, self.swapping.facts)

    def _fill_foot(self, seen: Seen | None) -> None:
        self._foot.addWidget(button(t("It does not work"), self.page.show_stuck, "link"))
        self._foot.addStretch()
        again = button(t("Check again"), self.swapping.check)
        again.setEnabled(not self.swapping.checking)
        self._foot.addWidget(again)
        if self.swapping.checking or seen is None or not seen.results:
            return
        self._foot.addWidget(button(t("Test the new part"), self.page.test_part))
        if seen.proven:
            self._first = button(t("Finish"), self.page.finish_swap, "primary")
        elif seen.may_be_closed:
            self._first = button(t("It works: finish"), self.page.finish_swap, "primary")
        if self._first:
            self._foot.addWidget(self._first)


def _whole(seen: Seen) -> QFrame:
    tone, text = _WHOLE[seen.standing]
    if seen.doubtful and seen.standing != Outcome.FAILED:
        tone = Tone.WARN
    frame, layout = notice(tone)
    layout.addWidget(label(swap_words.whole(seen, current()), "h2", tone))
    layout.addWidget(label(t(text), "sub"))
    return frame
