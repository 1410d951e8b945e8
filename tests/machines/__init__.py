"""Machines to replay: two recorded from an emulated PC, the others written by hand in the formats of the real tools."""
