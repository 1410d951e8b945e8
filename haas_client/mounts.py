"""The kernel's table of mounts: on which file system a path lies (proc(5), ``/proc/PID/mountinfo``)."""

from dataclasses import dataclass

TABLE = "/proc/self/mountinfo"

_NETWORK = frozenset({"9p", "afs", "ceph", "cifs", "davfs", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4", "smb3"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mount:
    point: str
    """Where it hangs."""
    kind: str
    """Its type: "ext4"."""

    @property
    def on_network(self) -> bool:
        return self.kind in _NETWORK

    @property
    def by_program(self) -> bool:
        """A program of a user's answers for it: what it lies on, the kernel does not know (fuse(4))."""
        return self.kind.startswith("fuse.")


def of_path(path: str, table: str) -> Mount | None:
    """The file system that ``path`` (without links in it) lies on; ``None`` where the table tells of none."""
    best: Mount | None = None
    for line in table.split("\n"):
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) < 5:
            continue
        point = _unescaped(fields[4])
        # Of two on one place the later one counts.
        if is_below(path, point) and (best is None or len(point) >= len(best.point)):
            best = Mount(point=point, kind=after.split(" ")[0])
    return best


def is_below(path: str, folder: str) -> bool:
    """Whether ``path`` is the folder, or something in it."""
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def _unescaped(text: str) -> str:
    """Blanks, tabs, newlines and backslashes are written in octal."""
    for octal, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        text = text.replace(octal, character)
    return text
