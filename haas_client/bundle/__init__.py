"""A diagnosis made fit to leave the machine: chosen by the owner, redacted, reported, packed, and read back safely."""
