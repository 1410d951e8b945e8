"""Tab in the order in which a page is read, however late a widget came onto it."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLayout, QStackedWidget, QWidget


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
    children = [child for child in widget.children() if isinstance(child, QWidget)]
    layout = widget.layout()
    laid = list(_laid(layout, children)) if layout and not isinstance(widget, QStackedWidget) else []
    seen = set(laid)
    rest = [child for child in children if child not in seen]
    rest.sort(key=lambda child: (child.y(), child.x()))
    for child in (*laid, *rest):
        if child.isVisible() and not child.isWindow():
            yield child
            yield from _in_order(child)


def _laid(layout: QLayout, children: list[QWidget]) -> Iterator[QWidget]:
    """Those of ``children`` that it holds, and its inner layouts do.

    Never by ``itemAt()``: PySide hangs what that gives onto the layout, Qt deletes it without a word, and what is made
    later in its place ends the program when it is deleted (6.11.3, seen as a segmentation fault).
    """
    inner = [one for one in layout.children() if isinstance(one, QLayout)]
    each: list[QWidget | QLayout] = [*children, *inner]
    held = [(place, one) for one in each if (place := layout.indexOf(one)) >= 0]
    held.sort(key=lambda entry: _place(layout, entry[0]))
    for _, one in held:
        if isinstance(one, QLayout):
            yield from _laid(one, children)
        else:
            yield one


def _place(layout: QLayout, number: int) -> tuple[int, ...]:
    if isinstance(layout, QGridLayout):  # line by line, in whatever order the cells were filled
        row, column = layout.getItemPosition(number)[:2]  # type: ignore[index]
        return row, column
    return (number,)
