"""What the pill says of the centre's hours, above all when nobody can say."""

from datetime import date, datetime

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from haas_client import i18n
from haas_client.centre import JAPAN, Closures, reception
from haas_client.ui.bridge import Bridge
from haas_client.ui.reception import ReceptionPill, sure, words

TOLD: Closures = ((date(2026, 12, 28), date(2027, 1, 5)),)


def said(now: str, closures: Closures = (), *, abroad: bool = False) -> tuple[str, str]:
    found = reception(datetime.fromisoformat(now).replace(tzinfo=JAPAN), closures)
    return words(found, zone_differs=abroad), sure(found, zone_differs=abroad)


@pytest.mark.parametrize(
    ("now", "closures", "text", "more"),
    [
        ("2026-12-28 12:00", (), "Open · today until 16:30", ""),
        (
            "2026-12-28 17:00",
            (),
            "Closed · perhaps over the New Year too",
            "Open for sure from Mon 1/4 at 10:00",
        ),
        ("2026-12-29 12:00", (), "May be closed over the New Year", "Open for sure from Mon 1/4 at 10:00"),
        ("2027-01-01 12:00", (), "Closed · opens on Mon 1/4 at 10:00", ""),
        ("2026-12-28 12:00", TOLD, "Closed · opens on Wed 1/6 at 10:00", ""),
        ("2026-07-01 12:00", ((date(2026, 1, 1), date(2029, 1, 1)),), "Reception closed", ""),
    ],
)
def test_the_pill_claims_what_is_sure(qapp: QApplication, now: str, closures: Closures, text: str, more: str) -> None:
    assert said(now, closures) == (text, more)


def test_the_pill_knows_the_closures_that_are_told(
    qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("haas_client.ui.reception._now", lambda: datetime(2026, 12, 28, 12, tzinfo=JAPAN))
    bridge = Bridge()
    pill = ReceptionPill(bridge, lambda: TOLD)
    qtbot.addWidget(pill)
    pill.refresh()
    qtbot.waitUntil(lambda: pill.accessibleName().startswith("Closed · opens on Wed 1/6 at 10:00"))
    monkeypatch.setattr("haas_client.ui.reception._now", lambda: datetime(2027, 12, 29, 12, tzinfo=JAPAN))
    pill.refresh()
    qtbot.waitUntil(lambda: pill.accessibleName() == "May be closed over the New Year")
    assert pill.accessibleDescription().startswith("Open for sure from Tue 1/4 at 10:00")
    bridge.close()


def test_times_of_another_zone_are_called_japans(qapp: QApplication) -> None:
    assert said("2026-12-28 12:00", TOLD, abroad=True)[0].endswith("(Japan time)")
    assert said("2026-12-29 12:00", abroad=True)[1].endswith("(Japan time)")


def test_in_japanese_neither_open_nor_closed_is_claimed_at_the_years_end(qapp: QApplication) -> None:
    i18n.use("ja")
    assert said("2026-12-29 12:00")[0] == "年末年始は休業のことがあります"
    assert "受付中" not in said("2026-12-29 12:00")[0]
