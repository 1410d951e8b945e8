"""Colours, type and spacing of the design; light, dark and high contrast follow the system."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from haas_client.ui import contrast, stylesheet

PAGE_MARGIN = 24
GAP = 16
CARD_PADDING = 16
RADIUS_CARD = 12
RADIUS_CONTROL = 8

FONT_FAMILIES = ("Noto Sans CJK JP", "Noto Sans JP", "IPAexGothic", "VL PGothic", "Noto Sans", "sans-serif")


class Tone(StrEnum):
    """What a colour means. Never the only carrier: every toned thing has a text too."""

    ACCENT = "accent"
    OK = "ok"
    WARN = "warn"
    BAD = "bad"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """One scheme's colours: the design's tokens; ink3, warn and ok are stronger there, for a contrast of 4.5."""

    bg: str
    surface: str
    line: str
    ink: str
    ink2: str
    ink3: str
    accent: str
    accent_hover: str
    accent_soft: str
    on_accent: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    edge: str
    """Around a field, and a scroll bar's handle: without it nobody would see where they are."""
    muted: str
    """The ground of what cannot be used now, and of what a bar has not reached."""
    high_contrast: bool = False
    """Stronger lines, and no ground alone that sets two things apart."""

    def of(self, tone: Tone) -> tuple[QColor, QColor]:
        """Foreground and background of a tone."""
        pairs = {
            Tone.ACCENT: (self.accent, self.accent_soft),
            Tone.OK: (self.ok, self.ok_soft),
            Tone.WARN: (self.warn, self.warn_soft),
            Tone.BAD: (self.bad, self.bad_soft),
            Tone.NEUTRAL: (self.ink2, self.bg),
        }
        foreground, background = pairs[tone]
        return QColor(foreground), QColor(background)


LIGHT = Palette(
    bg="#f5f6f8",
    surface="#ffffff",
    line="#dfe3e8",
    ink="#16202b",
    ink2="#55616f",
    ink3="#66717f",
    accent="#0b6bcb",
    accent_hover="#095bae",
    accent_soft="#e6f0fb",
    on_accent="#ffffff",
    ok="#187740",
    ok_soft="#e4f4ea",
    warn="#8a5200",
    warn_soft="#fdf1dc",
    bad="#b3261e",
    bad_soft="#fbe7e5",
    edge="#7d8794",
    muted="#dfe3e8",
)
DARK = Palette(
    bg="#14181d",
    surface="#1d232a",
    line="#323a44",
    ink="#e8ecf1",
    ink2="#a9b4c0",
    ink3="#96a1af",
    accent="#5aa7f2",
    accent_hover="#7bb9f5",
    accent_soft="#1c3350",
    on_accent="#0d1620",
    ok="#63c88c",
    ok_soft="#183726",
    warn="#e6ad55",
    warn_soft="#3b2d14",
    bad="#f2837b",
    bad_soft="#41201e",
    edge="#748090",
    muted="#323a44",
)
HIGH_LIGHT = Palette(
    bg="#ffffff",
    surface="#ffffff",
    line="#000000",
    ink="#000000",
    ink2="#1f1f1f",
    ink3="#333333",
    accent="#003e8a",
    accent_hover="#002a5e",
    accent_soft="#e6f0fb",
    on_accent="#ffffff",
    ok="#0b4f24",
    ok_soft="#e4f4ea",
    warn="#5c3500",
    warn_soft="#fdf1dc",
    bad="#7a0f0a",
    bad_soft="#fbe7e5",
    edge="#000000",
    muted="#d9d9d9",
    high_contrast=True,
)
HIGH_DARK = Palette(
    bg="#000000",
    surface="#000000",
    line="#ffffff",
    ink="#ffffff",
    ink2="#f0f0f0",
    ink3="#d8d8d8",
    accent="#8cc8ff",
    accent_hover="#b5dcff",
    accent_soft="#0a2540",
    on_accent="#000000",
    ok="#7ee2a8",
    ok_soft="#06280f",
    warn="#ffcf70",
    warn_soft="#2e2000",
    bad="#ffa8a0",
    bad_soft="#3a0906",
    edge="#ffffff",
    muted="#3a3a3a",
    high_contrast=True,
)
SCHEMES = {(False, False): LIGHT, (True, False): DARK, (False, True): HIGH_LIGHT, (True, True): HIGH_DARK}
"""By whether it is dark, and whether the contrast is high."""


class Theme(QObject):
    """The scheme in force; follows the system unless told otherwise (screenshots)."""

    changed = Signal()

    def __init__(
        self, application: QApplication, *, dark: bool | None = None, high_contrast: bool | None = None
    ) -> None:
        super().__init__()
        self._application = application
        self._dark, self._high_contrast = dark, high_contrast
        font = QFont(list(FONT_FAMILIES))
        font.setPixelSize(14)
        application.setFont(font)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow)
        contrast.hints().contrastPreferenceChanged.connect(self._follow)
        self._apply()

    def _follow(self, _wanted: Qt.ColorScheme | Qt.ContrastPreference) -> None:
        self._apply()

    def _apply(self) -> None:
        dark = system_is_dark() if self._dark is None else self._dark
        high = contrast.is_wanted() if self._high_contrast is None else self._high_contrast
        _in_force[0] = SCHEMES[dark, high]
        self._application.setPalette(_qt_palette(current()))
        sheet = stylesheet.text(current())
        if sheet != self._application.styleSheet():  # Qt would go through all widgets for the same once more
            self._application.setStyleSheet(sheet)
        self.changed.emit()


_in_force = [LIGHT]


def current() -> Palette:
    """The palette in force."""
    return _in_force[0]


def system_is_dark() -> bool:
    """What the desktop asks for; light where it asks for nothing."""
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark or contrast.is_inverse()


def _qt_palette(colours: Palette) -> QPalette:
    """For what Qt draws itself: dialogs, menus, selections."""
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: colours.bg,
        QPalette.ColorRole.WindowText: colours.ink,
        QPalette.ColorRole.Base: colours.surface,
        QPalette.ColorRole.AlternateBase: colours.bg,
        QPalette.ColorRole.Text: colours.ink,
        QPalette.ColorRole.Button: colours.surface,
        QPalette.ColorRole.ButtonText: colours.ink,
        QPalette.ColorRole.ToolTipBase: colours.surface,
        QPalette.ColorRole.ToolTipText: colours.ink,
        QPalette.ColorRole.PlaceholderText: colours.ink3,
        QPalette.ColorRole.Highlight: colours.accent,
        QPalette.ColorRole.HighlightedText: colours.on_accent,
        QPalette.ColorRole.Link: colours.accent,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.ink3))
    return palette
