"""The root side: ``org.linuxmania.Haas1`` on the system bus, started by it and gone again when idle.

It answers the fixed questions of :mod:`haas_client.diagnostics.questions` and carries out the trials that need root. A
caller names an id out of a list that the helper made itself; no path, argument, pattern or format is taken from one.
"""
