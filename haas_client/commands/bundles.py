"""``collect`` and ``show``, where there is a bundle: it is made, kept and read, and its result told."""

import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from haas_client import i18n, paths
from haas_client.as_json import printed
from haas_client.bundle import archive, contents, encryption, report, result, summary
from haas_client.bundle.contents import Contents
from haas_client.bundle.redact import pseudonym_key
from haas_client.channels import folder
from haas_client.cli import Arguments
from haas_client.commands import terminal
from haas_client.diagnostics.collect import Collection
from haas_client.diagnostics.diagnosis import Diagnosis
from haas_client.errors import ExitCode
from haas_client.files import SaveFailed
from haas_client.i18n import t
from haas_client.request import Request


def make(arguments: Arguments, collection: Collection, diagnosis: Diagnosis, request: Request) -> ExitCode:
    """Writes the file where it is wanted, and tells the result."""
    made_at, key = datetime.now(UTC), pseudonym_key(paths.data_home())
    bundle = contents.build(collection, diagnosis, request, key=key, created_at=made_at)
    # The file first: whoever reads the output may have gone away, and the diagnosis must not be lost for that.
    try:
        saved = _save(bundle, arguments.output, made_at)
    except (SaveFailed, encryption.CannotEncrypt):
        _print(bundle, as_json=arguments.as_json)  # the findings at least
        raise
    _print(bundle, as_json=arguments.as_json)
    sys.stdout.flush()
    terminal.tell("\n" + saved)
    return ExitCode.OK


def show(arguments: Arguments) -> ExitCode:
    keys = encryption.identities(arguments.identity) if arguments.identity else ()
    bundle = archive.read(arguments.bundle, keys)
    count = len(bundle.manifest.members)
    terminal.tell(t("Checked: {count} of {count} files are undamaged.").format(count=count))
    _print(bundle, as_json=arguments.as_json)
    return ExitCode.OK


def _save(bundle: Contents, output: Path | None, made_at: datetime) -> str:
    """Writes the file and gives the words for it."""
    keys = encryption.recipients()
    path = archive.write(_output_path(output, made_at, keys), bundle.members, recipients=keys)
    saved = t("Saved: {path} ({size} KB)").format(path=path, size=max(1, round(path.stat().st_size / 1000)))
    return saved + "\n" + t("Encrypted: only the customer centre can open it.") if keys else saved


def _print(bundle: Contents, *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(printed(result.of_bundle(bundle)))
        return
    created_at = bundle.manifest.created_at
    page = report.page(
        bundle.snapshot,
        bundle.diagnosis,
        bundle.request,
        i18n.current(),
        created_at=created_at,
        code=bundle.manifest.code,
        photos=bundle.photos,
    )
    terminal.show("\n".join((*summary.asked(page), *summary.lines(page))))


def _output_path(output: Path | None, made_at: datetime, keys: Sequence[str]) -> Path:
    name = folder.new_name(made_at)
    if output is None:
        return folder.unused(archive.named(Path(name), keys))
    return folder.unused(archive.named(output / name, keys)) if os.path.isdir(output) else output
