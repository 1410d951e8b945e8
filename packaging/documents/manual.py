"""The manual page: what people wrote (``linuxmania-haas.LANG.roff``), and between it what the parser knows."""

import argparse
import gettext
import os
import re
from pathlib import Path

import commands

from haas_client import __version__, i18n, paths

_FOLDER = Path(__file__).parent


def page(language: str) -> str:
    """The page in ``language``, as roff."""
    i18n.use(language)
    # argparse's own words, as the program does it
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(i18n.DOMAIN, paths.resources() / "locale")
    gettext.textdomain(i18n.DOMAIN)
    program = commands.program()
    below = [command for command in commands.every(program) if command.path]
    written = (_FOLDER / f"linuxmania-haas.{language}.roff").read_text(encoding="utf-8")
    whole = (
        written.replace("@VERSION@", __version__)
        .replace("@OPTIONS@\n", _items(program, program.options))
        .replace("@COMMANDS@\n", "".join(map(_command, below)))
        .replace("@EXIT@\n", _exit_codes(program.parser.epilog or ""))
    )
    return "\n".join(line if line.startswith(".") else _breakable(line) for line in whole.split("\n"))


def _command(command: commands.Command) -> str:
    """A section of a command; what every command takes is told once, for the program."""
    common = {action.dest for action in commands.program().options}
    actions = [action for action in command.options if action.dest not in common]
    arguments = [action for action in command.arguments if action.help]
    formatter = command.parser._get_formatter()
    places = [formatter._format_args(action, action.dest) for action in command.arguments]
    heading = f'.SS "{_text(" ".join([*command.path, *places]))}"\n'
    words = command.parser.description or command.words
    return f"{heading}{_text(words)}\n{_items(command, [*arguments, *actions])}"


def _items(command: commands.Command, actions: list[argparse.Action]) -> str:
    formatter = command.parser._get_formatter()
    rows = []
    for action in actions:
        name = formatter._format_action_invocation(action)
        rows.append(f".TP\n.B {_text(name)}\n{_text(formatter._expand_help(action))}\n")
    return "".join(rows)


def _exit_codes(epilog: str) -> str:
    """The rows ``  CODE words`` of the help's end."""
    rows = [line.split(maxsplit=1) for line in epilog.splitlines()[1:]]
    return "".join(f".TP\n.B {code}\n{_text(words)}\n" for code, words in rows)


_LETTERS = "\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff"
_BETWEEN = re.compile(rf"(?<=[{_LETTERS}ー、。」)])(?=[{_LETTERS}「(])")


def _breakable(line: str) -> str:
    """``line`` with places where roff may break it: it knows none in Japanese, which has no blanks."""
    return _BETWEEN.sub(r"\\:", line)


def _text(text: str) -> str:
    """``text`` as roff reads it: hyphens that can be copied, no line taken for a request."""
    escaped = " ".join(text.split()).replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped
