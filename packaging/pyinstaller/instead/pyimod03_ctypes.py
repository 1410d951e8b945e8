"""In the place of PyInstaller's module of this name, which loads ctypes (8 ms) at every start of every command.

It has ctypes look into the program's folder for libraries. None of those there is ever looked for: pyudev asks for the
system's libudev.
"""


def install() -> None:
    """What the start calls."""
