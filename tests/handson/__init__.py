"""The preparation of a Hands-on, against a TeamViewer that speaks the real one's formats."""
