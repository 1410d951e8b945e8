"""One module a format. A decoder is a pure function: bytes in, values or :class:`Unreadable` out, nothing else."""
