"""How starts ended, told by the journal of a PC that was shut down, and of one whose plug was pulled."""

from haas_client.diagnostics.snapshot import BootEnd, Records
from tests.system.pc import program
from tests.system.pc.pc import Pc


def test_a_pulled_plug_is_told_from_a_shutdown(pc: Pc) -> None:
    pc.power_off()
    pc.start()
    with pc.shell.stream(("memtester", "16M", "1")) as running:
        assert running.stdout
        assert next(line for line in running.stdout if "Stuck Address" in line)
        pc.cut_power()
        running.wait(60)
    pc.start()
    assert pc.shell.run(("pgrep", "memtester")).exit_code == 1
    records = program.collect(pc).result.snapshot.records
    assert isinstance(records, Records)
    assert isinstance(records.boots, tuple)
    assert [boot.end for boot in records.boots] == [BootEnd.CLEAN, BootEnd.UNMARKED, BootEnd.RUNNING]
