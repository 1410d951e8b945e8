"""Renders every page of the window to PNG files: ``python -m tests.ui.screens FOLDER``.

Pages in Japanese and English, light and dark, at 100 % and 200 %, from the recorded machines. Each combination runs in
a process of its own, because Qt takes its scale at the start.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path

from tests import pseudo

_SCALES = ("1", "2")
_LANGUAGES = ("ja", "en")
_SCHEMES = ("light", "dark")
_HIGH = ("highlight", "highdark")
"""With high contrast; these, and the language that nobody speaks, only where one combination is asked for."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--only",
        metavar="LANG-SCHEME-SCALE",
        help="one combination, such as ja-light-1, ja-highdark-1 or pseudo-light-1",
    )
    parser.add_argument("--size", default="1040x720", help="window size in device-independent pixels")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    combinations = [(a, b, c) for a in _LANGUAGES for b in _SCHEMES for c in _SCALES]
    if arguments.only:
        every = product((*_LANGUAGES, pseudo.NAME), (*_SCHEMES, *_HIGH), _SCALES)
        combinations = [one for one in every if "-".join(one) == arguments.only]
    for language, scheme, scale in combinations:
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale}
        command = (
            sys.executable,
            "-P",
            "-m",
            "tests.ui.render",
            str(arguments.folder),
            language,
            scheme,
            scale,
            arguments.size,
        )
        subprocess.run(command, env=environment, check=True)
    return 0 if combinations else 2


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            os.environ[variable] = home
        sys.exit(main())
