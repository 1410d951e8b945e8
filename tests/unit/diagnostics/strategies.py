"""Random input: JSON of the shapes and words that a decoder looks for, so that it gets past the first check."""

from collections.abc import Iterable
from typing import Any

import msgspec
from hypothesis import strategies as st

_INTEGERS = (
    st.integers()
    | st.integers(0, 300)
    | st.sampled_from([-1, 2**31, 2**53, 2**63 - 1, 2**63, 2**64, 10**40])
)  # fmt: skip
_SCALARS = (
    st.none()
    | st.booleans()
    | _INTEGERS
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12)
)  # fmt: skip


def json_values(words: Iterable[str], scalars: Iterable[Any] = ()) -> st.SearchStrategy[Any]:
    """Values with ``words`` as keys and ``scalars`` among the leaves."""
    keys = st.sampled_from(sorted(words)) | st.text(max_size=4)
    leaves = _SCALARS | st.sampled_from([*scalars, *sorted(words)])
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=5),
        max_leaves=25,
    )


def json_bytes(words: Iterable[str], scalars: Iterable[Any] = ()) -> st.SearchStrategy[bytes]:
    return json_values(words, scalars).map(msgspec.json.encode) | st.binary(max_size=200)


def changed_json(tree: dict[str, Any], words: Iterable[str]) -> st.SearchStrategy[bytes]:
    """``tree`` with one value somewhere in it exchanged for another, or taken out."""
    places = list(_places(tree, ()))
    return st.tuples(st.sampled_from(places), json_values(words) | st.just(_GONE)).map(
        lambda change: msgspec.json.encode(_changed(tree, *change))
    )


_GONE = object()


def _places(tree: Any, path: tuple[Any, ...]) -> Iterable[tuple[Any, ...]]:
    if path:
        yield path
    pairs = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in pairs:
        yield from _places(value, (*path, key))


def _changed(tree: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    copy = dict(tree) if isinstance(tree, dict) else list(tree)
    inner = _changed(tree[path[0]], path[1:], value)
    if inner is _GONE:
        copy.pop(path[0])
    else:
        copy[path[0]] = inner
    return copy


def kept(value: Any) -> bool:
    """Whether a decoded value survives the way through a bundle: it is written as JSON and read back as it was."""
    return bool(msgspec.json.decode(msgspec.json.encode(value), type=type(value)) == value)
