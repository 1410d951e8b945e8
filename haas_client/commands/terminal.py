"""What a command says: its answer on stdout, and words for whoever sits there on stderr.

Both may come from a file that is hostile, so nothing in them steers the terminal.
"""

import sys

from haas_client.text import printable


def show(text: str) -> None:
    """The answer; more lines in one text."""
    sys.stdout.write(printable(text) + "\n")


def tell(text: str) -> None:
    sys.stderr.write(printable(text) + "\n")
