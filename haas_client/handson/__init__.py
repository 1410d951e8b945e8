"""Hands-on: what has to be right before an expert of the centre's can work on this PC over TeamViewer."""
