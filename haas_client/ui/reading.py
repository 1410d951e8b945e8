"""Tab in the order in which a page is read, however late a widget came onto it."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLayout, QLayoutItem, QStackedWidget, QWidget


def go_on(window: QWidget, *, forward: bool) -> bool:
    """For ``focusNextPrevChild`` of a window: Qt's own order is the one in which the widgets were made."""
    stops = tab_stops(window)
    if not stops:
        return False
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    _next(stops, window.focusWidget(), forward=forward).setFocus(reason)
    return True


def tab_stops(window: QWidget) -> list[QWidget]:
    """What Tab stops at, in the order of reading."""
    return [widget for widget in _in_order(window) if _is_stop(widget)]


def _next(stops: list[QWidget], now: QWidget | None, *, forward: bool) -> QWidget:
    while now is not None and now not in stops:
        now = now.parentWidget()  # a field inside of one: from there on
    if now is None:
        return stops[0 if forward else -1]
    return stops[(stops.index(now) + (1 if forward else -1)) % len(stops)]


def _is_stop(widget: QWidget) -> bool:
    by_tab = widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
    return bool(by_tab) and widget.isEnabled() and widget.isVisible() and widget.focusProxy() is None


def _in_order(widget: QWidget) -> Iterator[QWidget]:
    """All below ``widget``: what its layout holds as that holds it, then what no layout holds."""
    layout = widget.layout()
    laid = list(_laid(layout)) if layout and not isinstance(widget, QStackedWidget) else []
    seen = set(laid)
    rest = [child for child in widget.children() if isinstance(child, QWidget) and child not in seen]
    rest.sort(key=lambda child: (child.y(), child.x()))
    for child in (*laid, *rest):
        if child.isVisible() and not child.isWindow():
            yield child
            yield from _in_order(child)


def _laid(layout: QLayout) -> Iterator[QWidget]:
    for item in _items(layout):
        widget, inner = item.widget(), item.layout()
        if widget:
            yield widget
        elif inner:
            yield from _laid(inner)


def _items(layout: QLayout) -> list[QLayoutItem]:
    numbers = list(range(layout.count()))
    if isinstance(layout, QGridLayout):  # line by line, in whatever order the cells were filled
        numbers.sort(key=lambda number: layout.getItemPosition(number)[:2])  # type: ignore[index]
    return [item for number in numbers if (item := layout.itemAt(number))]
