"""A key figure in a box of its own: what it is, and how much."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QWidget

from haas_client.diagnostics.unknown import Unknown
from haas_client.i18n import current
from haas_client.ui.widgets.basic import column, label
from haas_client.ui.widgets.elided import ElidedLabel, one_line, tooltip
from haas_client.wording.reasons import reason

_LONGEST, _LONGEST_WORD = 120, 20

Figure = tuple[str, str | Unknown]
"""What it is, and its value with its unit; or why that is unknown."""


def figure(name: str, value: str | Unknown) -> QFrame:
    """A box; "—" where the value is unknown, with the reason in its tooltip and for screen readers."""
    frame = QFrame()
    frame.setProperty("role", "figure")
    layout = column(frame, margin=0, gap=0)
    layout.setContentsMargins(12, 8, 12, 10)
    layout.addWidget(ElidedLabel(name, "caption"))
    layout.addWidget(ElidedLabel(shown(value), "figure"))
    said = reason(value, current()) if isinstance(value, Unknown) else one_line(value)
    frame.setAccessibleName(f"{name}: {said}")
    frame.setToolTip(tooltip(said) if isinstance(value, Unknown) else "")
    frame.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return frame


def figure_row(figures: list[Figure], columns: int = 4) -> QWidget:
    """Boxes side by side, ``columns`` in a row, all of one width."""
    widget = QWidget()
    grid = QGridLayout(widget)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(12)
    for number, (name, value) in enumerate(figures):
        grid.addWidget(figure(name, value), number // columns, number % columns)
    for number in range(columns):
        grid.setColumnStretch(number, 1)
    return widget


def details(rows: list[Figure]) -> QWidget:
    """Names and values in two columns, for what is looked up rather than looked at."""
    widget = QWidget()
    grid = QGridLayout(widget)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(20)
    grid.setVerticalSpacing(4)
    for number, (name, value) in enumerate(rows):
        title = label(name, "caption")
        title.setWordWrap(False)
        grid.addWidget(title, number, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(_value(value), number, 1)
    grid.setColumnStretch(1, 1)
    return widget


def _value(value: str | Unknown) -> QLabel:
    text = one_line(shown(value))
    widget = label(text, "sub") if _wraps(text) else ElidedLabel(text, "sub")
    if isinstance(value, Unknown):
        widget.setToolTip(tooltip(reason(value, current())))
        widget.setAccessibleName(reason(value, current()))
    return widget


def _wraps(text: str) -> bool:
    """Whether it is made of words that a line can take; what a part calls itself need not be."""
    return len(text) <= _LONGEST and max(map(len, text.split()), default=0) <= _LONGEST_WORD


def shown(value: str | Unknown) -> str:
    """As it stands on the page."""
    return "—" if isinstance(value, Unknown) else value
