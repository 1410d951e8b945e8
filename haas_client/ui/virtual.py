"""Methods that Qt itself calls."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

Self = TypeVar("Self")
Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


def called_by_qt(
    method: Callable[Concatenate[Self, Asked], Answer],
) -> Callable[Concatenate[Self, Asked], Answer]:
    """Marks each of our methods that stands in for one of Qt's: an error in it is told, and ends nothing else.

    Python 3.11 keeps an error that its own C code raised as a bare text until somebody catches it. Shiboken takes that
    text for an exception and the whole program ends in a segmentation fault (seen with PySide6 6.9.3 to 6.12.0; Python
    3.12 makes the exception at once). Caught and raised again, it is one.
    """

    @wraps(method)
    def caught(self: Self, /, *args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        try:
            return method(self, *args, **kwargs)
        except BaseException:  # noqa: TRY203  catching it is what makes it an exception
            raise

    return caught
