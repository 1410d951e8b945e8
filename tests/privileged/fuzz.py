"""``python -m tests.privileged.fuzz [--tries N] [--seed N]``: hostile callers against the real helper on a real bus.

Half of the tries come from a user whom polkit lets in, half from one whom it does not. After every batch the same
helper must still run, answer an honest call, and have no more threads, descriptors and memory than at the beginning;
nobody who was refused may ever have been told anything.
"""

import argparse
import contextlib
import os
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import msgspec
from dbus_fast import Message, MessageType

from haas_client.diagnostics import helper_names as names
from tests.privileged.bus import ALLOWED, OTHER, REFUSED, SystemBus, effective_user, helper_command, missing
from tests.privileged.fuzz_cases import BROKEN, PING, Case, random_case
from tests.privileged.wire import CALL, NO_REPLY, Frame, Wire, Writer

BATCH = 40
GOES_AWAY = 0.05
"""How often a caller is gone before its answers come."""
MORE_THREADS, MORE_DESCRIPTORS, MORE_MEMORY_KIB = 12, 8, 32 * 1024
"""Above what there was after the first batch: a thread a source that is being read, its pipes, what Python keeps."""

Counts = Counter[tuple[str, str, str]]
"""By what was tried, by whom, and what came back."""


class Wrong(Exception):
    """The helper did what it must not."""


class State(msgspec.Struct, frozen=True):
    process: int
    threads: int
    descriptors: int
    memory_kib: int


class Fuzz:
    def __init__(self, bus: SystemBus, seed: int) -> None:
        self._bus = bus
        self._chance = random.Random(seed)
        self._callers = {"allowed": ALLOWED, "refused": REFUSED}
        self._wires = {who: self._wire(user) for who, user in self._callers.items()}
        self._honest = self._wire(OTHER)
        self._first: State | None = None
        self.counts: Counts = Counter()
        self.most: State | None = None

    def close(self) -> None:
        for wire in (*self._wires.values(), self._honest):
            wire.close()

    def carry_out(self, tries: int) -> None:
        """Raises :class:`Wrong`."""
        for number in range(0, tries, BATCH):
            for who in self._callers:
                self._batch(who, [random_case(self._chance) for _ in range(min(BATCH, tries - number) // 2)])
            self._check()

    def _wire(self, user: int) -> Wire:
        return Wire(self._bus.address, user, effective_user)

    def _batch(self, who: str, cases: list[Case]) -> None:
        """All at once, and then all the answers; again with the rest where the bus has hung up in between."""
        while cases:
            waiting: dict[int, Case] = {}
            try:
                while cases:
                    self._send(who, cases.pop(), waiting)
                if self._chance.random() < GOES_AWAY:
                    raise EOFError
                while waiting:
                    message = self._wires[who].receive()
                    if answered := waiting.pop(message.reply_serial or 0, None):
                        self._note(who, answered, message)
            except (EOFError, ConnectionError):
                for case in waiting.values():
                    self._count(who, case, "somebody hangs up")
                self._wires[who].close()
                self._wires[who] = self._wire(self._callers[who])

    def _send(self, who: str, case: Case, waiting: dict[int, Case]) -> None:
        if case.raw:
            self._alone(who, case)
        elif case.frame.kind == CALL and not case.frame.flags & NO_REPLY:
            waiting[self._wires[who].send(case.frame)] = case
        else:
            self._count(who, case, "no answer is due")
            self._wires[who].send(case.frame)

    def _alone(self, who: str, case: Case) -> None:
        """What the bus may hang up at, which would take the answers of other tries along."""
        wire = self._wire(self._callers[who])
        try:
            wire.send_raw(case.raw)
            message = wire.receive_soon()
            self._note(who, case, message) if message else self._count(who, case, "nothing")
        except (EOFError, ConnectionError):
            self._count(who, case, "the bus hangs up")
        finally:
            wire.close()

    def _count(self, who: str, case: Case, answer: str) -> None:
        self.counts[case.what, who, answer] += 1

    def _note(self, who: str, case: Case, message: Message) -> None:
        if message.message_type == MessageType.SIGNAL:
            return
        returned = message.message_type == MessageType.METHOD_RETURN
        self._count(who, case, "answer" if returned else str(message.error_name).rpartition(".")[2])
        if who == "refused":
            told = returned and (message.body or case.what not in (PING, BROKEN))
            if told or message.error_name in (names.ERROR_UNREADABLE, names.ERROR_UNKNOWN_ID):
                raise Wrong(f"{case}: a refused user was told {message.error_name} {message.body}")

    def _check(self) -> None:
        state = self._state()
        first = self._first = self._first or state
        self.most = max(self.most or state, state, key=lambda one: one.memory_kib)
        if state.process != first.process:
            raise Wrong("the helper has ended")
        if state.threads > first.threads + MORE_THREADS or state.descriptors > first.descriptors + MORE_DESCRIPTORS:
            raise Wrong(f"threads or descriptors are left: {first}, {state}")
        if state.memory_kib > first.memory_kib + MORE_MEMORY_KIB:
            raise Wrong(f"memory is left: {first}, {state}")

    def _state(self) -> State:
        """After an honest call, by which time what came before it has been answered."""
        reply = self._honest.answer_to(self._honest.send(Frame(member="Sources")))
        if reply.message_type != MessageType.METHOD_RETURN:
            raise Wrong(f"an honest call was refused: {reply.error_name} {reply.body}")
        body = Writer()
        body.text(names.NAME.encode())
        asked = self._honest.to_bus("GetConnectionUnixProcessID", "s", bytes(body.data))
        process = int(self._honest.answer_to(asked).body[0])
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
        values = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
        return State(
            process=process,
            threads=int(values["Threads"]),
            descriptors=len(os.listdir(f"/proc/{process}/fd")),
            memory_kib=int(values["VmRSS"].split()[0]),
        )


def table(counts: Counts) -> str:
    """A line for everything that was tried, by whom: what came back, and how often."""
    rows: dict[tuple[str, str], list[str]] = {}
    for (what, who, answer), count in sorted(counts.items()):
        rows.setdefault((what, who), []).append(f"{answer} {count}")
    return "\n".join(f"{what:32} {who:8} {', '.join(answers)}" for (what, who), answers in rows.items())


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.privileged.fuzz", description=__doc__)
    parser.add_argument("--tries", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if missing():
        print(missing())
        return 1
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="haas-bus-") as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o755)
        bus = SystemBus(folder, helper_command())
        stack.callback(bus.stop)
        bus.start()
        bus.start_polkit()
        fuzz = Fuzz(bus, arguments.seed)
        stack.callback(fuzz.close)
        try:
            fuzz.carry_out(arguments.tries)
        except Wrong as wrong:
            print(f"seed {arguments.seed}: {wrong}", bus.log.read_text(errors="replace")[-3000:], sep="\n")
            return 1
        finally:
            print(table(fuzz.counts))
    print(f"{fuzz.counts.total()} tries, {time.monotonic() - started:.0f} s, same helper throughout; most: {fuzz.most}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
