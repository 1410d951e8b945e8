"""The build steps below ``packaging/``, which is a folder of scripts and no package."""

import importlib.util
from pathlib import Path
from types import ModuleType

CHECKOUT = Path(__file__).parents[3]
PACKAGING = CHECKOUT / "packaging"


def step(place: str) -> ModuleType:
    """A module below ``packaging/``, loaded from its file."""
    file = PACKAGING / place
    spec = importlib.util.spec_from_file_location(f"packaging_{file.stem}", file)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
