"""Where a trial is carried out: on this machine with our own rights, or in the privileged helper; both look alike."""

from collections.abc import Callable
from typing import Protocol

from haas_client.diagnostics.trials.values import Done, Event, Offer, Stop
from haas_client.process import Cancel

Tell = Callable[[Event], None]


class Halt(Cancel):
    """A cancellation that says why; a plain :class:`Cancel` is the owner's wish."""

    def __init__(self) -> None:
        super().__init__()
        self._why: Stop | None = None

    @property
    def why(self) -> Stop:
        return self._why or Stop.OWNER

    def stop(self, why: Stop) -> None:
        """Cancels for ``why``; the first reason stays."""
        self._why = self._why or why
        self.ask()


def why_stopped(cancel: Cancel) -> Stop:
    return cancel.why if isinstance(cancel, Halt) else Stop.OWNER


class Bench(Protocol):
    """Carries trials out. Nothing of one is left running when :meth:`run` returns."""

    def offers(self) -> tuple[Offer, ...]:
        """What it can carry out now. Raises :class:`~haas_client.diagnostics.unknown.Unreadable`."""

    def run(self, offer: Offer, tell: Tell, cancel: Cancel) -> Done:
        """Carries ``offer`` out, telling every event but the last, which is returned; blocks until then.

        ``tell`` is called from one thread, in order. Raises
        :class:`~haas_client.diagnostics.unknown.Unreadable` where it could not be begun.
        """
