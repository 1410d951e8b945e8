"""``python make.py FOLDER``: manual pages, bash completion, and the licences of what is shipped, for the package."""

import sys
from pathlib import Path

import completion
import licences
import manual


def main(folder: Path) -> None:
    """Writes ``man/``, ``completion/`` and ``third-party/`` below ``folder``."""
    _write(folder / "man" / "linuxmania-haas.1", manual.page("en"))
    _write(folder / "man" / "linuxmania-haas.ja.1", manual.page("ja"))
    _write(folder / "completion" / "linuxmania-haas", completion.script())
    for name, text in licences.texts().items():
        _write(folder / "third-party" / f"{name}.txt", text)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
