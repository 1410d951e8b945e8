"""One well-formed capture or more of each kind, written by us, for where the captured ones are absent."""

import json

from haas_client.diagnostics.judge import Kind
from tests.machines import formats
from tests.unit.diagnostics.test_decode_dmidecode import TEXT as DMIDECODE
from tests.unit.diagnostics.test_decode_lm_sensors import TEXT as SENSORS

_ATA = formats.ata("EX500", "SER1", 500_107_862_016, a5=12, a187=1, a197=8, a198=2)
_KERNEL = """\
[    2.100000] ata1: SATA link up 6.0 Gbps (SStatus 133 SControl 300)
[ 3498.048486] ata3.00: exception Emask 0x0 SAct 0x1 SErr 0x0 action 0x0
[ 3498.048512] ata3.00: failed command: READ FPDMA QUEUED
[ 3498.048519]          res 41/40:00:90:e3:57/00:00:14:00:00/40 Emask 0x409 (media error) <F>
[ 3498.048541] ata3.00: error: { UNC }
[ 3498.060000] I/O error, dev sdb, sector 341304208 op 0x0:(READ) flags 0x0
[ 4000.000000] nvme nvme0: I/O 8 QID 4 timeout, reset controller
[ 4100.000000] EDAC MC0: 1 CE memory read error on CPU_SrcID#0_MC#0_Chan#1_DIMM#0 (channel:1 slot:0 page:0x1)
[ 4200.000000] mce: [Hardware Error]: CPU 0: Machine Check: 0 Bank 5: be00000000800400
"""
SAMPLES = {
    Kind.SMARTCTL: [json.dumps(_ATA).encode()],
    Kind.DMIDECODE: [DMIDECODE.encode()],
    Kind.KERNEL_LOG: [_KERNEL.encode()],
    Kind.SENSORS: [SENSORS.encode()],
}
