"""TOML that people write, and what is wrong with it in the way of who wrote it: ``[[memory]] 2, size_gb``."""

import re
import tomllib
from typing import Any


class NotToml(ValueError):
    """Why not, for a technician, in English."""


def tree(data: bytes) -> dict[str, Any]:
    """The content of a file; raises :class:`NotToml` for whatever is none."""
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise NotToml("not UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise NotToml(f"not TOML: {error}") from error
    except (RecursionError, ValueError) as error:  # nested too deep; an integer of more than 4300 digits
        raise NotToml("not TOML") from error


_PLACE = re.compile(r"(.*?)(?: - at (?:`key` in )?`\$\.?(.*)`)?", re.DOTALL)
_MISSING = re.compile(r"Object missing required field `(.+)`")


def wrong(message: str) -> tuple[str, str]:
    """What a msgspec message says, and of which key, as :func:`key` names it ("" of the file)."""
    match = _PLACE.fullmatch(message)
    why, place = (match[1], match[2] or "") if match else (message, "")
    missing = _MISSING.fullmatch(why)
    if missing:
        why, place = "missing", f"{place}.{missing[1]}".lstrip(".")
    return why, key(place)


def key(place: str) -> str:
    """A place such as ``memory[1].size_gb``, in the way of TOML and counted from one."""
    place = re.sub(r"^(\w+)\[(\d+)\]\.?", lambda m: f"[[{m[1]}]] {int(m[2]) + 1}, ", place)
    return re.sub(r"\[(\d+)\]", lambda m: f" {int(m[1]) + 1}", place).rstrip(", ")
