"""What the system wrote down: how its boots ended, and what the kernel says of the hardware since the last start."""

from haas_client.diagnostics import questions
from haas_client.diagnostics.context import Context
from haas_client.diagnostics.decode import journal
from haas_client.diagnostics.host import Command
from haas_client.diagnostics.snapshot import Boot, BootEnd, KernelLine, Records, ResetReason
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable

LIMIT_SECONDS = 12.0

# journalctl(1) says on stderr what an ordinary user is not shown, and what is not kept
_NOT_SHOWN = (b"not seeing messages from other users", b"No journal files were opened due to insufficient permissions")
_NOT_KEPT = (b"No journal files were found", b"No journal boot entry found")


def read(context: Context) -> Records:
    kernel = context.ask("kernel log", lambda: _kernel(context))
    ends = context.ask("boots", lambda: boots(context))
    return Records(
        boots=ends,
        kernel=kernel,
        reset_reasons=kernel if isinstance(kernel, Unknown) else _reset_reasons(kernel),
        last_words=_last_words(context, ends),
    )


def _last_words(context: Context, ends: tuple[Boot, ...] | Unknown) -> tuple[KernelLine, ...] | Unknown:
    """Why boots ended that have no end mark; most PCs have none, and are not kept waiting for it."""
    if isinstance(ends, Unknown):
        return ends
    if all(boot.end != BootEnd.UNMARKED for boot in ends):
        return ()
    return context.ask("kernel's last words", lambda: _asked_last_words(context))


def _asked_last_words(context: Context) -> tuple[KernelLine, ...]:
    output = context.run(questions.LAST_WORDS)
    # journalctl(1): with --grep it fails where nothing matches, and says nothing
    if output.exit_code not in (0, 1) or (output.exit_code and output.stderr.strip()):
        raise Unreadable(Reason.FAILED, "journalctl --grep")
    return journal.last_words(output.stdout)


def boots(context: Context) -> tuple[Boot, ...]:
    """How the boots of the last 60 days ended, the running one last. Raises :class:`Unreadable`."""
    data = _journal(context, questions.BOOTS)
    _require_entries(context, data)
    running = context.host.read("/proc/sys/kernel/random/boot_id").decode("ascii", "replace")
    known = journal.boots(data, running.strip().replace("-", ""))
    if len(known) < 2:
        # A journal in memory only (no /var/log/journal) knows this boot alone.
        raise Unreadable(Reason.NOT_KEPT, "journal boots")
    return known


def _kernel(context: Context) -> tuple[KernelLine, ...]:
    try:
        data = _journal(context, questions.KERNEL)
        _require_entries(context, data)
        return journal.kernel_lines(data)
    except Unreadable as error:
        if error.unknown.reason == Reason.CANCELLED:
            raise
        try:
            output = context.run(questions.DMESG)
        except Unreadable:
            raise error from None
        if output.exit_code != 0:
            raise
        return journal.dmesg_lines(output.stdout)


def _reset_reasons(kernel: tuple[KernelLine, ...]) -> tuple[ResetReason, ...] | Unknown:
    reasons = journal.reset_reasons(kernel)
    return reasons or Unknown(reason=Reason.NOT_REPORTED, detail="kernel log, Previous system reset reason")


def _require_entries(context: Context, data: bytes) -> None:
    """Every boot leaves entries, so none at all is no answer.

    Measured with systemd 252: an ordinary user who has logged in gets an empty output, exit code 0 and no hint,
    exactly like "nothing happened".
    """
    if next(journal.entries(data), None) is None:
        raise Unreadable(Reason.NO_RIGHT if context.host.missing_right() else Reason.NOT_KEPT, "journal")


def _journal(context: Context, command: Command) -> bytes:
    output = context.run(command)
    if any(hint in output.stderr for hint in _NOT_SHOWN):
        raise Unreadable(Reason.NO_RIGHT, "journal")
    if any(hint in output.stderr for hint in _NOT_KEPT):
        raise Unreadable(Reason.NOT_KEPT, "journal")
    if output.exit_code != 0:
        raise Unreadable(Reason.FAILED, "journalctl")
    return output.stdout
