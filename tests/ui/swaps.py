"""What tests of a swap share: the example guide with a preparation in it, and a PC that is switched off and on."""

from pathlib import Path
from typing import Any

import pytest

from haas_client.diagnostics.host import Host
from haas_client.handsbuy.pack import library
from tests import packs
from tests.machines.live import Live

_BOOT_ID = "/proc/sys/kernel/random/boot_id"

_BEFORE = """
[[steps]]
id = "which"
when = { chassis = ["tower", "mini-tower"] }
phase = "before"
title = "which_title"
lines = [{ text = "which_1" }]
confirm = "which_done"

"""
_AFTER = """
[[steps]]
id = "look"
phase = "after"
title = "look_title"
lines = [{ text = "look_1" }]

"""
_WORDS = """
which_title = "交換するメモリ"
which_1 = "{part.slot} のメモリを交換します。"
which_done = "どれを交換するかわかりました"
look_title = "動くことを確かめる"
look_1 = "画面が出るまで待ちます。"
"""


def guides(root: Path, patch: pytest.MonkeyPatch, version: str = "1.0.0") -> None:
    """Makes the example the only guide of the program: a step before, those with the PC off, one after."""
    text = packs.guide_toml().replace("[[steps]]", _BEFORE + "[[steps]]", 1)
    text = text.replace("[[checks]]", _AFTER + packs.QUESTIONS + "[[checks]]", 1)
    text = text.replace('version    = "1.0.0"', f'version    = "{version}"')
    changes: dict[str, str | bytes | None] = {f"{packs.ID}/guide.toml": text}
    more = _WORDS + packs.QUESTION_WORDS
    for language in ("ja", "en"):
        own = packs.guide_text() + more
        changes[f"{packs.ID}/text/{language}.toml"] = own if language == "ja" else packs.english(own)
    packs.written(root, changes)
    patch.setattr(library, "program_folder", lambda: root)


class Pc(Live):
    """A recorded machine that is this PC; :meth:`restart` stands for everything while it was off."""

    boot = 1

    def read(self, path: str) -> bytes:
        return f"boot-{self.boot}\n".encode() if path == _BOOT_ID else self._recorded.read(path)

    def restart(self, recorded: Host | None = None) -> None:
        """Off and on again; ``recorded``: with what is in it now."""
        self.boot += 1
        self._recorded = recorded or self._recorded


def pc(recorded: Host) -> Any:
    return Pc(recorded)
