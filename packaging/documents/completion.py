"""The bash completion, made out of the program's parser."""

import argparse
import shlex
from pathlib import Path

import commands

from haas_client import i18n

_SCRIPT = """\
# bash completion of linuxmania-haas; made when the package is built
_linuxmania_haas() {
    local current=${COMP_WORDS[COMP_CWORD]} word path='' value='' words='' files=''
    # What has been said so far: the commands, each with a colon, and the option that still wants a value.
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        if [ -n "$value" ]; then
            value=''
            continue
        fi
        case $word in
            @WITH_VALUE@) value=$word ;;
            *) case $path$word: in @KNOWN@) path+=$word: ;; esac ;;
        esac
    done
    if [ -n "$value" ]; then
        case $value in
@VALUES@        esac
    else
        case $path in
@COMMANDS@        esac
    fi
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
    [ -n "$files" ] || return 0
    compopt -o filenames 2>/dev/null
    mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$current")
}
complete -F _linuxmania_haas linuxmania-haas
"""


def script() -> str:
    """The script, for /usr/share/bash-completion/completions."""
    i18n.use("en")
    every = list(commands.every(commands.program()))
    answers = dict(sorted(pair for command in every for pair in _values(command)))
    return (
        _SCRIPT.replace("@WITH_VALUE@", "|".join(sorted(name for names in answers for name in names.split("|"))))
        .replace("@KNOWN@", "|".join(_key(command) for command in every if command.path))
        .replace("@VALUES@", "".join(f"            {names}) {answer} ;;\n" for names, answer in answers.items()))
        .replace("@COMMANDS@", "".join(map(_branch, every)))
    )


def _values(command: commands.Command) -> list[tuple[str, str]]:
    """The options that take a value, and what it may be; one name takes the same in every command."""
    wanted = [action for action in command.options if action.nargs != 0]
    return [("|".join(action.option_strings), _answer(action)) for action in wanted]


def _answer(action: argparse.Action) -> str:
    if action.choices:
        return f"words={shlex.quote(' '.join(map(str, action.choices)))}"
    return "files=yes" if _is_file(action) else ":"


def _branch(command: commands.Command) -> str:
    words = [name for action in command.options for name in action.option_strings]
    words += [one.path[-1] for one in command.below]
    words += [str(choice) for action in command.arguments for choice in action.choices or ()]
    files = " files=yes" if any(map(_is_file, command.arguments)) else ""
    return f"            {_key(command) or repr('')}) words={shlex.quote(' '.join(words))}{files} ;;\n"


def _is_file(action: argparse.Action) -> bool:
    return action.type is Path or action.dest in {"files", "jsonl"}


def _key(command: commands.Command) -> str:
    return "".join(f"{name}:" for name in command.path)
