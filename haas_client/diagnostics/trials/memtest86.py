"""memtest86+ at the next start, once: prepared through GRUB's own one-shot choice, and taken back.

It tests what no program inside a running system can reach. GRUB: "grub-reboot" does the same (``next_entry`` in its
environment block, which grub.cfg clears before it starts that entry). This program starts nothing anew itself.
"""

import re

import msgspec

from haas_client.diagnostics.host import Command, Host
from haas_client.diagnostics.trials.values import Done, Ending
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable
from haas_client.process import Cancel

CONFIGURATION = "/boot/grub/grub.cfg"
ENVIRONMENT = "/boot/grub/grubenv"
_TOOL = "grub-editenv"
_SECONDS = 10.0
_SECURE_BOOT = "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"

_ENTRY = re.compile(r"""menuentry\s+(?:'([^']*)'|"([^"\\]*)")([^{]*)\{""")
_ID = re.compile(r"""(?:--id[= ]|\$menuentry_id_option)\s*(?:'([^']*)'|"([^"]*)"|([^\s'"{]+))""")
_SUBMENU = re.compile(r"submenu\s")
_IMAGE = re.compile(r"(?:linux|linux16|linuxefi|chainloader|knetbsd|multiboot)\s+\S*memtest86\+?\S*", re.IGNORECASE)
_SERIAL = re.compile(r"serial|console=ttyS", re.IGNORECASE)
_READS_CHOICE = re.compile(r"""set\s+default=["']?\$\{next_entry\}""")
_CLEARS_CHOICE = re.compile(r"save_env\s+next_entry")
_NAME = re.compile(r"[\w .,:+()\[\]/@-]{1,200}")
"""What may stand in the environment block for us; ">" leads into a submenu, and no name of memtest86+ needs it."""
_LINE = re.compile(r"^next_entry=(.*)$", re.MULTILINE)

# Where GRUB itself can write to its environment block, and so take the choice back at the start: a file system of a
# plain partition (GRUB manual, "Environment block": not on LVM, RAID, or file systems with checksums or compression).
_PLAIN_FILE_SYSTEMS = ("ext2", "ext3", "ext4", "vfat", "xfs")
_PLAIN_PARTITION = re.compile(r"/dev/((sd|vd|hd|xvd)[a-z]{1,3}\d{1,3}|(nvme\d+n\d+|mmcblk\d+)p\d{1,3})")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """memtest86+ in GRUB's menu."""

    id: str
    """What GRUB knows it by: its id, or its title where it has none."""
    title: str


def entry(host: Host) -> Entry:
    """The one that would be started. Raises :class:`Unreadable`: not there, or not to be started once."""
    text = host.read(CONFIGURATION).decode("utf-8", "replace")
    found = entries(text)
    if not found:
        raise Unreadable(Reason.NO_TOOL, "memtest86+ in GRUB's menu")
    if not reads_choice(text):
        raise Unreadable(Reason.NOT_PRESENT, "GRUB's one-shot choice")
    if _secure_boot(host):
        raise Unreadable(Reason.NOT_PRESENT, "Secure Boot")
    _check_place(host)
    return found[0]


def entries(configuration: str) -> tuple[Entry, ...]:
    """memtest86+ in the first level of the menu, what speaks to a serial line last."""
    found: list[tuple[bool, Entry]] = []
    depth, submenus = 0, []
    position = 0
    lines = configuration.splitlines()
    while position < len(lines):
        line = lines[position].strip()
        if _SUBMENU.match(line):
            submenus.append(depth)
        head = _ENTRY.match(line)
        if head and not submenus:
            body = _body(lines, position)
            known = _known_by(head)
            if known and any(_IMAGE.match(one.strip()) for one in body):
                serial = any(_SERIAL.search(one) for one in (head[0], *body))
                found.append((serial, known))
        depth += line.count("{") - line.count("}")
        if submenus and depth <= submenus[-1]:
            submenus.pop()
        position += 1
    return tuple(one for _, one in sorted(found, key=lambda one: one[0]))


def _body(lines: list[str], start: int) -> list[str]:
    depth, body = 0, []
    for line in lines[start : start + 200]:
        depth += line.count("{") - line.count("}")
        body.append(line)
        if depth <= 0:
            break
    return body


def _known_by(head: re.Match[str]) -> Entry | None:
    title = head[1] if head[1] is not None else head[2]
    given = _ID.search(head[3])
    name = next((group for group in given.groups() if group), title) if given else title
    return Entry(id=name, title=title) if _NAME.fullmatch(name) else None


def reads_choice(configuration: str) -> bool:
    """Whether this menu honours a one-shot choice, and clears it."""
    return bool(_READS_CHOICE.search(configuration) and _CLEARS_CHOICE.search(configuration))


def prepared(host: Host) -> str:
    """What is chosen for the next start; empty where nothing is. Raises :class:`Unreadable`."""
    match = _LINE.search(host.read(ENVIRONMENT).decode("utf-8", "replace"))
    return match[1].strip() if match else ""


def change(host: Host, *, prepare: bool) -> Done:
    """Prepares the start, or takes it back; verified. Raises :class:`Unreadable` where it could not be begun."""
    chosen = entry(host)
    if prepared(host) != ("" if prepare else chosen.id):
        raise Unreadable(Reason.FAILED, "another choice for the next start")
    words = ("set", f"next_entry={chosen.id}") if prepare else ("unset", "next_entry")
    output = host.run(Command(tool=_TOOL, arguments=(ENVIRONMENT, *words), limit_seconds=_SECONDS), Cancel())
    wanted = chosen.id if prepare else ""
    if output.exit_code != 0 or prepared(host) != wanted:
        problem = Unknown(reason=Reason.FAILED, detail=f"{_TOOL}: exit code {output.exit_code}")
        return Done(ending=Ending.FAILED, problem=problem)
    return Done(ending=Ending.COMPLETED)


def _secure_boot(host: Host) -> bool:
    """UEFI 2.10, 3.3: four bytes of attributes, then 1 where signatures are enforced. None with a BIOS."""
    try:
        return host.read(_SECURE_BOOT)[4:5] == b"\x01"
    except Unreadable as error:
        if error.unknown.reason == Reason.NOT_PRESENT:
            return False
        raise


def _check_place(host: Host) -> None:
    mounts: dict[str, tuple[str, str]] = {}
    for line in host.read("/proc/self/mounts").decode("utf-8", "replace").splitlines():
        fields = line.split()
        if len(fields) >= 3:
            mounts[fields[1]] = (fields[0], fields[2])
    place = next((mounts[path] for path in ("/boot/grub", "/boot", "/") if path in mounts), ("", ""))
    device, file_system = place
    if file_system not in _PLAIN_FILE_SYSTEMS or not _PLAIN_PARTITION.fullmatch(device):
        # It would start memtest86+ again and again: GRUB could not take the choice back.
        raise Unreadable(Reason.NOT_PRESENT, f"GRUB cannot write to {file_system or 'its folder'}")
