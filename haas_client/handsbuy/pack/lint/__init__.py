"""What is wrong with a guide, all of it at once, for who writes it."""

from collections.abc import Iterator
from pathlib import Path

from haas_client.handsbuy.pack import expand, folder, source
from haas_client.handsbuy.pack.guide import Guide
from haas_client.handsbuy.pack.lint import facts, musts, pictures, steps, texts
from haas_client.handsbuy.pack.lint.finding import Finding, Linted, Severity
from haas_client.handsbuy.pack.refusal import PackUnusable
from haas_client.handsbuy.pack.source import Pack
from haas_client.i18n import N_

RULES = (*texts.RULES, *pictures.RULES, *steps.RULES, *facts.RULES, *musts.RULES)

__all__ = ["RULES", "Finding", "Severity", "lint"]


def lint(guide: Path, common: Path) -> tuple[Finding, ...]:
    """Everything that is wrong with the guide in ``guide`` and the fragments it includes, errors first."""
    try:
        pack = source.read(guide, common)
    except PackUnusable as error:
        return (_unusable(error),)
    try:
        whole: Guide | None = expand.expanded(pack, draft=True)  # rules of their own tell which pictures are missing
        broken = []
    except PackUnusable as error:
        whole, broken = None, [_unusable(error)]
    try:
        linted = Linted(pack=pack, guide=whole, files=_files(pack))
    except PackUnusable as error:
        return (*broken, _unusable(error))
    return tuple(sorted((*broken, *_found(linted)), key=lambda finding: finding.severity != Severity.ERROR))


def _files(pack: Pack) -> dict[str, tuple[str, ...]]:
    return {one.place: folder.names(one.folder) for one in pack.sources}


def _found(linted: Linted) -> Iterator[Finding]:
    for rule in RULES:
        for hit in rule.find(linted):
            yield Finding(
                rule=rule.code,
                severity=rule.severity,
                place=hit.place,
                details=hit.details,
                problem=rule.problem,
                advice=rule.advice,
            )


def _unusable(error: PackUnusable) -> Finding:
    return Finding(
        rule="unusable",
        severity=Severity.ERROR,
        place=error.place,
        details={"why": error.why},
        problem=N_("The guide cannot be used: {why}."),
        advice=N_("Please put that right first: other things may only show then."),
    )
