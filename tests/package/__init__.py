"""The Debian package as an owner has it: installed on an emulated PC, met at the login, updated, removed.

``./test package``: not a part of ``./test`` and ``./test system``, since a package must be built first
(``packaging/build``) and the PC that it is tried on has a desktop's libraries.
"""
