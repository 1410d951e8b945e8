"""What a trial found, a sentence each."""

from haas_client.diagnostics.trials.values import (
    Ending,
    LoadOutcome,
    MemoryOutcome,
    SelfTestOutcome,
    SurfaceOutcome,
    TrialRecord,
)
from haas_client.diagnostics.unknown import Unknown
from haas_client.i18n import Translator
from haas_client.sizes import drive_size, memory_size


def self_test(found: SelfTestOutcome, t: Translator) -> tuple[str, ...]:
    if isinstance(found.passed, Unknown):
        return (t("The drive does not tell clearly how its self-test ended."),)
    if found.passed:
        return (t("The drive found no fault in itself."),)
    where = (
        t("It stopped at block {lba}.").format(lba=found.first_error_lba)
        if isinstance(found.first_error_lba, int)
        else ""
    )
    return tuple(line for line in (t("The drive found a fault in itself."), where) if line)


def surface(found: SurfaceOutcome, t: Translator) -> tuple[str, ...]:
    lines = []
    if found.read_bytes < found.size_bytes:
        lines.append(
            t("It was read up to {done} of {all}.").format(
                done=drive_size(found.read_bytes) if found.read_bytes else "0 GB", all=drive_size(found.size_bytes)
            )
        )
    if found.unreadable_count:
        lines.append(
            t.plural("{count} place could not be read.", "{count} places could not be read.", found.unreadable_count)
        )
    elif found.read_bytes:
        lines.append(t("All of what was read could be read without an error."))
    if found.slow_bytes:
        lines.append(
            t("{size} MB answered only after retries.").format(size=max(1, round(found.slow_bytes / 1_000_000)))
        )
    if found.curve:
        speeds = [sample.bytes_per_second / 1e6 for sample in found.curve]
        lines.append(
            t("Speed: {lowest} to {highest} MB/s.").format(lowest=round(min(speeds)), highest=round(max(speeds)))
        )
    return tuple(lines)


def memory(found: MemoryOutcome, t: Translator) -> tuple[str, ...]:
    if found.failed_tests:
        names = ", ".join(found.failed_tests)
        return (t("The memory did not keep what was written to it (tests: {names}).").format(names=names),)
    if not found.passes:
        return ()
    size = memory_size(found.tested_bytes)
    return (t("No fault was found in {size}. What programs were using was not tested.").format(size=size),)


def load(record: TrialRecord, found: LoadOutcome, t: Translator) -> tuple[str, ...]:
    lines = []
    if found.wrong_results:
        lines.append(t("The PC calculated wrongly under load."))
    elif record.ending == Ending.COMPLETED:
        lines.append(t("The PC kept running for {seconds} s under load.").format(seconds=round(found.seconds)))
    lines += [
        t("The power supply itself measured {volts} V at {rail}, outside its limits.").format(
            volts=f"{off.volts:.2f}", rail=off.rail
        )
        for off in found.off_rails
    ]
    if record.hottest_celsius is not None:
        lines.append(t("Processor at the end: {celsius} °C.").format(celsius=round(record.hottest_celsius)))
    throttled = [sample.throttled for sample in found.samples if sample.throttled is not None]
    if throttled and throttled[-1] > throttled[0]:
        lines.append(t("The processor slowed itself down for heat meanwhile."))
    return tuple(lines)
