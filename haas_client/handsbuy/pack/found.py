"""A fact as it was found: known, unknown, or looked for and not there."""

from collections.abc import Mapping
from enum import Enum
from typing import TypeAlias

import msgspec

from haas_client.diagnostics.pairing import plain
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.handsbuy.pack.fact_table import Indexed


class Absent(Enum):
    """There is no such thing, and it was looked for: an empty slot, a serial number that no drive has."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT
Value: TypeAlias = str | int | bool
Known: TypeAlias = Value | Unknown
Found: TypeAlias = Value | Unknown | Absent

NOT_READ = Unknown(reason=Reason.NOT_REPORTED)


class Family(msgspec.Struct, frozen=True, kw_only=True):
    """All there are of one kind, by index (letters and digits alone)."""

    members: dict[str, dict[str, Found]] = {}
    others: Unknown | Absent = NOT_READ
    """What an index is that none of them has: absent only where all of them could be seen."""


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """Of one machine at one moment."""

    values: dict[str, Known] = {}
    families: dict[str, Family] = {}

    def value(self, name: str) -> Known:
        """A fact without an index; unknown too where there is no such fact."""
        return self.values.get(name, NOT_READ)

    def of(self, name: Indexed) -> Found:
        """A fact with an index."""
        family = self.families.get(name.family, Family())
        key = plain(name.index)
        if not key:
            return NOT_READ
        member = family.members.get(key)
        return family.others if member is None else member.get(name.field, NOT_READ)

    def answered(self, answers: Mapping[str, Value]) -> "Facts":
        """With what the owner answered, where nothing was measured."""
        told = {name: value for name, value in answers.items() if isinstance(self.value(name), Unknown)}
        return msgspec.structs.replace(self, values=self.values | told)
