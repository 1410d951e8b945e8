"""Sizes of letters and lengths on a guide's pages, in tenths of a point. No letter is smaller than 10.5 points."""

from dataclasses import dataclass

from haas_client.ui.card import layout

LEAST = 105.0
"""Of any letter: what is read on the floor beside an open PC, in bad light, with the wrong glasses."""


CODE = 960.0
"""A side of a QR code: 34 mm, as on the emergency card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    title: float
    heading: float
    body: float
    small: float
    """Of what is not read during the work."""
    gap: float
    picture: float
    """Width of a picture that stands beside its lines."""

    @property
    def hairline(self) -> float:
        return self.body / 14

    @property
    def tick(self) -> float:
        """A side of a box that is ticked with a pen."""
        return self.body * 1.3

    @property
    def of_card(self) -> layout.Sizes:
        """For what stands on the emergency card too."""
        return layout.Sizes(
            title=self.title,
            number=self.heading * 1.4,
            value=self.body * 1.2,
            heading=self.body * 1.1,
            body=self.body,
            small=self.small,
            part=self.body,
            gap=self.gap,
            code=CODE,
        )


USUAL = Sizes(title=220, heading=135, body=108, small=LEAST, gap=68, picture=2000)
BIG = Sizes(title=270, heading=175, body=145, small=130, gap=85, picture=2000)
