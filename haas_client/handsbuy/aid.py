"""What an owner needs before an open PC when it does not go on: whom to call, and what to try where it does not start.

Phone and paper show it. :func:`haas_client.wording.swap_aid.aid` writes it.
"""

import msgspec


class Remedy(msgspec.Struct, frozen=True, kw_only=True):
    title: str
    steps: tuple[str, ...]


class Aid(msgspec.Struct, frozen=True, kw_only=True):
    """In the language of the sheet that it goes with. All texts are plain text, of one line."""

    telephone: str = ""
    """The centre's number as people write it; empty where it is not known: it is on the warranty card."""
    telephone_link: str = ""
    """``tel:`` and digits; empty where the number is none."""
    receipt: str = ""
    """The case's receipt number; empty without a case, or where the centre told none."""
    remedies: tuple[Remedy, ...] = ()
    tell: tuple[str, ...] = ()
    """What the centre wants to hear."""
