"""The program's command line as its own parser knows it: each command with its options, none that is for nobody."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

from haas_client import command_line


@dataclass(frozen=True, kw_only=True)
class Command:
    path: tuple[str, ...]
    """``("guide", "show")``; empty for the program itself."""
    words: str
    """What its parent's help says of it."""
    parser: argparse.ArgumentParser

    @property
    def options(self) -> list[argparse.Action]:
        return [action for action in self._shown() if action.option_strings]

    @property
    def arguments(self) -> list[argparse.Action]:
        found = [action for action in self._shown() if not action.option_strings]
        return [action for action in found if not isinstance(action, argparse._SubParsersAction)]

    @property
    def below(self) -> "list[Command]":
        """Its subcommands that have a help."""
        return [
            Command(path=(*self.path, choice.dest), words=choice.help or "", parser=action.choices[choice.dest])
            for action in self.parser._actions
            if isinstance(action, argparse._SubParsersAction)
            for choice in action._choices_actions
        ]

    def _shown(self) -> list[argparse.Action]:
        return [action for action in self.parser._actions if action.help != argparse.SUPPRESS]


def program() -> Command:
    """The whole of it, in the language that is in use."""
    return Command(path=(), words="", parser=command_line.parser())


def every(command: Command) -> Iterator[Command]:
    """``command``, and all below it."""
    yield command
    for one in command.below:
        yield from every(one)
