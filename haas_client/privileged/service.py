"""The object on the bus: which calls there are, what each must look like, and the way from a call to its answer."""

import asyncio
import contextlib
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
from haas_client.privileged.sources import Source, sources
from haas_client.process import Output

_log = logging.getLogger(__name__)

LARGE_BYTES = 1024 * 1024
_LARGE_AT_ONCE = 2
"""Answers of a megabyte and more are sent two at a time, so that calls for the log cannot fill the memory."""

SEND_SECONDS = 10.0
"""The bus stops reading from us while a caller leaves too much of ours unread (127 MiB, dbus-daemon's limit)."""

SETTLE_SECONDS = 5.0
"""For what is under way when the helper ends; systemd would kill it after 15 s."""


class Refused(Exception):
    """Answered with a D-Bus error."""

    def __init__(self, error: str, text: str) -> None:
        super().__init__(text)
        self.error = error


class Unanswered(Exception):
    """The bus tells the caller that there is no reply, and a call sent again starts the next helper."""


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
        self._readings: Readings[Output] = Readings()
        self._lists: Readings[dict[str, Source]] = Readings(1)
        self._benches: Readings[tuple[Offer, ...]] = Readings(1)
        self._large = asyncio.Semaphore(_LARGE_AT_ONCE)
        self._run: Run | None = None
        self._answers: set[asyncio.Task[None]] = set()
        self._staying: asyncio.Task[None] | None = None
        self._ending = False
        self.stuck = asyncio.Event()
        """Set where the bus takes nothing from us any more: only a new connection helps."""
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

    async def settle(self, limit_seconds: float = SETTLE_SECONDS) -> None:
        """Ends a trial, and answers what has been asked already, as far as that can be done soon."""
        self._ending = True
        if self._run:
            self._run.stop()
        if self._answers:
            await asyncio.wait(tuple(self._answers), timeout=limit_seconds)

    async def close(self) -> None:
        """Ends everything that is under way and waits until nothing runs any more."""
        self._ending = True
        self._bus.remove_message_handler(self._hear)
        if self._run:
            self._run.stop()
            await self._run.ended.wait()
        tasks = [*self._answers, *([self._staying] if self._staying else ())]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for readings in (self._readings, self._lists, self._benches):
            readings.close()

    def _hear(self, message: Message) -> bool | None:
        """Takes what is for our object; everything else (Ping, Introspect of other paths) is the library's."""
        if message.message_type == MessageType.SIGNAL:
            self._callers.hear(message)
            return None
        if message.message_type != MessageType.METHOD_CALL or message.interface != names.INTERFACE:
            return None
        self.used.set()
        task = asyncio.ensure_future(self._answer(message))
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)
        return True

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
        except (Unanswered, EOFError):  # the bus is gone
            return
        except Exception:  # noqa: BLE001  a fault of ours must not end the helper for everybody
            _log.exception("%s", message.member)
            reply = _failed(message)
        if not message.flags & MessageFlag.NO_REPLY_EXPECTED:
            with contextlib.suppress(OSError, EOFError):
                await self._send(message, reply)

    async def _send(self, message: Message, reply: Message) -> None:
        size = sum(len(part) for part in reply.body if isinstance(part, bytes))
        async with self._large if size >= LARGE_BYTES else contextlib.nullcontext():
            try:
                sent = self._bus.send(reply)
            except (ValueError, TypeError):  # what cannot be put into a message: a fault of ours
                _log.exception("%s", message.member)
                sent = self._bus.send(_failed(message))
            try:
                await asyncio.wait_for(sent, SEND_SECONDS)
            except TimeoutError:
                self.stuck.set()

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
            wanted = bool(message.flags & MessageFlag.ALLOW_INTERACTIVE_AUTHORIZATION)
            async with self._callers.turn_of_user(user):
                with self._callers.prompt_of_user(user, wanted=wanted) as interactive:
                    allowed = await self._authority.allows(sender, method.action, interactive=interactive)
            if not allowed:
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

    async def _listed(self) -> dict[str, Source]:
        return await self._lists.read("", lambda _cancel: sources(self._host))

    async def _offers(self) -> tuple[Offer, ...]:
        return await self._benches.read("", lambda _cancel: self._bench.offers())

    async def _sources(self, _sender: str, _body: list[Any]) -> list[Any]:
        return [[[source.id, source.question] for source in (await self._listed()).values()]]

    async def _read(self, _sender: str, body: list[Any]) -> list[Any]:
        source = (await self._listed()).get(body[0])
        if source is None:
            raise Refused(names.ERROR_UNKNOWN_ID, "no such source")
        output = await self._readings.read(source.id, source.answer)
        return [output.exit_code, output.stdout, output.stderr, output.seconds]

    async def _trials(self, _sender: str, _body: list[Any]) -> list[Any]:
        return [[[offer.id, offer.kind.value, offer.subject] for offer in await self._offers()]]

    async def _start(self, sender: str, body: list[Any]) -> list[Any]:
        offer = next((one for one in await self._offers() if one.id == body[0]), None)
        if offer is None:
            raise Refused(names.ERROR_UNKNOWN_ID, "no such trial")
        if self._ending:
            raise Unanswered
        if self._run:
            raise Refused(names.ERROR_BUSY, "a trial is under way")
        run = Run(sender, self._bench, offer)
        run.begin()
        self._run = run
        # Its first step comes before anything else is read from the bus, and until then the call itself is watched:
        # an owner cannot go unseen in between.
        self._staying = asyncio.ensure_future(self._stay_with(run))
        return [run.id]

    async def _stay_with(self, run: Run) -> None:
        """Waits for a run's end, and a little longer so that its owner can hear of it; ends it if the owner is gone."""
        with self._callers.when_gone(run.owner, run.leave):
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


def _failed(message: Message) -> Message:
    return Message.new_error(message, "org.freedesktop.DBus.Error.Failed", "the helper failed")
