"""Linuxmania's support client: evidence before a part is swapped, guidance during it, proof after it."""

__version__ = "0.1.0"
