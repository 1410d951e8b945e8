"""The object on the bus: which calls there are, what each must look like, and the way from a call to its answer."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import msgspec
from dbus_fast import Message, MessageFlag, MessageType
from dbus_fast.aio import MessageBus

from haas_client.diagnostics import helper_names as names
from haas_client.diagnostics.host import Host
from haas_client.diagnostics.trials.bench import Bench
from haas_client.diagnostics.trials.values import Offer
from haas_client.diagnostics.unknown import Unreadable
from haas_client.privileged.authority import Authority
from haas_client.privileged.callers import Callers, TooMany
from haas_client.privileged.readings import Readings
from haas_client.privileged.runs import Run
from haas_client.privileged.sources import sources

_log = logging.getLogger(__name__)

LARGE_BYTES = 1024 * 1024
_LARGE_AT_ONCE = 2
"""Answers of a megabyte and more are sent two at a time, so that calls for the log cannot fill the memory."""


class Refused(Exception):
    """Answered with a D-Bus error."""

    def __init__(self, error: str, text: str) -> None:
        super().__init__(text)
        self.error = error


class Method(msgspec.Struct, frozen=True):
    """A call: what it takes, what it gives, and the right that it needs."""

    takes: str
    gives: str
    action: str
    work: Callable[[str, list[Any]], Awaitable[list[Any]]]
    """Of the sender and the arguments."""


class Service:
    def __init__(self, bus: MessageBus, host: Host, bench: Bench, authority: Authority | None = None) -> None:
        self._bus = bus
        self._host = host
        self._bench = bench
        self._authority = authority or Authority(bus)
        self._callers = Callers(bus)
        self._readings = Readings()
        self._large = asyncio.Semaphore(_LARGE_AT_ONCE)
        self._run: Run | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.used = asyncio.Event()
        """Set with every call; whoever waits for the helper to be idle clears it."""
        self.methods = {
            "Sources": Method("", "a(ss)", names.ACTION_READ, self._sources),
            "Read": Method("s", "iayayd", names.ACTION_READ, self._read),
            "Trials": Method("", "a(sss)", names.ACTION_READ, self._trials),
            "Start": Method("s", "s", names.ACTION_TRIAL, self._start),
            "Follow": Method("su", "uay", names.ACTION_TRIAL, self._follow),
            "Stop": Method("s", "", names.ACTION_TRIAL, self._stop),
        }

    @property
    def busy(self) -> bool:
        return bool(self._callers.under_way or self._run)

    async def open(self) -> None:
        """Begins to answer; the name on the bus is taken by whoever calls this."""
        self._bus.add_message_handler(self._hear)
        await self._callers.watch()

    async def settle(self) -> None:
        """Answers what has been asked already."""
        answers = [task for task in self._tasks if not self._run]
        await asyncio.gather(*answers, return_exceptions=True)

    async def close(self) -> None:
        """Ends everything that is under way and waits until nothing runs any more."""
        self._bus.remove_message_handler(self._hear)
        if self._run:
            self._run.stop()
            await self._run.ended.wait()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._readings.close()

    def _hear(self, message: Message) -> bool | None:
        """Takes what is for our object; everything else (Ping, Introspect of other paths) is the library's."""
        if message.message_type == MessageType.SIGNAL:
            self._callers.hear(message)
            return None
        if message.message_type != MessageType.METHOD_CALL or message.interface != names.INTERFACE:
            return None
        self.used.set()
        self._keep_task(self._answer(message))
        return True

    def _keep_task(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, message: Message) -> None:
        try:
            reply = await self._reply(message)
        except Refused as refusal:
            reply = Message.new_error(message, refusal.error, str(refusal))
        except TooMany:
            reply = Message.new_error(message, names.ERROR_BUSY, "too many calls under way")
        except Unreadable as error:
            reason = error.unknown
            reply = Message.new_error(message, names.ERROR_UNREADABLE, f"{reason.reason.value} {reason.detail}")
        except Exception:  # noqa: BLE001  a fault of ours must not end the helper for everybody
            _log.exception("%s", message.member)
            reply = Message.new_error(message, "org.freedesktop.DBus.Error.Failed", "the helper failed")
        if not message.flags & MessageFlag.NO_REPLY_EXPECTED:
            await self._send(reply)

    async def _send(self, reply: Message) -> None:
        size = sum(len(part) for part in reply.body if isinstance(part, bytes))
        if size < LARGE_BYTES:
            await self._bus.send(reply)
            return
        async with self._large:
            await self._bus.send(reply)

    async def _reply(self, message: Message) -> Message:
        sender = message.sender or ""
        method = self._method(message)
        with self._callers.call_of(sender):
            body = await self._unless_gone(sender, self._allowed(message, method))
        return Message.new_method_return(message, method.gives, body)

    async def _allowed(self, message: Message, method: Method) -> list[Any]:
        """The call's result, where its user has room for it and polkit allows it."""
        sender = message.sender or ""
        user = await self._callers.user(sender)
        if user is None:
            raise Refused(names.ERROR_NOT_AUTHORIZED, "nobody is there")
        with self._callers.call_of_user(user):
            interactive = bool(message.flags & MessageFlag.ALLOW_INTERACTIVE_AUTHORIZATION)
            if not await self._authority.allows(sender, method.action, interactive=interactive):
                raise Refused(names.ERROR_NOT_AUTHORIZED, method.action)
            return await method.work(sender, message.body)

    def _method(self, message: Message) -> Method:
        method = self.methods.get(message.member or "")
        if message.path != names.PATH or method is None:
            raise Refused("org.freedesktop.DBus.Error.UnknownMethod", "no such call")
        if message.signature != method.takes:
            raise Refused("org.freedesktop.DBus.Error.InvalidArgs", f"takes ({method.takes})")
        return method

    async def _unless_gone(self, sender: str, work: Coroutine[Any, Any, list[Any]]) -> list[Any]:
        """The work's result; given up as soon as whoever asked for it is gone.

        Watched from before the bus is asked who that is, so that nobody can slip away unseen.
        """
        task = asyncio.ensure_future(work)
        with self._callers.when_gone(sender, task.cancel):
            try:
                return await task
            except asyncio.CancelledError:
                if task.cancelled() and not _is_being_cancelled():
                    raise Refused(names.ERROR_NOT_AUTHORIZED, "nobody is there") from None
                task.cancel()
                raise

    async def _sources(self, _sender: str, _body: list[Any]) -> list[Any]:
        found = await asyncio.to_thread(sources, self._host)
        return [[[source.id, source.question] for source in found.values()]]

    async def _read(self, _sender: str, body: list[Any]) -> list[Any]:
        found = await asyncio.to_thread(sources, self._host)
        source = found.get(body[0])
        if source is None:
            raise Refused(names.ERROR_UNKNOWN_ID, "no such source")
        output = await self._readings.read(source)
        return [output.exit_code, output.stdout, output.stderr, output.seconds]

    async def _trials(self, _sender: str, _body: list[Any]) -> list[Any]:
        offers = await asyncio.to_thread(self._bench.offers)
        return [[[offer.id, offer.kind.value, offer.subject] for offer in offers]]

    async def _start(self, sender: str, body: list[Any]) -> list[Any]:
        offers: tuple[Offer, ...] = await asyncio.to_thread(self._bench.offers)
        offer = next((one for one in offers if one.id == body[0]), None)
        if offer is None:
            raise Refused(names.ERROR_UNKNOWN_ID, "no such trial")
        if self._run:
            raise Refused(names.ERROR_BUSY, "a trial is under way")
        run = self._run = Run(sender, self._bench, offer)
        self._keep_task(self._stay_with(run))
        run.begin()
        return [run.id]

    async def _stay_with(self, run: Run) -> None:
        """Waits for a run's end, and a little longer so that its owner can hear of it."""
        await run.ended.wait()
        await run.heard()
        self._run = None

    async def _follow(self, sender: str, body: list[Any]) -> list[Any]:
        run = self._own(sender, body[0])
        number, events = await run.news(body[1], names.FOLLOW_SECONDS)
        return [number, msgspec.json.encode(events)]

    async def _stop(self, sender: str, body: list[Any]) -> list[Any]:
        self._own(sender, body[0]).stop()
        return []

    def _own(self, sender: str, its_id: str) -> Run:
        run = self._run
        if run is None or run.id != its_id or run.owner != sender:
            raise Refused(names.ERROR_UNKNOWN_ID, "no such run")
        return run


def _is_being_cancelled() -> bool:
    """Whether the helper itself is closing, and not a caller gone."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
