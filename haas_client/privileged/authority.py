"""polkit's word on a caller, by the caller's name on the bus. Whatever is not a clear and timely yes is a no."""

import asyncio
import logging
from typing import Any, Protocol

from dbus_fast import ErrorType, Message, MessageType, Variant

_log = logging.getLogger(__name__)

_NAME = "org.freedesktop.PolicyKit1"
_PATH = "/org/freedesktop/PolicyKit1/Authority"
_INTERFACE = f"{_NAME}.Authority"
_ALLOW_USER_INTERACTION = 1
"""polkit's D-Bus interface, CheckAuthorizationFlags: a password may be asked for."""

ANSWER_SECONDS = 5.0
START_SECONDS = 15.0
"""For the first question: polkit itself may have to be started, and a failing drive or a busy PC makes that slow."""
INTERACTION_SECONDS = 120.0
"""While somebody types an administrator's password."""


class Bus(Protocol):
    """What is needed of a connection."""

    async def call(self, msg: Message) -> Message | None: ...


class Authority:
    """Asks polkit anew for every call: a session may have become inactive since the last one."""

    def __init__(
        self,
        bus: Bus,
        *,
        answer_seconds: float = ANSWER_SECONDS,
        start_seconds: float = START_SECONDS,
        interaction_seconds: float = INTERACTION_SECONDS,
    ) -> None:
        self._bus = bus
        self._answer_seconds = answer_seconds
        self._first_seconds: float | None = start_seconds
        self._interaction_seconds = interaction_seconds
        self._asked = 0
        self._problem = ""

    async def allows(self, sender: str, action: str, *, interactive: bool) -> bool:
        """Whether ``sender``, a unique name on the bus, may do ``action``; ``EOFError`` where the bus is gone."""
        self._asked += 1
        cancellation = f"haas-{self._asked}"
        subject = ["system-bus-name", {"name": Variant("s", sender)}]
        flags = _ALLOW_USER_INTERACTION if interactive else 0
        question = self._message("CheckAuthorization", "(sa{sv})sa{ss}us", [subject, action, {}, flags, cancellation])
        limit = self._interaction_seconds if interactive else self._first_seconds or self._answer_seconds
        try:
            reply = await asyncio.wait_for(self._bus.call(question), limit)
        except TimeoutError:
            self._take_back(cancellation)
            self._note("no answer in time")
            return False
        except asyncio.CancelledError:  # whoever asked is gone
            self._take_back(cancellation)
            raise
        self._note(_problem_of(reply))
        return _is_yes(reply)

    def _take_back(self, cancellation: str) -> None:
        """A prompt that nobody waits for any more is closed; whether that works changes nothing."""
        question = self._message("CancelCheckAuthorization", "s", [cancellation])
        task = asyncio.ensure_future(self._bus.call(question))
        task.add_done_callback(lambda done: done.cancelled() or done.exception())

    def _note(self, problem: str) -> None:
        """Says once that polkit cannot be asked, and once that it can be again."""
        self._first_seconds = None
        if problem and not self._problem:
            _log.warning("polkit cannot be asked: %s", problem)
        elif self._problem and not problem:
            _log.warning("polkit can be asked again")
        self._problem = problem

    def _message(self, member: str, signature: str, body: list[Any]) -> Message:
        return Message(
            destination=_NAME, path=_PATH, interface=_INTERFACE, member=member, signature=signature, body=body
        )


def _problem_of(reply: Message | None) -> str:
    if reply is None:
        return "no answer"
    if reply.message_type == MessageType.ERROR and reply.error_name != ErrorType.ACCESS_DENIED.value:
        return reply.error_name or "an error"
    return ""


def _is_yes(reply: Message | None) -> bool:
    """The reply is (is_authorized, is_challenge, details); an error, such as that polkit is not there, is a no."""
    if reply is None or reply.message_type != MessageType.METHOD_RETURN or reply.signature != "(bba{ss})":
        return False
    return reply.body[0][0] is True
