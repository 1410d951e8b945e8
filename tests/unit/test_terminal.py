"""What a command says: nothing in it steers the terminal, whatever file it comes from."""

import pytest

from haas_client.commands import terminal


def test_nothing_steers_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.show("M\x1b[2JA\u202e\nnext")
    terminal.tell("T\x9b1A")
    said = capsys.readouterr()
    assert said.out == "M\ufffd[2JA\ufffd\nnext\n"
    assert said.err == "T\ufffd1A\n"
