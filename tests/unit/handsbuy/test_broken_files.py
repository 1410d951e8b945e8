"""Guides whose files arrived broken, or were written by somebody who would like to break us."""

import random
from pathlib import Path

from haas_client.handsbuy.pack.found import Facts
from haas_client.handsbuy.pack.lint import lint
from haas_client.handsbuy.pack.load import load
from haas_client.handsbuy.pack.refusal import PackUnusable
from haas_client.i18n import translator
from haas_client.wording.guides import lines
from tests import packs
from tests.fuzz.mutations import mutated

WORDS = (
    *("[]", "{}", '"x"', "0", "-1", "true", "[[steps]]", "when", '"common/static@1"', "1e400", "inf", "nan"),
    *("2026-01-01", '"{part.slot}"', '""', "'{'", "applies", "9" * 30, '"\\u202e"'),
)
CASES = 150


def broken(data: bytes, chance: random.Random) -> bytes:
    """As :func:`mutated`, or with other words of a guide in some places: such still are TOML now and then."""
    if chance.random() < 0.4:
        return mutated(data, chance)
    words = data.decode().split(" ")
    for _ in range(chance.randint(1, 3)):
        words[chance.randrange(len(words))] = chance.choice(WORDS)
    return " ".join(words).encode()


def test_a_broken_file_is_refused_or_read_and_nothing_else(tmp_path: Path) -> None:
    files = packs.clean()
    packs.written(tmp_path, of=files)
    names = [f"{packs.ID}/guide.toml"] * 3 + [name for name in files if not name.endswith(".webp")]
    whole = 0
    for seed in range(CASES):
        chance = random.Random(seed)
        name = chance.choice(names)
        good = (tmp_path / name).read_bytes()
        (tmp_path / name).write_bytes(broken(good, chance))
        whole += _is_whole(tmp_path)
        assert all(one.words(translator("ja")) for one in lint(tmp_path / packs.ID, tmp_path / "common"))
        (tmp_path / name).write_bytes(good)
    assert 0 < whole < CASES


def _is_whole(root: Path) -> bool:
    try:
        guide = load(root / packs.ID, root / "common")
    except PackUnusable:
        return False
    assert not {"{", "}"} & set("".join(lines(guide, Facts(), translator("ja"))))
    return True
