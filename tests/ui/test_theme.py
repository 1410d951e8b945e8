"""Light, dark and high contrast follow the system; the colours can be read."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from haas_client.ui import contrast, theme
from haas_client.ui.theme import DARK, HIGH_DARK, HIGH_LIGHT, LIGHT, SCHEMES, Palette, Theme, Tone


def test_the_scheme_follows_the_system(qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    """The offscreen platform has no scheme of its own: the system's answer is put in, its signal is the real one."""
    following = Theme(qapp)
    for scheme, palette in ((Qt.ColorScheme.Dark, DARK), (Qt.ColorScheme.Light, LIGHT)):
        monkeypatch.setattr(theme, "system_is_dark", lambda palette=palette: palette is DARK)
        with qtbot.waitSignal(following.changed):
            QGuiApplication.styleHints().colorSchemeChanged.emit(scheme)
        assert theme.current() is palette
        assert palette.surface in qapp.styleSheet()


@pytest.mark.parametrize(("dark", "expected"), [(False, HIGH_LIGHT), (True, HIGH_DARK)])
def test_high_contrast_follows_the_desktop(
    qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch, dark: bool, expected: Palette
) -> None:
    """As Qt tells it for GNOME and KDE; nothing is restarted."""
    following = Theme(qapp, dark=dark)
    assert theme.current() is (DARK if dark else LIGHT)
    monkeypatch.setattr(contrast, "is_wanted", lambda: True)
    with qtbot.waitSignal(following.changed):
        contrast.hints().contrastPreferenceChanged.emit(Qt.ContrastPreference.HighContrast)
    assert theme.current() is expected
    assert "2px solid" in qapp.styleSheet()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("HighContrast", HIGH_LIGHT),
        ("HighContrastInverse", HIGH_DARK),
        ("ContrastHigh", HIGH_LIGHT),
        ("Adwaita", LIGHT),
    ],
)
def test_a_gtk_theme_of_high_contrast_counts(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, own_home: Path, name: str, expected: Palette
) -> None:
    monkeypatch.setenv("GTK_THEME", name)
    told = Theme(qapp)
    assert theme.current() is expected
    del told
    monkeypatch.delenv("GTK_THEME")
    file = own_home / "config" / "gtk-3.0" / "settings.ini"
    file.parent.mkdir()
    file.write_text(f"[Settings]\ngtk-theme-name={name}\n")
    read = Theme(qapp)
    assert theme.current() is expected
    del read


@pytest.mark.parametrize("content", [b"", b"gtk-theme-name=HighContrast", b"[Settings]\n\xff", b"[Settings\n%"])
def test_settings_that_cannot_be_read_change_nothing(
    monkeypatch: pytest.MonkeyPatch, own_home: Path, content: bytes
) -> None:
    monkeypatch.delenv("GTK_THEME", raising=False)
    file = own_home / "config" / "gtk-3.0" / "settings.ini"
    file.parent.mkdir()
    file.write_bytes(content)
    assert not contrast.is_wanted()


@pytest.mark.parametrize("palette", list(SCHEMES.values()), ids=["light", "dark", "high-light", "high-dark"])
def test_every_text_can_be_read(palette: Palette) -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1 for text of normal size; 1.4.6: 7 to 1 where the contrast is high."""
    least = 7.0 if palette.high_contrast else 4.5
    assert {pair: _contrast(*pair) for pair in _texts(palette) if _contrast(*pair) < least} == {}


def _texts(palette: Palette) -> list[tuple[str, str]]:
    """All inks on all grounds that the style sheet and the painters put them on."""
    grounds = (palette.bg, palette.surface)
    pairs = [(ink, ground) for ink in (palette.ink, palette.ink2, palette.ink3) for ground in grounds]
    pairs += [(palette.of(tone)[0].name(), ground) for tone in Tone for ground in grounds]
    pairs += [(palette.on_accent, palette.accent), (palette.on_accent, palette.accent_hover)]
    pairs += [(palette.ink2, palette.muted), (palette.accent_hover, palette.bg), (palette.ink, palette.accent_soft)]
    toned = [palette.of(tone) for tone in Tone]
    pairs += [(ink.name(), ground.name()) for ink, ground in toned]
    return pairs + [(ink, ground.name()) for _, ground in toned for ink in (palette.ink, palette.ink2)]


@pytest.mark.parametrize("palette", list(SCHEMES.values()), ids=["light", "dark", "high-light", "high-dark"])
def test_every_control_can_be_seen(palette: Palette) -> None:
    """WCAG 2.2, 1.4.11: 3 to 1 for what shows where a control is, which one is chosen and which has the focus."""
    grounds = (palette.bg, palette.surface)
    marks = [palette.edge, palette.ink3, palette.accent, *(palette.of(tone)[0].name() for tone in Tone)]
    pairs = [(mark, ground) for mark in marks for ground in grounds]
    pairs += [(palette.accent, palette.muted), (palette.accent, palette.accent_soft)]
    assert {pair: _contrast(*pair) for pair in pairs if _contrast(*pair) < 3.0} == {}


def test_high_contrast_has_a_line_around_everything() -> None:
    for palette in SCHEMES.values():
        assert (_contrast(palette.line, palette.bg) >= 7) == palette.high_contrast


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
