"""Cards beside a swap: whether the new part fits, what becomes of the old one, and how an old drive is wiped."""

from collections.abc import Callable
from datetime import UTC, datetime

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout

from haas_client.cases.model import Case
from haas_client.centre import JAPAN
from haas_client.diagnostics.finding import PartState
from haas_client.diagnostics.kinds import Verdict
from haas_client.diagnostics.parts import of_drive
from haas_client.diagnostics.snapshot import Snapshot, Storage
from haas_client.handsbuy.fit import Fit, Line, worst
from haas_client.handsbuy.return_slip import Returns, ReturnSlip, return_slip
from haas_client.handsbuy.swap import Swap
from haas_client.handsbuy.wiping import wiping
from haas_client.i18n import current, t
from haas_client.ui.theme import Tone
from haas_client.ui.widgets.basic import button, card, column, label, row
from haas_client.ui.widgets.painted import Pill
from haas_client.wording import fit as fit_words
from haas_client.wording import return_slip as slip_words
from haas_client.wording import wiping as wiping_words

_COLUMNS_GAP = 24
_TONES = {Fit.FITS: Tone.OK, Fit.DOES_NOT: Tone.BAD, Fit.CANNOT_TELL: Tone.NEUTRAL}


def fit_card(lines: tuple[Line, ...]) -> QFrame:
    """What does not fit is told first; what cannot be told, with what to compare by eye."""
    frame, layout = card(Tone.BAD if worst(lines) == Fit.DOES_NOT else None)
    layout.addWidget(label(t("Does the new part fit?"), "h2"))
    for line in lines:
        entry = row(gap=12)
        texts = column(gap=0)
        texts.addWidget(label(fit_words.title(line, current()), "h3"))
        texts.addWidget(label(fit_words.sentence(line, current()), "caption"))
        entry.addLayout(texts, 1)
        pill = Pill(fit_words.verdict(line.fit, current()), _TONES[line.fit], dot=False)
        entry.addWidget(pill, alignment=Qt.AlignmentFlag.AlignTop)
        layout.addLayout(entry)
    return frame


def slip_card(swap: Swap, case: Case, on_paper: Callable[[ReturnSlip], object]) -> QFrame:
    """What goes back with the old part, and where; or that it need not. ``on_paper`` is asked to print it."""
    slip = return_slip(swap, case, datetime.now(UTC).astimezone(JAPAN).date())
    frame, layout = card()
    layout.addWidget(label(slip_words.title(slip, current()), "h2"))
    layout.addWidget(label(slip_words.advice(slip, current()), "sub"))
    rows = list(slip_words.rows(slip, current()))
    if slip.returns == Returns.BACK:
        rows.insert(0, (t("Where the old part goes"), slip_words.address(slip) or t("Please ask us for the address")))
    layout.addLayout(_table(rows))
    for content in slip_words.contents(slip, current()):
        layout.addWidget(label(f"☐ {content}", "sub"))
    if slip.returns == Returns.BACK:
        wide = button(t("Print the return slip"), lambda: on_paper(slip))
        layout.addWidget(wide, alignment=Qt.AlignmentFlag.AlignLeft)
    return frame


def _table(rows: list[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(_COLUMNS_GAP)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    for number, (name, value) in enumerate(rows):
        grid.addWidget(label(name, "caption"), number, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(value or "—", selectable=True), number, 1)
    return grid


def wiping_card(swap: Swap, before: Snapshot | None) -> QFrame:
    """What is possible for this very drive, told honestly; the program itself wipes nothing."""
    drives = before.storage.drives if before and isinstance(before.storage, Storage) else ()
    drive = next((one for one in drives if of_drive(one) == swap.part), None)
    failing = any(one.part == swap.part and one.verdict == Verdict.REPLACE for one in _states(before))
    # It is out by now: nothing runs from it any more.
    found = msgspec.structs.replace(wiping(drive, failing=failing), in_use=False)
    frame, layout = card()
    layout.addWidget(label(t("Wiping the old drive"), "h2"))
    for text in wiping_words.summary(found, current()):
        layout.addWidget(label(text, "sub"))
    for option in found.options:
        layout.addWidget(label(wiping_words.way(option, current()), "h3"))
        layout.addWidget(label(wiping_words.note(option, current()), "caption"))
    return frame


def _states(snapshot: Snapshot | None) -> tuple[PartState, ...]:
    from haas_client.diagnostics.diagnosis import diagnose

    return diagnose(snapshot).parts if snapshot else ()
