"""What may be read: each source's id, the question that it answers, and how the answer is got. A fixed list."""

from collections.abc import Callable

import msgspec

from haas_client.diagnostics import block_devices, helper_names, questions
from haas_client.diagnostics.decode import teamviewer
from haas_client.diagnostics.host import Command, Host
from haas_client.diagnostics.unknown import Unreadable
from haas_client.process import Cancel, Output

MAX_DRIVES = 256

Answer = Callable[[Cancel], Output]


class Source(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    question: str
    """As a recording names it: "run smartctl …", "read /sys/…"; a client finds its own question by it."""
    answer: Answer
    """Blocks; raises :class:`Unreadable`."""


def sources(host: Host) -> dict[str, Source]:
    """All sources of this moment, by id."""
    found = [
        _command(host, "boots", questions.BOOTS),
        _command(host, "kernel", questions.KERNEL),
        _command(host, "last-words", questions.LAST_WORDS),
        Source(
            id="smbios",
            question=f"read {questions.SMBIOS_TABLE}",
            answer=lambda _cancel: _content(host.read(questions.SMBIOS_TABLE)),
        ),
        Source(
            id="teamviewer-id",
            question=helper_names.TEAMVIEWER_ID,
            answer=lambda _cancel: _content(_teamviewer_id(host)),
        ),
        *(_smart(host, name) for name in _drives(host)),
    ]
    return {source.id: source for source in found}


def _drives(host: Host) -> tuple[str, ...]:
    try:
        return block_devices.drives(host)[:MAX_DRIVES]
    except Unreadable:
        return ()


def _command(host: Host, its_id: str, command: Command) -> Source:
    return Source(id=its_id, question=f"run {command.line}", answer=lambda cancel: host.run(command, cancel))


def _smart(host: Host, name: str) -> Source:
    command = questions.smart(name)

    def answer(cancel: Cancel) -> Output:
        block_devices.checked_node(host, name)
        return host.run(command, cancel)

    return Source(id=f"smart-{name}", question=f"run {command.line}", answer=answer)


def _teamviewer_id(host: Host) -> bytes:
    return teamviewer.client_id(host.read(teamviewer.CONFIGURATION)).encode()


def _content(data: bytes) -> Output:
    """A file as if a program had printed it."""
    return Output(exit_code=0, stdout=data, stderr=b"", seconds=0.0)
