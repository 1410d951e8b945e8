"""How long a diagnosis takes, beside other programs that read the hardware, and beside its own slowest command."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from benchmarks.figures import Pairs, Row, difference_row, missing_row, ratio_row

_LIMIT_SECONDS = 600.0
_COMMAND_SOURCES = ("smartctl ", "UDisks2", "UPower", "kernel log", "boots")
"""Sources of the snapshot that are answers of a program (the others are files, udev and psutil)."""

SOURCE = (sys.executable, "-P", "-m", "haas_client")
_PEERS: dict[str, tuple[str, ...]] = {
    "lshw": ("lshw", "-json"),
    "inxi": ("inxi", "-Fxxxz"),
    "hw-probe": ("hw-probe", "-all"),
    "sos": ("sos", "report", "--batch", "--only-plugins", "hardware,ata,nvme,block,memory,processor,pci", "--tmp-dir"),
}
_TARGETS = {"lshw": "", "inxi": "< 1x", "hw-probe": "< 1x", "sos": "< 1x"}
_ROOT_ONLY = ("hw-probe", "sos")
_HW_PROBE_FOLDER = Path("/root/HW_PROBE")
"""Where hw-probe keeps its last probe, whatever ``$HOME`` says."""

_HOW = (
    "Wall time of the whole command, {runs} pairs (ours, peer, ours, peer …) after one run of each that is not "
    "counted, {rights}. Ours: `{program} collect --json`, its output to a file; peers: {peers}; output to "
    "/dev/null. hw-probe uploads nothing without -upload."
)


def measure(variables: Mapping[str, str], runs: int, program: Sequence[str] = SOURCE) -> list[Row]:
    """``program``: how ours is started."""
    rights = "as root" if os.geteuid() == 0 else "not as root"
    peers = ", ".join(f"`{' '.join(command)}`" for command in _PEERS.values())
    how = _HOW.format(program=" ".join(program), runs=runs, rights=rights, peers=f"{peers} FOLDER")
    rows = (_peer(name, program, variables, runs, how) for name in _PEERS)
    return [*_slowest_command(program, variables, runs), *rows]


def _peer(name: str, program: Sequence[str], variables: Mapping[str, str], runs: int, how: str) -> Row:
    title = f"collect --json : {name}"
    if shutil.which(name) is None:
        return missing_row(title, "not installed", _TARGETS[name])
    if name in _ROOT_ONLY and os.geteuid() != 0:
        return missing_row(title, "needs root", _TARGETS[name])
    pairs = _alternate(lambda: _collect(program, variables)[0], lambda: _peer_seconds(name, variables), runs)
    return ratio_row(title, pairs, unit="s", target=_TARGETS[name], how=how)


def _slowest_command(program: Sequence[str], variables: Mapping[str, str], runs: int) -> list[Row]:
    """Ours against the slowest of the commands that the same run waited for, as its own snapshot tells."""
    pairs = Pairs()
    names: list[str] = []
    for number in range(runs + 1):
        wall, slowest, name = _collect(program, variables)
        if number:
            pairs.add(wall, slowest)
            names.append(name)
    how = (
        f"Wall time of collect against the slowest external command of the same run (snapshot.sources), {runs} runs; "
        "the ratio columns hold the seconds beyond that command. " + "Slowest: " + ", ".join(dict.fromkeys(names))
    )
    return [difference_row("collect − its slowest command", pairs, target="<= 0.25 s", how=how)]


def _alternate(ours: Callable[[], float], peer: Callable[[], float], runs: int) -> Pairs:
    pairs = Pairs()
    for number in range(runs + 1):
        seconds = ours(), peer()
        if number:
            pairs.add(*seconds)
    return pairs


def _collect(program: Sequence[str], variables: Mapping[str, str]) -> tuple[float, float, str]:
    """Wall seconds, then seconds and name of the slowest command that it ran."""
    answer = Path(variables["HOME"]) / "collect.json"
    wall = _wall((*program, "collect", "--json"), variables, answer)
    sources = json.loads(answer.read_bytes())["snapshot"]["sources"]
    commands = [source for source in sources if source["name"].startswith(_COMMAND_SOURCES)]
    slowest = max(commands, key=lambda source: float(source["seconds"]))
    return wall, slowest["seconds"], slowest["name"]


def _peer_seconds(name: str, variables: Mapping[str, str]) -> float:
    command = list(_PEERS[name])
    if name == "sos":
        folder = Path(variables["HOME"]) / "sos"
        folder.mkdir(exist_ok=True)
        command.append(str(folder))
    there = _HW_PROBE_FOLDER.exists() if name == "hw-probe" else True
    try:
        return _wall(command, variables, Path(os.devnull))
    finally:
        if not there:
            shutil.rmtree(_HW_PROBE_FOLDER, ignore_errors=True)


def _wall(command: Sequence[str], variables: Mapping[str, str], output: Path) -> float:
    """Wall seconds of a command that must succeed."""
    with output.open("wb") as stdout:
        started = time.monotonic()
        subprocess.run(
            command,
            check=True,
            timeout=_LIMIT_SECONDS,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.DEVNULL,
            env=dict(variables),
        )
        return time.monotonic() - started
