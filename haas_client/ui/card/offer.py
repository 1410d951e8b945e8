"""The quiet offer of the emergency card: after the first diagnosis, and once for each part that is to be replaced."""

import dataclasses
from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from haas_client import settings
from haas_client.i18n import t
from haas_client.ui.pages.page import PageName
from haas_client.ui.session import Session
from haas_client.ui.theme import Tone
from haas_client.ui.widgets.basic import button, column, label, notice, row


class CardOffer(QWidget):
    """Takes no room while there is nothing to offer; says nothing before its first :meth:`refresh`."""

    def __init__(self, session: Session, go: Callable[[PageName], object]) -> None:
        super().__init__()
        self._session, self._go = session, go
        frame, layout = notice(Tone.ACCENT)
        line = row(gap=12)
        self._words = label("", "sub")
        line.addWidget(self._words, 1)
        layout.setContentsMargins(14, 6, 8, 6)  # a quiet line between what matters more
        line.addWidget(button(t("Make the card"), self._make, "link"))
        line.addWidget(button(t("Not now"), self._decline, "link", t("Not now: no emergency card")))
        layout.addLayout(line)
        column(self).addWidget(frame)
        session.finished.connect(self.refresh)
        session.changed.connect(self.refresh)
        self.hide()  # until it has its place: shown without one it would be a window

    def refresh(self) -> None:
        now = occasions(self._session)
        if now:
            self._words.setText(_words(now))
        self.setVisible(bool(now))

    def _make(self) -> None:
        self._go(PageName.CARD)

    def _decline(self) -> None:
        answer(self._session)
        self.refresh()


def _words(now: tuple[str, ...]) -> str:
    from haas_client.card import offer

    if offer.DIAGNOSED in now:
        return t("If this PC does not start one day, this card helps.")
    return t("A part should be replaced. If this PC does not start before that, a new emergency card helps.")


def occasions(session: Session) -> tuple[str, ...]:
    """Why the card is to be offered now; empty where it is not."""
    if session.result is None:
        return ()
    from haas_client.card import offer  # and the rules with it, which a first page does without

    return offer.occasions(session.result.diagnosis, settings.load(session.settings_path).card_seen)


def answer(session: Session) -> None:
    """The owner knows of the card: nothing that is known now is a reason to offer it again."""
    now = occasions(session)
    if now:
        from haas_client.card import offer

        kept = settings.load(session.settings_path)
        seen = offer.answered(kept.card_seen, now)
        settings.save(dataclasses.replace(kept, card_seen=seen), session.settings_path)
