"""The style sheet, from one template and the scheme's colours."""

import dataclasses
from string import Template
from typing import TYPE_CHECKING

from haas_client.paths import resources

if TYPE_CHECKING:
    from haas_client.ui.theme import Palette

_TEMPLATE = Template("""
QWidget { color: $ink; }
QMainWindow, QDialog, QWidget#page { background: $bg; }
QScrollArea, QWidget#scrolled { border: none; background: transparent; }
QFrame#header { background: $surface; border: none; border-bottom: $thin solid $line; }
QFrame[role="card"] { background: $surface; border: $thin solid $line; border-radius: 12px; }
QFrame[role="card"][tone="accent"] { border-color: $accent; }
QFrame[role="card"][tone="bad"] { border-color: $bad; }
QFrame[role="card"][tone="warn"] { border-color: $warn; }
QFrame[role="notice"] { border: $frame; border-radius: 10px; background: $bg; }
QFrame[role="notice"][tone="bad"] { background: $bad_soft; }
QFrame[role="notice"][tone="warn"] { background: $warn_soft; }
QFrame[role="notice"][tone="ok"] { background: $ok_soft; }
QFrame[role="notice"][tone="accent"] { background: $accent_soft; }
QFrame[role="figure"] { border: $frame; border-radius: 10px; background: $bg; }
QFrame[role="line"] { background: $line; border: none; max-height: 1px; min-height: 1px; }

QLabel { background: transparent; }
QLabel[role="h1"] { font-size: 22px; font-weight: 700; }
QLabel[role="h2"], QLabel[role="name"] { font-size: 16px; font-weight: 700; }
QLabel[role="large"] { font-size: 19px; }
QLabel[role="h3"] { font-size: 14px; font-weight: 700; }
QLabel[role="brand"] { font-size: 15px; font-weight: 700; }
QLabel[role="sub"] { font-size: 13px; color: $ink2; }
QLabel[role="advice"] { font-size: 13px; font-weight: 700; color: $ink; }
QLabel[role="caption"] { font-size: 12px; color: $ink3; }
QLabel[role="code"] { font-family: "Noto Sans Mono CJK JP", "Noto Sans Mono", "DejaVu Sans Mono", monospace;
  font-size: 19px; font-weight: 700; }
QLabel[role="step"] { font-size: 12px; color: $ink3; }
QLabel[role="step"][current="true"] { font-size: 14px; font-weight: 700; color: $ink2; }
QLabel[role="figure"] { font-size: 17px; font-weight: 700; }
QLabel[role="number"] { font-size: 34px; font-weight: 700; }
QLabel[tone="bad"] { color: $bad; }
QLabel[tone="warn"] { color: $warn; }
QLabel[tone="ok"] { color: $ok; }

QPushButton { min-height: 34px; padding: 0 18px; border-radius: 8px; border: $thin solid $line; background: $surface;
  font-weight: 500; color: $ink; }
QPushButton:hover { border-color: $ink3; }
QPushButton:pressed { background: $bg; }
QPushButton:disabled { color: $ink3; background: $bg; border-style: $unusable; }
QPushButton[role="primary"] { background: $accent; border-color: $accent; color: $on_accent; }
QPushButton[role="primary"]:hover, QPushButton[role="big"]:hover { background: $accent_hover;
  border-color: $accent_hover; }
QPushButton[role="primary"]:disabled { background: $muted; border-color: $muted; color: $ink2; }
QPushButton[role="big"] { min-height: 50px; font-size: 17px; font-weight: 700; padding: 0 32px; border-radius: 10px;
  background: $accent; border-color: $accent; color: $on_accent; }
QPushButton[role="link"] { border: 2px solid transparent; background: transparent; color: $accent; padding: 0 6px;
  min-height: 26px; }
QPushButton[role="link"]:hover { color: $accent_hover; text-decoration: underline; }

QPushButton[role="pill"] { min-height: 22px; max-height: 22px; padding: 0 10px; border-radius: 12px; font-size: 12px;
  color: $ink2; background: $bg; }
QPushButton[role="pill"]:hover { border-color: $accent; color: $accent; }
QPushButton[role="title"] { border: none; background: transparent; padding: 0; min-height: 24px; text-align: left;
  font-size: 16px; font-weight: 700; }
QPushButton[role="title"]:hover { color: $accent; }
QPushButton[role="title"]:disabled { background: transparent; color: $ink; }

QPushButton[role="tile"] { text-align: left; padding: 0; border-radius: 12px; }
QPushButton[role="tile"]:hover { border-color: $accent; }
QPushButton[role="tile"]:checked { border: 2px solid $accent; background: $accent_soft; }

QPushButton[role="choice"] { text-align: left; padding: 0; border-radius: 12px; }
QPushButton[role="choice"]:hover { border-color: $accent; }
QPushButton[role="choice"]:checked { border: 2px solid $accent; }
QPushButton[role="answer"] { min-height: 28px; padding: 0 14px; font-size: 13px; }
QPushButton[role="answer"]:checked { border: 2px solid $accent; background: $accent_soft; color: $accent;
  padding: 0 13px; min-height: 26px; }
QPushButton[role="answer"][quiet="true"]:checked { border-color: $ink3; background: $bg; color: $ink2; }

QPushButton[role="photo"] { padding: 0; border-radius: 6px; border: $thin solid $line; background: $bg; min-height: 0; }
QPushButton[role="photo"]:hover { border-color: $accent; }
QPushButton::menu-indicator { image: none; width: 0; }

QListView { background: $surface; border: $thin solid $line; border-radius: 12px; padding: 6px; outline: none; }
QListView:focus { border: 2px solid $accent; padding: 5px; }

QTableView { background: $surface; border: $thin solid $line; border-radius: 8px; font-size: 12px; padding: 1px; }
QTableView:focus { border: 2px solid $accent; padding: 0; }
QTableView::item { padding: 0 8px; border: none; }
QTableView::item:selected { background: $accent_soft; color: $ink; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: transparent; border: none; border-bottom: $thin solid $line; padding: 4px 8px;
  color: $ink3; font-size: 12px; }

QLineEdit, QPlainTextEdit { background: $surface; border: $thin solid $edge; border-radius: 8px;
  padding: 6px 10px;
  selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit, QPlainTextEdit { placeholder-text-color: $ink3; }
QLineEdit { min-height: 22px; }
QLineEdit:focus, QPlainTextEdit:focus { border: 2px solid $accent; padding: 5px 9px; }

QCheckBox { spacing: 12px; background: transparent; font-weight: 700; }
QCheckBox::indicator { width: 18px; height: 18px; border: $thin solid $ink3; border-radius: 5px; background: $surface; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$check"); }
QCheckBox::indicator:disabled { border-color: $line; background: $bg; }

QProgressBar { border: none; border-radius: 4px; background: $muted; max-height: 8px; min-height: 8px; }
QProgressBar::chunk { border-radius: 4px; background: $accent; }

QMenu { background: $surface; border: $thin solid $line; padding: 6px; }
QMenu::item { padding: 6px 22px; border-radius: 6px; }
QMenu::item:selected { background: $accent_soft; color: $ink; }
QTabBar::tab { padding: 8px 16px; background: transparent; color: $ink2; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $accent; border-bottom: 2px solid $accent; font-weight: 700; }
QTabWidget::pane { border: none; }

QScrollBar:vertical { width: 10px; background: transparent; margin: 2px; }
QScrollBar::handle:vertical { background: $edge; border-radius: 3px; min-height: 40px; }
QScrollBar::handle:vertical:hover { background: $ink3; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: none; height: 0; }
""")


def text(palette: "Palette") -> str:
    """The style sheet of a palette."""
    colours = dataclasses.asdict(palette)
    check = resources() / "icons" / ("check-on-light.svg" if palette.on_accent == "#ffffff" else "check-on-dark.svg")
    strong = palette.high_contrast
    lines = {
        "thin": "2px" if strong else "1px",
        "frame": f"2px solid {palette.line}" if strong else "none",
        "unusable": "dashed" if strong else "solid",
    }
    return _TEMPLATE.substitute(colours, check=check.as_posix(), **lines)
