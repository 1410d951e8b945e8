"""A graphics card: lies in its slot with the fans away from the board's lower edge, PCIe sockets at its upper rim."""

from __future__ import annotations

from scenes.kit.cooling import fan
from scenes.kit.frame import Frame
from scenes.kit.plugs import PCIE, header
from scenes.kit.shapes import box

LENGTH, TALL, THICK = 24.0, 11.2, 4.0


def card(frame: Frame) -> Frame:
    """A two-slot card over a board: x from the bracket inwards, z away from the board, its body below y=0.

    The frame of its power socket, mouth away from the board.
    """
    box(frame, (LENGTH / 2, 0, 0.9), (LENGTH, 0.16, TALL - 0.9), "blue board", bevel=0.01)
    box(frame, (LENGTH / 2, 0.14, 1.0), (LENGTH, 0.14, TALL - 1.2), "dark steel", bevel=0.04)
    box(frame, (LENGTH / 2, -THICK / 2 - 0.1, 1.2), (LENGTH, THICK - 0.3, TALL - 1.2), "plastic", bevel=0.4)
    box(frame, (LENGTH / 2 + 1, -THICK / 2 - 0.1, TALL - 0.05), (LENGTH - 6, 1.6, 0.12), "grey plastic", bevel=0.05)
    box(frame, (-0.1, -1.2, 0.2), (0.12, 4.0, TALL + 0.8), "steel", bevel=0.02)
    under = frame.at(0, -THICK, TALL / 2 + 0.5, turn=(90, 0, 0))
    for x in (6.6, 17.2):
        fan(under.at(x, 0, -1.4), 9.0, depth=1.6)
    power = frame.at(19.6, -0.6, TALL - 0.5)
    header(power, PCIE)
    return power
