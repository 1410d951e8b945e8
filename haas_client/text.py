"""Text from outside, made fit to be kept."""


def valid_text(text: str) -> str:
    """``text`` without what UTF-8 cannot hold: bytes in no encoding reach us from arguments and the environment."""
    return text.encode("utf-8", "replace").decode()
