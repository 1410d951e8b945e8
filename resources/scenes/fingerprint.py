"""What a picture is made from, as a hash: the source of its function and of everything that function uses.

Read from the source text, so a test can tell without Blender whether a picture is older than its description.
Docstrings, comments and line breaks do not count.
"""

from __future__ import annotations

import ast
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent
SUBJECTS = ("common", "power", "compact", "psu", "dimm", "sodimm", "sata", "nvme", "kinds")
# What takes part in every picture beside its own function.
PHOTO_ROOTS = (("scenes.photo", "photograph"), ("scenes.stages", "build"), ("scenes.project", "project"))
LINE_ROOTS = (("scenes.lines", "draw"), ("scenes.stages", "build"))

Name = tuple[str, str]  # module, definition


@dataclass(frozen=True)
class Module:
    """A module's top-level definitions, what it imports from scenes, and its source."""

    definitions: dict[str, ast.stmt]
    names: dict[str, Name]
    modules: dict[str, str]
    lines: tuple[str, ...]


def pictures() -> dict[str, Name]:
    """Every picture's name with the function that builds it, from the tables called PICTURES."""
    found: dict[str, Name] = {}
    for subject in SUBJECTS:
        module = f"scenes.{subject}"
        table = _module(module).definitions["PICTURES"]
        if isinstance(table, ast.AnnAssign) and isinstance(table.value, ast.Dict):
            pairs = zip(table.value.keys, table.value.values, strict=True)
            found |= {
                ast.literal_eval(key): (module, value.id)
                for key, value in pairs
                if key is not None and isinstance(value, ast.Name)
            }
    return found


def fingerprint(name: Name, roots: tuple[Name, ...]) -> str:
    """16 hexadecimal digits that change when the picture's description does."""
    known: set[Name] = set()
    waiting = [name, *roots]
    while waiting:
        current = waiting.pop()
        if current not in known:
            known.add(current)
            waiting += _uses(current)
    digest = hashlib.sha256()
    for module, definition in sorted(known):
        digest.update(f"{module}.{definition}\n{_text(module, definition)}\n".encode())
    return digest.hexdigest()[:16]


@cache
def _module(name: str) -> Module:
    path = ROOT.joinpath(*name.split(".")[1:])
    source = (path / "__init__.py" if path.is_dir() else path.with_suffix(".py")).read_text(encoding="utf-8")
    definitions: dict[str, ast.stmt] = {}
    names: dict[str, Name] = {}
    modules: dict[str, str] = {}
    for statement in ast.parse(source).body:
        for defined in _defines(statement):
            definitions[defined] = statement
        if isinstance(statement, ast.ImportFrom) and (statement.module or "").startswith("scenes"):
            _note_import(statement, names, modules)
    return Module(definitions, names, modules, tuple(source.splitlines()))


def _defines(statement: ast.stmt) -> list[str]:
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return [statement.name]
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        return [statement.target.id]
    if isinstance(statement, ast.Assign):
        return [node.id for target in statement.targets for node in ast.walk(target) if isinstance(node, ast.Name)]
    return []


def _note_import(statement: ast.ImportFrom, names: dict[str, Name], modules: dict[str, str]) -> None:
    for alias in statement.names:
        inner = f"{statement.module}.{alias.name}"
        if ROOT.joinpath(*inner.split(".")[1:]).with_suffix(".py").exists():
            modules[alias.asname or alias.name] = inner
        else:
            names[alias.asname or alias.name] = (statement.module or "", alias.name)


@cache
def _uses(name: Name) -> tuple[Name, ...]:
    module = _module(name[0])
    found: list[Name] = []
    for node in ast.walk(module.definitions[name[1]]):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in module.modules:
            found.append((module.modules[node.value.id], node.attr))
        elif isinstance(node, ast.Name) and node.id in module.definitions:
            found.append((name[0], node.id))
        elif isinstance(node, ast.Name) and node.id in module.names:
            found.append(module.names[node.id])
    return tuple(found)


@cache
def _text(module: str, definition: str) -> str:
    known = _module(module)
    statement = known.definitions[definition]
    first = min([statement.lineno, *(node.lineno for node in getattr(statement, "decorator_list", []))])
    skipped = {number for node in ast.walk(statement) for number in _docstring(node)}
    kept = [known.lines[i - 1] for i in range(first, (statement.end_lineno or first) + 1) if i not in skipped]
    bare = re.sub(r"\s+", "", "\n".join(re.sub(r"(^|\s)#\s.*$", "", line) for line in kept))
    return re.sub(r",([)\]}])", r"\1", bare)


def _docstring(node: ast.AST) -> range:
    body = getattr(node, "body", None)
    if not isinstance(node, ast.FunctionDef | ast.ClassDef) or not body or not isinstance(body[0], ast.Expr):
        return range(0)
    value = body[0].value
    is_text = isinstance(value, ast.Constant) and isinstance(value.value, str)
    return range(body[0].lineno, (body[0].end_lineno or body[0].lineno) + 1) if is_text else range(0)
