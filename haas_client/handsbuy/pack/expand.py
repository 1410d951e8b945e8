"""Puts a guide together: fragments in their places, texts and pictures in place of their names.

Here all that one file says of another must hold; what does not is :class:`PackUnusable`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

from haas_client.handsbuy.pack import folder, guide, model
from haas_client.handsbuy.pack.guide import Condition, Guide, Marker, Picture, Words
from haas_client.handsbuy.pack.model import MAX_ALL_STEPS, MAX_PICTURE_BYTES, GuideFile, Include
from haas_client.handsbuy.pack.refusal import PackUnusable
from haas_client.handsbuy.pack.source import ENDINGS, FRAGMENT, GUIDE, PICTURES, AnySource, Pack
from haas_client.handsbuy.pack.vocabulary import Level, Phase, Tool

TITLE = "title"
"""The text that is the guide's title."""
T = TypeVar("T")
_LEVELS = tuple(Level)
_PHASES = tuple(Phase)


def expanded(pack: Pack, *, draft: bool = False) -> Guide:
    """The guide, whole; raises :class:`PackUnusable`. Of a ``draft``, pictures may still be missing: for the lint."""
    scopes = {source.place: _Scope(source, draft=draft) for source in pack.sources}
    own, file = scopes[""], pack.guide.file
    steps = tuple(_steps(own, scopes, None, ()))
    _check_steps(steps)
    questions = [question for scope in scopes.values() for question in scope.questions()]
    needs = [need for scope in scopes.values() for need in scope.needs()]
    checks = tuple(_check(own, check) for check in file.checks)
    _check_ways(checks, steps)
    return Guide(
        id=file.id,
        version=file.version,
        kind=file.kind,
        reasons=file.reason,
        title=own.words(TITLE, "title"),
        difficulty=file.difficulty,
        minutes=file.minutes,
        reviewed=file.reviewed,
        applies=Condition(facts=_values(file.applies)),
        parts=tuple(own.words(key, "parts") for key in file.parts),
        needs=_first_of(needs, lambda need: need.fact),
        tools=_tools(scopes.values()),
        questions=_first_of(questions, lambda question: question.fact),
        steps=steps,
        checks=checks,
    )


class _Scope:
    """What the names in one folder stand for."""

    def __init__(self, source: AnySource, *, draft: bool) -> None:
        self.source, self.file, self._draft = source, source.file, draft
        self._name = GUIDE if isinstance(source.file, GuideFile) else FRAGMENT
        self.pictures = {one.id: one for one in self.file.pictures}
        self.prefix = f"{source.place.rpartition('/')[2].partition('@')[0]}." if source.place else ""
        if len(self.pictures) < len(self.file.pictures):
            raise self.refusal("two pictures of one id", "pictures")
        for picture in () if draft else self.file.pictures:
            self._check_files(picture)

    def refusal(self, why: str, key: str) -> PackUnusable:
        return PackUnusable(why, f"{self.source.at(self._name)}, {key}")

    def words(self, key: str, place: str) -> Words:
        texts = {language: known[key] for language, known in self.source.texts.items() if key in known}
        missing = [language for language in self.source.texts if language not in texts]
        if missing:
            raise self.refusal(f"there is no text “{key}” in {', '.join(missing)}", place)
        return Words(texts)

    def needs(self) -> Iterator[guide.Need]:
        for fact, need in self.file.needs.items():
            unknown = self.words(need.unknown, f"needs, {fact}") if need.unknown else None
            yield guide.Need(fact=fact, unknown=unknown, optional=need.optional)

    def questions(self) -> Iterator[guide.Question]:
        for asked in self.file.questions:
            place = f"questions, {asked.fact}"
            answers = tuple(
                guide.Answer(
                    value=one.value,
                    words=self.words(one.text, place),
                    picture=self.picture(one.picture, {}, place) if one.picture else None,
                )
                for one in asked.answers
            )
            yield guide.Question(fact=asked.fact, words=self.words(asked.text, place), answers=answers)

    def picture(self, picture_id: str, shown: dict[str, Marker], place: str) -> Picture:
        """With the markers in ``shown`` that are of it, and no other."""
        named = self._named(picture_id, place)
        return Picture(
            id=named.id,
            file=self.source.file_of(f"pictures/{named.id}.webp"),
            line_file=self.source.file_of(f"pictures/{named.id}.line.webp"),
            alt=self.words(named.alt, f"pictures, {named.id}"),
            markers=tuple(marker for name, marker in shown.items() if name in {one.id for one in named.markers}),
        )

    def numbered(self, pictures: Sequence[str], mentioned: Iterable[str], place: str) -> dict[str, Marker]:
        """The markers that a step's lines mention, by their ids, numbered from 1 as they are met."""
        found: dict[str, Marker] = {}
        for name in dict.fromkeys(mentioned):
            having = [(p, one) for p in pictures for one in self._named(p, place).markers if one.id == name]
            if len(having) != 1:
                raise self.refusal(f"marker “{name}” is on {len(having)} of the step's pictures, not on one", place)
            picture, one = having[0]
            places = self.source.markers.get(picture, {}).get(name, ())
            if not (places or self._draft):
                raise self.refusal(f"{picture}.markers.json has no “{name}”", place)
            found[name] = Marker(
                number=len(found) + 1,
                colour=one.colour,
                label=self.words(one.label, f"pictures, {picture}"),
                places=places if isinstance(places, tuple) else (places,),
            )
        return found

    def _named(self, picture_id: str, place: str) -> model.PictureNamed:
        if picture_id not in self.pictures:
            raise self.refusal(f"there is no picture “{picture_id}”", place)
        return self.pictures[picture_id]

    def _check_files(self, picture: model.PictureNamed) -> None:
        for ending in ENDINGS:
            name = f"{PICTURES}/{picture.id}{ending}"
            place = self.source.shown_at(name).removesuffix(name)
            folder.check(self.source.holder(name), name, MAX_PICTURE_BYTES, place)


def _steps(
    scope: _Scope, scopes: dict[str, _Scope], phase: Phase | None, above: tuple[Condition, ...]
) -> Iterator[guide.Step]:
    for number, entry in enumerate(scope.file.steps, 1):
        conditions = (*above, *_conditions(entry.when, entry.unless))
        if isinstance(entry, Include):
            yield from _steps(scopes[entry.include], scopes, entry.phase or phase, conditions)
        else:
            place = f"[[steps]] {number} ({entry.id})"
            if not (entry.phase or phase):
                raise scope.refusal("has no phase, and the include gives none", place)
            yield _step(scope, entry, entry.phase or phase or Phase.OFF, conditions, place)


def _step(scope: _Scope, step: model.Step, phase: Phase, conditions: tuple[Condition, ...], place: str) -> guide.Step:
    mentioned = (*(line.marker for line in step.lines), *(screws.marker for screws in step.screws))
    markers = scope.numbered(step.pictures, filter(None, mentioned), place)
    cautions = (_caution(scope, one, place) for one in step.caution)
    return guide.Step(
        id=scope.prefix + step.id,
        phase=phase,
        title=scope.words(step.title, place),
        pictures=tuple(scope.picture(one, markers, place) for one in step.pictures),
        seconds=step.seconds,
        cautions=tuple(sorted(cautions, key=lambda one: _LEVELS.index(one.level))),
        tools=step.tools,
        lines=tuple(_line(scope, one, markers, place) for one in step.lines),
        screws=tuple(_screws(one, markers) for one in step.screws),
        confirm=scope.words(step.confirm, place) if step.confirm else None,
        wrong=tuple(guide.Wrong(sign=scope.words(w.sign, place), do=scope.words(w.do, place)) for w in step.wrong),
        conditions=conditions,
    )


def _line(scope: _Scope, line: model.Line, markers: dict[str, Marker], place: str) -> guide.Line:
    marker = markers[line.marker] if line.marker else None
    return guide.Line(words=scope.words(line.text, place), marker=marker, level=line.level, tells=line.tells)


def _screws(screws: model.Screws, markers: dict[str, Marker]) -> guide.Screws:
    return guide.Screws(
        id=screws.id,
        count=screws.count,
        thread=screws.thread,
        drive=screws.drive,
        length_mm=screws.length_mm,
        marker=markers[screws.marker] if screws.marker else None,
    )


def _caution(scope: _Scope, caution: model.Caution, place: str) -> guide.Caution:
    return guide.Caution(
        level=caution.level,
        hazard=caution.hazard,
        words=scope.words(caution.text, place) if caution.text else None,
        confirm=scope.words(caution.confirm, place) if caution.confirm else None,
    )


def _check(scope: _Scope, check: model.Check) -> guide.Check:
    place = f"checks, {check.id}"
    return guide.Check(
        id=check.id,
        kind=check.kind,
        words=scope.words(check.text, place),
        fact=check.fact or "",
        op=check.op,
        value=check.value,
        tolerance=check.tolerance,
        after_seconds=check.after_seconds,
        conditions=_conditions(check.when, check.unless),
        go=check.if_fail.go if check.if_fail else "",
        fail_words=scope.words(check.if_fail.text, place) if check.if_fail else None,
    )


def _conditions(when: model.Values, unless: model.Values) -> tuple[Condition, ...]:
    found = (Condition(facts=_values(when)), Condition(facts=_values(unless), negated=True))
    return tuple(one for one in found if one.facts)


def _values(values: model.Values) -> dict[str, tuple[model.Scalar, ...]]:
    return {fact: model.listed(value) for fact, value in values.items()}


def _tools(scopes: Iterable[_Scope]) -> tuple[guide.NeededTool, ...]:
    """Each once; needed where any of the files needs it."""
    needed: dict[Tool, bool] = {}
    for tool in (tool for scope in scopes for tool in scope.file.tools):
        needed[tool.id] = needed.get(tool.id, True) and tool.optional
    return tuple(guide.NeededTool(id=tool, optional=optional) for tool, optional in needed.items())


def _check_steps(steps: Sequence[guide.Step]) -> None:
    if not steps or len(steps) > MAX_ALL_STEPS:
        raise PackUnusable(f"{len(steps)} steps; a guide has 1 to {MAX_ALL_STEPS}", GUIDE)
    ids = [step.id for step in steps]
    repeated = next((one for one in ids if ids.count(one) > 1), None)
    if repeated:
        raise PackUnusable(f"two steps are called “{repeated}”", GUIDE)
    for earlier, later in pairwise(steps):
        if _PHASES.index(earlier.phase) > _PHASES.index(later.phase):
            raise PackUnusable(f"phase “{later.phase}” comes after “{earlier.phase}”", f"{GUIDE}, step {later.id}")


def _check_ways(checks: Sequence[guide.Check], steps: Sequence[guide.Step]) -> None:
    known = {step.id for step in steps}
    ids = [check.id for check in checks]
    for check in checks:
        if check.go and check.go not in known:
            raise PackUnusable(f"leads to “{check.go}”, and there is no such step", f"{GUIDE}, checks, {check.id}")
        if ids.count(check.id) > 1:
            raise PackUnusable("two checks of one id", f"{GUIDE}, checks, {check.id}")


def _first_of(found: Iterable[T], sign: Callable[[T], str]) -> tuple[T, ...]:
    """One of each sign: the guide's own stands before those of fragments."""
    by_sign: dict[str, T] = {}
    for one in found:
        by_sign.setdefault(sign(one), one)
    return tuple(by_sign.values())
