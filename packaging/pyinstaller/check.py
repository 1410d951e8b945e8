"""``python check.py FOLDER``: what the built program takes and needs, and whether it is whole; ends with 1 if not."""

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from haas_client.process import clean_environment
from tests.machines import hand_written

MAX_BYTES = 150_000_000
"""Own limit for the installed program."""
MAX_GLIBC = (2, 35)
"""Of Ubuntu 22.04, the oldest system of owners; Debian 12 has 2.36."""
MAX_GLIBCXX = (3, 4, 30)
"""Of libstdc++ in Ubuntu 22.04 and Debian 12 (GCC 12)."""

_ALONE = """
import importlib, runpy, sys
sys.path[:] = sys.argv[1:3]
sys.frozen, sys._MEIPASS = True, sys.argv[1]
for name in sys.argv[4:]:
    importlib.import_module(name)
if sys.argv[3]:
    runpy.run_path(sys.argv[3])
"""
"""Imports modules, and runs a script, with nothing but the program's folder."""


def main(folder: Path) -> int:
    """Prints the figures and what is wrong."""
    glibc, glibcxx = newest(folder, "GLIBC"), newest(folder, "GLIBCXX")
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())
    files = sum(1 for _ in folder.rglob("*"))
    print(f"{size / 1e6:.1f} MB in {files} files, needs glibc {dotted(glibc)}, GLIBCXX {dotted(glibcxx)}")
    wrong = [
        *(["it is larger than 150 MB"] if size > MAX_BYTES else []),
        *([f"it needs glibc {dotted(glibc)}"] if glibc > MAX_GLIBC else []),
        *([f"it needs GLIBCXX {dotted(glibcxx)}"] if glibcxx > MAX_GLIBCXX else []),
        *traces(folder, Path(__file__).resolve().parents[2]),
        *answers(folder),
        *left_in_environment(folder),
        *imports(folder),
        *works(folder),
    ]
    for line in wrong:
        print(f"wrong: {line}", file=sys.stderr)
    return 1 if wrong else 0


def newest(folder: Path, kind: str) -> tuple[int, ...]:
    """The newest version of the C or C++ library's symbols that a file of the program is linked with."""
    found = re.compile(rf"\({kind}_([0-9.]+)\)|\b{kind}_([0-9.]+)\b")
    versions = {match[1] or match[2] for file in elf_files(folder) for match in found.finditer(symbols(file))}
    return max((tuple(map(int, version.split("."))) for version in versions), default=())


def dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version)) or "none"


def elf_files(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.is_symlink():
            with file.open("rb") as stream:
                if stream.read(4) == b"\x7fELF":
                    yield file


def symbols(file: Path) -> str:
    """The symbols that an ELF file takes from others."""
    said = subprocess.run(["objdump", "-T", file], check=True, capture_output=True, text=True).stdout
    return "\n".join(line for line in said.splitlines() if "*UND*" in line)


def traces(folder: Path, checkout: Path) -> list[str]:
    """The files that tell where the program was built: two builds would differ, and it concerns nobody."""
    mark = bytes(checkout) + b"/"
    return [
        f"{file.relative_to(folder)} names the folder of the build"
        for file in sorted(folder.rglob("*"))
        if file.is_file() and mark in file.read_bytes()
    ]


def answers(folder: Path) -> list[str]:
    """The program starts as a program; the helper needs a bus and says so."""
    version = subprocess.run([folder / "linuxmania-haas", "--version"], capture_output=True, text=True, check=False)
    nowhere = {"DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nonexistent"}
    helper = subprocess.run(
        [folder / "linuxmania-haas-helper"], capture_output=True, text=True, check=False, env=nowhere
    )
    return [
        *([] if version.stdout.startswith("linuxmania-haas ") else [f"the program says: {version.stderr}"]),
        *([] if "the system bus cannot be used" in helper.stderr else [f"the helper says: {helper.stderr}"]),
    ]


def left_in_environment(folder: Path) -> list[str]:
    """What a program that is started by the built one would have in its environment beside what the owner has."""
    owners = {"LD_LIBRARY_PATH": "/opt/owner/lib", "PATH": "/usr/bin:/bin", "HOME": "/", "XDG_DATA_DIRS": "/usr/share"}
    bus = "\0linuxmania-haas-check"
    with socket.socket(socket.AF_UNIX) as silent:  # a bus that never answers keeps the helper where it is
        silent.bind(bus)
        silent.listen()
        given = {**owners, "DBUS_SYSTEM_BUS_ADDRESS": f"unix:abstract={bus[1:]}"}
        with subprocess.Popen([folder / "linuxmania-haas-helper"], env=given) as started, silent.accept()[0]:
            has = Path(f"/proc/{started.pid}/environ").read_bytes().decode()
            started.kill()
    has_ours = dict(variable.split("=", 1) for variable in has.split("\0") if variable)
    if "LD_LIBRARY_PATH_ORIG" not in has_ours:
        return ["PyInstaller no longer keeps the owner's LD_LIBRARY_PATH as this check knows it"]
    differs = clean_environment(has_ours).items() ^ given.items()
    return [f"a program that it starts is given {sorted(differs)}"] if differs else []


def imports(folder: Path) -> list[str]:
    """Every module of ours can be imported with nothing but what is in the folder."""
    library = folder / "lib"
    files = sorted((library / "haas_client").rglob("*.pyc"))
    names = [".".join(file.relative_to(library).with_suffix("").parts).removesuffix(".__init__") for file in files]
    modules = [name for name in names if not name.endswith("__main__")]
    tried = _alone(folder, "", *modules)
    return [] if modules and tried.returncode == 0 else [f"a module cannot be imported: {tried.stderr}"]


def works(folder: Path) -> list[str]:
    """Its resources are there: guides, their texts and pictures, translations, templates, the phone's page."""
    program = folder / "linuxmania-haas"
    guides = _said(program, "--lang", "en", "guide", "lint")
    japanese = _said(program, "--lang", "ja", "swap", "--help")
    tried = _alone(folder, str(Path(__file__).with_name("works.py")))
    return [
        *([] if guides.returncode == 0 else [f"guide lint says: {guides.stdout}{guides.stderr}"]),
        *([] if "手順" in japanese.stdout else [f"it speaks no Japanese: {japanese.stdout}{japanese.stderr}"]),
        *([] if tried.stdout.endswith("works\n") else [f"paper and phone: {tried.stdout}{tried.stderr}"]),
        *_diagnoses(program),
    ]


def _diagnoses(program: Path) -> list[str]:
    """A recorded PC with an SSD that fails is diagnosed, and the file of it read again."""
    with TemporaryDirectory() as folder:
        machine, bundle = hand_written.failing_ssd(Path(folder) / "machine"), f"{folder}/bundle.zip"
        made = _said(program, "--lang", "en", "--replay", str(machine), "collect", "-o", bundle)
        shown = _said(program, "--lang", "en", "show", bundle)
    if made.returncode == shown.returncode == 0 and "2034E2B51F3A" in shown.stdout:
        return []
    return [f"a recorded PC: {made.stdout}{made.stderr}{shown.stdout}{shown.stderr}"]


def _said(program: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    with TemporaryDirectory() as home:
        return subprocess.run(
            [program, *arguments], capture_output=True, text=True, check=False, env={"HOME": home, "PATH": "/usr/bin"}
        )


def _alone(folder: Path, script: str, *modules: str) -> subprocess.CompletedProcess[str]:
    library = folder / "lib"
    dynload = next(library.glob("python3.*/lib-dynload"))
    # The interpreter of the environment's own: no package of the environment is seen.
    python = Path(sys.base_prefix) / "bin" / "python3"
    return subprocess.run(
        [python, "-ISOOBc", _ALONE, library, dynload, script, *modules], capture_output=True, text=True, check=False
    )


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
