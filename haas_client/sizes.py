"""Sizes of memory and drives, as they are printed on the parts."""


def drive_size(size_bytes: int) -> str:
    """As makers print it: powers of a thousand, "500 GB", "1 TB"."""
    return _scaled(size_bytes, 1000, ("B", "KB", "MB", "GB", "TB", "PB"))


def memory_size(size_bytes: int) -> str:
    """As memory is sold: powers of 1024 under the names GB and TB."""
    return _scaled(size_bytes, 1024, ("B", "KB", "MB", "GB", "TB", "PB"))


def part_size(size_bytes: int, part_kind: str) -> str:
    """As the ordered part's maker prints it; ``part_kind`` as :class:`haas_client.cases.model.Particulars` has it."""
    return (memory_size if part_kind == "memory" else drive_size)(size_bytes)


def _scaled(size: int, step: int, units: tuple[str, ...]) -> str:
    if size >= step ** (len(units) + 1):
        return "—"  # beyond anything that is made: from a hostile file
    number, unit = float(size), units[0]
    for unit in units:
        if number < step * 0.9995 or unit == units[-1]:
            break
        number /= step
    digits = 0 if number >= 10 or abs(number - round(number)) < 0.05 else 1
    return f"{number:.{digits}f} {unit}"
