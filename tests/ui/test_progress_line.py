"""The line of progress: every label has its room at the narrowest window, and the line is read out."""

from datetime import UTC, datetime

import pytest
from PySide6.QtGui import QColor, QFontMetrics
from pytestqt.qtbot import QtBot

from haas_client import i18n
from haas_client.cases.model import Case, Particulars, State
from haas_client.request import Request, Service
from haas_client.ui import theme
from haas_client.ui.widgets.progress_line import _WRAPPED, ProgressLine, case_line
from haas_client.ui.window import MINIMUM
from tests.ui.lives import PLACES

_NARROWEST = MINIMUM[0] - 2 * 24 - 2 * 16 - 12
"""Inside a card, beside a scroll bar."""


def line(service: Service, state: State) -> ProgressLine:
    now = datetime(2026, 7, 1, tzinfo=UTC)
    case = Case(
        id="0" * 16,
        service=service,
        state=state,
        begun_at=now,
        changed_at=now,
        request=Request(),
        particulars=Particulars(),
    )
    return case_line(case)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize(("service", "state"), PLACES)
def test_no_label_meets_another(qtbot: QtBot, service: Service, state: State, language: str) -> None:
    i18n.use(language)
    shown = line(service, state)
    qtbot.addWidget(shown)
    shown.resize(_NARROWEST, shown.sizeHint().height())
    for number, text in enumerate(shown._labels):
        box = shown._label_box(number, 100)
        needed = QFontMetrics(shown._label_font(number)).boundingRect(box, _WRAPPED, text)
        assert box.left() <= needed.left()
        assert needed.right() <= box.right()
        assert needed.bottom() <= shown.sizeHint().height()


def test_it_says_where_one_is() -> None:
    assert line(Service.HANDSBUY, State.SWAP).accessibleName() == "5 / 7: Swap"
    assert line(Service.HANDS_ON, State.DONE).accessibleName() == "5 / 5: Finished"
    i18n.use("ja")
    assert line(Service.HANDSBUY, State.SWAP).accessibleName() == "5 / 7: 交換作業"


@pytest.mark.parametrize(("service", "state"), PLACES)
def test_what_lies_behind_is_filled(qtbot: QtBot, service: Service, state: State) -> None:
    shown = line(service, state)
    qtbot.addWidget(shown)
    shown.resize(_NARROWEST, shown.sizeHint().height())
    picture = shown.grab().toImage()
    points = [shown._point(number).toPoint() for number in range(len(shown._labels))]
    filled = [picture.pixelColor(at) == QColor(theme.current().accent) for at in points]
    assert filled == [number < shown._reached for number in range(len(points))]
