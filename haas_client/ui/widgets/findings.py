"""A finding in plain words with its evidence behind a button; a part with its state."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QVBoxLayout, QWidget

from haas_client.bundle.report import FindingBlock
from haas_client.diagnostics.finding import Part, PartState
from haas_client.i18n import current, t
from haas_client.ui import part_icons
from haas_client.ui.theme import Tone
from haas_client.ui.tones import SEVERITY_TONES, VERDICT_TONES
from haas_client.ui.widgets.basic import button, column, label, notice, row
from haas_client.ui.widgets.elided import ElidedLabel
from haas_client.ui.widgets.flow import Flow
from haas_client.ui.widgets.painted import IconBadge, Pill
from haas_client.wording import kinds as kind_words
from haas_client.wording import parts as part_words

KNOW = "know"
"""Object name of the button with the owner's word on a card."""


def finding_card(
    finding: FindingBlock,
    *,
    with_place: bool = True,
    know: Callable[[bool], object] | None = None,
    on_more: Callable[[], object] | None = None,
) -> QFrame:
    """All findings on one part: which, what they mean, what to do, and the evidence on demand.

    ``know`` takes the owner's word that all of it is known, or that word back; ``on_more`` leads to the part's page.
    """
    tone = Tone.NEUTRAL if finding.known else SEVERITY_TONES[finding.severity]
    frame, layout = notice(tone)
    line = row(gap=12)
    icon = part_icons.of_part(finding.part)
    line.addWidget(IconBadge(icon, tone, size=28, plain=True), alignment=Qt.AlignmentFlag.AlignTop)
    line.addLayout(_words(finding, tone, with_place=with_place), 1)
    layout.addLayout(line)
    evidence = _evidence(finding)
    evidence.hide()
    below = Flow(gap=16)
    below.setContentsMargins(32, 0, 0, 0)
    below.addWidget(_flip(finding, evidence))
    if on_more:
        name = t("More about: {part}").format(part=finding.headline)
        below.addWidget(button(t("More about this part"), on_more, "link", name))
    if know:
        text = t("Tell me of it again") if finding.known else t("Known: tell me only if it grows")
        word = button(text, partial(know, not finding.known), "link", _of_card(text, finding))
        word.setObjectName(KNOW)
        below.addWidget(word)
    layout.addLayout(below)
    layout.addWidget(evidence)
    frame.setAccessibleName(finding.headline)
    return frame


def _words(finding: FindingBlock, tone: Tone, *, with_place: bool) -> QVBoxLayout:
    words = column(gap=2)
    if finding.new:
        words.addWidget(Pill(t("New since last time"), Tone.NEUTRAL, dot=False), alignment=Qt.AlignmentFlag.AlignLeft)
    words.addWidget(label(finding.headline, "h2", tone))
    serial = f"{t('serial number')} {finding.serial}" if finding.serial else ""
    place = part_words.joined((finding.label, serial), current())
    if place and with_place:
        words.addWidget(ElidedLabel(place, "caption"))
    for meaning in finding.meanings:
        words.addWidget(label(meaning, "sub"))
    words.addWidget(label(finding.advice, "advice"))
    return words


def _flip(finding: FindingBlock, evidence: QWidget) -> QPushButton:
    """The button that shows the evidence and hides it."""

    def flip() -> None:
        evidence.setVisible(evidence.isHidden())
        toggle.setText(t("Show the evidence") if evidence.isHidden() else t("Hide the evidence"))
        toggle.setAccessibleName(_of_card(toggle.text(), finding))

    toggle = button(t("Show the evidence"), flip, "link", _of_card(t("Show the evidence"), finding))
    toggle.setAccessibleDescription(" ".join(finding.meanings))  # two cards may have one headline
    return toggle


def _of_card(text: str, finding: FindingBlock) -> str:
    """For who hears it: which card it belongs to."""
    return f"{text} – {finding.headline}"


def part_rows(states: Sequence[PartState], look_at: Callable[[Part], object]) -> list[QWidget]:
    """Parts below each other, their names in one line; ``look_at`` leads to a part's page."""
    pills = [Pill(kind_words.verdict(state.verdict, current()), VERDICT_TONES[state.verdict]) for state in states]
    widest = max((pill.sizeHint().width() for pill in pills), default=0)
    return [_part_row(state, pill, widest, look_at) for state, pill in zip(states, pills, strict=True)]


def _part_row(state: PartState, pill: Pill, pill_width: int, look_at: Callable[[Part], object]) -> QWidget:
    """One part: its state as a pill, its name, its key figures, why there is no verdict, and the way to its page."""
    widget = QWidget()
    line = row()
    line.setContentsMargins(0, 10, 0, 10)
    widget.setLayout(line)
    line.addWidget(pill, alignment=Qt.AlignmentFlag.AlignTop)
    line.addSpacing(14 + pill_width - pill.sizeHint().width())
    words = column(gap=0)
    name = part_words.name(state.part, current())
    figures = part_words.joined(
        (part_words.label(state.part, current()), part_words.facts(state, current())), current()
    )
    words.addWidget(label(name, "h3"))
    for detail in filter(None, (figures, part_words.why(state, current()))):
        words.addWidget(label(detail, "caption"))
    line.addLayout(words, 1)
    more = button(t("More"), partial(look_at, state.part), "link", t("More about: {part}").format(part=name))
    line.addWidget(more, alignment=Qt.AlignmentFlag.AlignTop)
    widget.setAccessibleName(f"{name}: {kind_words.verdict(state.verdict, current())}")
    return widget


def _evidence(finding: FindingBlock) -> QWidget:
    widget = QWidget()
    grid = QGridLayout(widget)
    grid.setContentsMargins(40, 4, 0, 4)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    for column_number, title in enumerate((t("Evidence"), t("Value"), t("Threshold"))):
        grid.addWidget(label(title, "caption"), 0, column_number)
    number = 1
    references = [shown.reference for shown in finding.evidence]
    for shown, following in zip(finding.evidence, (*references[1:], ""), strict=True):
        for column_number, text in enumerate((shown.source, shown.value, shown.threshold)):
            grid.addWidget(label(text, "sub", selectable=True), number, column_number)
        number += 1
        if following != shown.reference:  # one source, said once
            source = t("Published in: {reference}").format(reference=shown.reference)
            grid.addWidget(label(source, "caption"), number, 0, 1, 3)
            number += 1
    grid.addWidget(label(t("Confidence: {level}").format(level=finding.confidence), "caption"), number, 0, 1, 3)
    grid.setColumnStretch(0, 5)
    grid.setColumnStretch(1, 3)
    grid.setColumnStretch(2, 3)
    return widget
