"""Small guides, written into a folder: the example of ``docs/guide-format.md``, and what a test changes in it."""

import json
import re
import struct
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from haas_client.handsbuy.pack import musts
from haas_client.handsbuy.pack.vocabulary import Kind

ROOT = Path(__file__).resolve().parent.parent
ID = "jp.linuxmania.memory.example"
PIN = "example-off@1"


@cache
def _blocks(language: str) -> tuple[str, ...]:
    page = (ROOT / "docs/guide-format.md").read_text(encoding="utf-8")
    return tuple(re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL))


def guide_toml() -> str:
    return _blocks("toml")[0]


def guide_text() -> str:
    return _blocks("toml")[1]


def fragment_toml() -> str:
    return _blocks("toml")[2]


def fragment_text() -> str:
    return _blocks("toml")[3]


def markers_json() -> str:
    return _blocks("json")[0]


def english(text: str) -> str:
    """The same keys and placeholders, in English words."""

    def words(found: re.Match[str]) -> str:
        places = " ".join(re.findall(r"\{[^}]*\}", found[2]))
        return f'{found[1]} = "Words {places}"' if places else f'{found[1]} = "Words."'

    return re.sub(r'(?m)^(\w+) = "(.*)"$', words, text)


def webp(width: int = 1280, height: int = 800, *, size: int = 200, animated: bool = False) -> bytes:
    """The header of an extended WebP file (RFC 9649, 2.7), and nothing behind it."""
    flags = 0x02 if animated else 0
    body = struct.pack("<I", flags) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    data = b"WEBPVP8X" + struct.pack("<I", len(body)) + body
    return (b"RIFF" + struct.pack("<I", size - 8) + data).ljust(size, b"\0")


def files() -> dict[str, str | bytes]:
    """A root of guides with the example in it, and its fragment; by their paths."""
    picture = f"{ID}/pictures/dimm-insert"
    fragment = f"common/{PIN}"
    return {
        f"{ID}/guide.toml": guide_toml(),
        f"{ID}/text/ja.toml": guide_text(),
        f"{ID}/text/en.toml": english(guide_text()),
        f"{picture}.webp": webp(),
        f"{picture}.line.webp": webp(),
        f"{picture}.markers.json": markers_json(),
        f"{fragment}/fragment.toml": fragment_toml(),
        f"{fragment}/text/ja.toml": fragment_text(),
        f"{fragment}/text/en.toml": english(fragment_text()),
    }


def written(
    root: Path,
    changes: Mapping[str, str | bytes | None] | None = None,
    of: Mapping[str, str | bytes] | None = None,
) -> Path:
    """Writes ``of`` (:func:`files`) with ``changes`` (``None``: left out) below ``root``; gives the guide's folder."""
    for name, content in (dict(of or files()) | dict(changes or {})).items():
        if content is not None:
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root / ID


def replaced(old: str, new: str, *, count: int = -1) -> str:
    """The example's ``guide.toml`` with a change that was made."""
    text = guide_toml().replace(old, new, count)
    assert text != guide_toml(), f"“{old}” is not in the example"
    return text


_OFF = ("power-off", "open-case", "static", "close-case", "first-power-on")
_AFTER = ("return-old-part",)


def clean() -> dict[str, str | bytes]:
    """:func:`files` made into a guide in which the lint finds nothing."""
    found = files()
    includes = {phase: "".join(_include(name, phase) for name in names) for phase, names in _clean_fragments().items()}
    text = guide_toml()
    text = text.replace('[[steps]]\nid       = "insert"', includes["off"] + '[[steps]]\nid       = "insert"', 1)
    text = text.replace("[[checks]]", includes["after"] + QUESTIONS + "[[checks]]", 1)
    told = [*musts.ANY, *musts.OF_KIND[Kind.MEMORY], *musts.OF_FACT["memory_form", "DIMM"]]
    text = text.replace('tells = ["dimm.notch", "dimm.no-force"]', f"tells = {json.dumps(told)}", 1)
    text = text.replace("seconds  = 90", "seconds  = 1000", 1)
    found[f"{ID}/guide.toml"] = text
    more = QUESTION_WORDS
    for language in ("ja", "en"):
        own = str(found[f"{ID}/text/{language}.toml"])
        found[f"{ID}/text/{language}.toml"] = own + (more if language == "ja" else english(more))
    found |= {path: content for name in (PIN, *map(_pin, (*_OFF, *_AFTER))) for path, content in _clean(name).items()}
    return found


def _clean_fragments() -> dict[str, tuple[str, ...]]:
    return {"off": _OFF, "after": _AFTER}


def _pin(name: str) -> str:
    return f"{name}@1"


def _include(name: str, phase: str) -> str:
    return f'[[steps]]\ninclude = "common/{_pin(name)}"\nphase = "{phase}"\n\n'


def _clean(pin: str) -> dict[str, str | bytes]:
    """A fragment of one step that shows a picture."""
    folder = f"common/{pin}"
    shown = 'pictures = ["plug"]\nseconds = 10\ntitle = "unplug_title"'
    text = fragment_toml().replace('title = "unplug_title"', shown)
    text = text.replace("[[steps]]", '[[pictures]]\nid = "plug"\nalt = "alt_plug"\n\n[[steps]]')
    words = fragment_text() + 'alt_plug = "抜いた電源コード"\n'
    return {
        f"{folder}/fragment.toml": text,
        f"{folder}/text/ja.toml": words,
        f"{folder}/text/en.toml": english(words),
        f"{folder}/pictures/plug.webp": webp(),
        f"{folder}/pictures/plug.line.webp": webp(),
    }


QUESTION_WORDS = 'q_chassis = "どの形のパソコンですか"\na_other = "その他"\nq_job = "交換ですか、増設ですか"\n'
QUESTIONS = """[[questions]]
fact = "chassis"
text = "q_chassis"
answers = [
  { value = "tower", text = "a_dimm" },
  { value = "mini-tower", text = "a_sodimm" },
  { value = "notebook", text = "a_other" },
]

[[questions]]
fact = "order.job"
text = "q_job"
answers = [{ value = "replace", text = "a_dimm" }, { value = "add", text = "a_sodimm" }]

"""
