"""Swap guides as data: read, checked, filled with this machine's facts, and judged afterwards.

The format is described in ``docs/guide-format.md``.
"""
