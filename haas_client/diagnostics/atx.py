"""The rails of an ATX power supply: what they are called, their limits, and which drivers measure at the supply."""

import re

import msgspec


class RailRule(msgspec.Struct, frozen=True, kw_only=True):
    """The limits of one ATX rail at its connector, in volts (ATX12V 2.x)."""

    name: str
    label: re.Pattern[str]
    nominal: float
    lowest: float
    highest: float

    @property
    def limits(self) -> str:
        """As evidence names them: "11.40 – 12.60 V"."""
        return f"{self.lowest:.2f} – {self.highest:.2f} V"

    def allows(self, volts: float) -> bool:
        return self.lowest <= volts <= self.highest

    def can_be(self, volts: float) -> bool:
        """Whether a running PC can have this value at all."""
        return abs(volts / self.nominal - 1) <= IMPOSSIBLE_SHARE


def _rail(name: str, label: str, nominal: float, lowest: float, highest: float) -> RailRule:
    return RailRule(name=name, label=re.compile(label, re.IGNORECASE), nominal=nominal, lowest=lowest, highest=highest)


RAIL_RULES = (
    _rail("+12 V", r"(v_?out[ _])?\+?12 ?v", 12.0, 11.40, 12.60),
    _rail("+5 V", r"(v_?out[ _])?\+?5 ?v", 5.0, 4.75, 5.25),
    _rail("+3.3 V", r"(v_?out[ _])?\+?3[._]3 ?v", 3.3, 3.14, 3.47),
    _rail("+5 VSB", r"\+?5 ?v ?sb", 5.0, 4.75, 5.25),
)

# Linux drivers of whole power supplies (Documentation/hwmon, drivers/hwmon/pmbus), by the name that hwmon shows. Not
# here: pmbus (any chip), hot-swap controllers and monitors (lm25066, adm1275), converters on the board (irps5401),
# power distribution behind the supply (yh5151e): they measure somewhere else.
_SUPPLY_DRIVERS = frozenset(
    {
        *("corsairpsu", "acbel_fsg032", "aps_379", "bpa_rs600", "bpd_rs600", "dps460", "dps650ab", "dps800"),
        *("dps920ab", "ibm_cffps", "ibm_cffps1", "ibm_cffps2", "intel_crps185", "ipsps1", "pfe1100", "pfe3000"),
        "ym2151e",
    }
)

IMPOSSIBLE_SHARE = 0.20
"""A running PC cannot have a rail this far off: the chip's scaling is wrong, and the value says nothing."""


def rule_of(label: str) -> RailRule | None:
    """The rail that a sensor's label names; ``None`` where it names none."""
    return next((rule for rule in RAIL_RULES if rule.label.fullmatch(label)), None)


def is_supply_chip(chip: str) -> bool:
    """Whether it is a power supply that hwmon shows under this name."""
    return chip.replace("-", "_") in _SUPPLY_DRIVERS
