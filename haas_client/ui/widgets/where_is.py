"""Where the part is: the schematic of the opened PC, and beside or below it what it shows, in words."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout

from haas_client.handsbuy.places import Spot
from haas_client.handsbuy.whereabouts import Whereabouts
from haas_client.i18n import current, t
from haas_client.ui.widgets.basic import card, column, label, row
from haas_client.ui.widgets.case_drawing import CaseDrawing
from haas_client.ui.widgets.place_map import PlaceMap
from haas_client.wording import whereabouts as words

_BESIDE = 300


def where_is(found: Whereabouts, spots: tuple[Spot, ...]) -> QFrame:
    """With all names below the drawing, as far as they are known."""
    frame, layout = card()
    layout.addWidget(label(t("Where it is"), "h2"))
    layout.addWidget(CaseDrawing(found))
    if spots:
        layout.addWidget(PlaceMap(spots))
    _add_words(layout, found)
    return frame


def where_in_short(found: Whereabouts) -> QFrame:
    """Less high, for a page that has more to tell."""
    frame, layout = card()
    line = row(gap=20)
    drawing = CaseDrawing(found)
    drawing.setFixedWidth(_BESIDE)
    line.addWidget(drawing, alignment=Qt.AlignmentFlag.AlignTop)
    texts = column(gap=6)
    texts.addWidget(label(t("Where it is"), "h2"))
    _add_words(texts, found)
    texts.addStretch(1)
    line.addLayout(texts, 1)
    layout.addLayout(line)
    return frame


def _add_words(layout: QVBoxLayout, found: Whereabouts) -> None:
    layout.addWidget(label(words.sentence(found, current()), "sub"))
    layout.addWidget(label(words.schematic(current()), "caption"))
