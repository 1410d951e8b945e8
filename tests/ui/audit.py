"""What a screen reader and a keyboard find in a window, and what is wrong with it; by Qt's own accessibility tree."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel, QProgressBar, QScrollArea, QWidget

from haas_client.ui.reading import tab_stops
from haas_client.ui.window import Window

Role = QAccessible.Role
_OPERABLE = {
    *(Role.Button, Role.ButtonMenu, Role.CheckBox, Role.RadioButton, Role.EditableText, Role.ComboBox, Role.SpinBox),
    *(
        Role.Document,
        Role.List,
        Role.Table,
        Role.Tree,
        Role.PageTabList,
        Role.PageTab,
        Role.Slider,
        Role.ListItem,
        Role.Cell,
    ),
}
"""What a person can work with, as a screen reader calls it."""
_READ = {Role.StaticText, Role.Heading}
"""What may have the focus only so that it can be copied."""
_TELLING = {Role.StaticText, Role.Graphic, Role.Heading, Role.Chart, Role.ProgressBar, *_OPERABLE}


def faults(window: QWidget) -> list[str]:
    """Each in one line; empty where a person without a screen or a mouse finds and works everything."""
    found = [*_unnamed(window), *_alike(window), *_pictures(window), *_out_of_order(window)]
    return [*found, *_focus(window)]


def nodes(window: QWidget) -> Iterator[tuple[QWidget, QAccessibleInterface]]:
    """The shown widgets in the order of the tree, each with what stands for it there."""
    yield from _below(QAccessible.queryAccessibleInterface(window))


def _below(interface: QAccessibleInterface) -> Iterator[tuple[QWidget, QAccessibleInterface]]:
    for number in range(interface.childCount()):
        child = interface.child(number)
        widget = child.object()
        if not isinstance(widget, QWidget) or not widget.isVisible():
            continue
        yield widget, child
        yield from _below(child)


def described(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return f"{type(widget).__name__} {interface.role().name} {_name(interface)!r}"


def _name(interface: QAccessibleInterface) -> str:
    return interface.text(QAccessible.Text.Name)


def _by_tab(widget: QWidget) -> bool:
    policy = Qt.FocusPolicy.TabFocus.value
    return bool(widget.focusPolicy().value & policy) and widget.isEnabled() and widget.focusProxy() is None


def _unnamed(window: QWidget) -> Iterator[str]:
    for widget, interface in nodes(window):
        name = _name(interface)
        if _by_tab(widget):
            if not name.strip():
                yield f"can be reached and has no name: {described(widget)}"
            if interface.role() not in _OPERABLE | _READ:
                yield f"can be reached and has no role: {described(widget)}"
        elif name and widget.accessibleName() and interface.role() not in _TELLING and not _groups(widget):
            yield f"has a name that no screen reader reads: {described(widget)}"


def _groups(widget: QWidget) -> bool:
    """A frame around others; its name is said when one of those gets the focus."""
    return bool(widget.findChildren(QWidget)) and QAccessible.queryAccessibleInterface(widget).role() in {
        *(Role.Grouping, Role.Pane, Role.LayeredPane, Role.Dialog)
    }


def _alike(window: QWidget) -> Iterator[str]:
    """Two that sound the same and do not the same."""
    heard = Counter(
        (interface.role().name, _name(interface), interface.text(QAccessible.Text.Description))
        for widget, interface in nodes(window)
        if isinstance(widget, QAbstractButton) or (_by_tab(widget) and not isinstance(widget, QLabel))
    )
    for sound, times in heard.items():
        if times > 1:
            yield f"{times} sound alike: {sound}"


def _pictures(window: QWidget) -> Iterator[str]:
    """What is painted by the program and is no part of a button, has words; what only adorns is named in ``_ADORN``."""
    for widget, interface in nodes(window):
        paints = type(widget).__module__.startswith("haas_client") and "paintEvent" in vars(type(widget))
        if not paints or type(widget).__name__ in _ADORN or _inside_button(widget) or _by_tab(widget):
            continue
        if not _name(interface).strip():
            yield f"is a picture without words: {described(widget)}"
    for widget, interface in nodes(window):
        if isinstance(widget, QProgressBar) and not _name(interface).strip():
            yield f"goes on and does not say what: {described(widget)}"


_ADORN = {"FocusRing", "IconBadge", "Brand", "Drawing", "HomePage", "BootMark"}
"""They say nothing that does not stand beside them; the page only tells that it was shown."""


def _inside_button(widget: QWidget) -> bool:
    above = widget.parentWidget()
    while above:
        if isinstance(above, QAbstractButton):
            return True
        above = above.parentWidget()
    return False


def _out_of_order(window: QWidget) -> Iterator[str]:
    """Down, or to the right: reading goes on; to what lies wholly above and not to the right it does not."""
    for one, other in pairwise(tab_stops(window)):
        before, after = _box(one, other, window), _box(other, one, window)
        up = after.bottom() <= before.top() and after.left() < before.right()
        back = after.right() <= before.left() and after.top() < before.bottom() and after.bottom() > before.top()
        if up or back:
            yield f"Tab goes back from {described(one)} to {described(other)}"


def _box(widget: QWidget, beside: QWidget, window: QWidget) -> QRect:
    """Where it is; of what is scrolled, seen from outside, the place that it is scrolled in."""
    above = widget.parentWidget()
    while above:
        if isinstance(above, QScrollArea) and not above.isAncestorOf(beside):
            widget = above
        above = above.parentWidget()
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def _focus(window: QWidget) -> Iterator[str]:
    focus: QWidget | None = window.focusWidget()
    if not tab_stops(window):
        return
    if focus is None or not focus.isVisible() or not focus.isEnabled():
        yield f"the keyboard is nowhere: {described(focus) if focus else 'no focus'}"
    elif isinstance(window, Window) and not window.page.isAncestorOf(focus) and tab_stops(window.page):
        yield f"the keyboard is not on the page: {described(focus)}"
    if isinstance(window, QDialog) and not _name(QAccessible.queryAccessibleInterface(window)):
        yield "a dialog without a name"
