"""Light and dark follow the system; the colours can be read."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from haas_client.ui import theme
from haas_client.ui.theme import DARK, LIGHT, Palette, Theme, Tone


def test_the_scheme_follows_the_system(qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    """The offscreen platform has no scheme of its own: the system's answer is put in, its signal is the real one."""
    following = Theme(qapp)
    for scheme, palette in ((Qt.ColorScheme.Dark, DARK), (Qt.ColorScheme.Light, LIGHT)):
        monkeypatch.setattr(theme, "system_is_dark", lambda palette=palette: palette is DARK)
        with qtbot.waitSignal(following.changed):
            QGuiApplication.styleHints().colorSchemeChanged.emit(scheme)
        assert theme.current() is palette
        assert palette.surface in qapp.styleSheet()


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_reaches_a_contrast_of_4_5(palette: Palette) -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1 for text of normal size."""
    pairs = [
        (ink, ground) for ink in (palette.ink, palette.ink2, palette.ink3) for ground in (palette.bg, palette.surface)
    ]
    pairs += [(palette.accent, palette.surface), (palette.on_accent, palette.accent), (palette.accent, palette.bg)]
    toned = [palette.of(tone) for tone in Tone]
    pairs += [(ink.name(), ground.name()) for ink, ground in toned]
    pairs += [(palette.ink2, ground.name()) for _, ground in toned]
    assert [pair for pair in pairs if _contrast(*pair) < 4.5] == []


def _contrast(first: str, second: str) -> float:
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(name: str) -> float:
    colour = QColor(name)
    parts = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
