"""A swap guide as lines of text, with this machine's facts in it."""

from collections.abc import Container, Iterator

import msgspec

from haas_client.handsbuy.pack import conditions, words
from haas_client.handsbuy.pack.conditions import Ask, Decided
from haas_client.handsbuy.pack.filled import filled
from haas_client.handsbuy.pack.found import Facts
from haas_client.handsbuy.pack.guide import Check, Guide, Question, Words
from haas_client.handsbuy.pack.vocabulary import Phase
from haas_client.handsbuy.sheet import Sheet, SheetStep, sheet, written
from haas_client.i18n import Translator


def lines(guide: Guide, facts: Facts, t: Translator) -> list[str]:
    """The whole guide; steps that are not for this machine are left out."""
    return list(_Printed(guide=guide, facts=facts, t=t).lines())


class _Printed(msgspec.Struct, frozen=True, kw_only=True):
    guide: Guide
    facts: Facts
    t: Translator

    def lines(self) -> Iterator[str]:
        guide, t = self.guide, self.t
        yield from head(guide, sheet(guide, self.facts, t.language), t)
        if conditions.applies(guide, self.facts) == Decided.NO:
            yield t("This guide is not for this PC.")
        yield from self._steps()
        yield ""
        yield t("Checked when the PC runs again")
        yield from (f"  • {self._text(check.words)}" for check in guide.checks if self._is_shown(check))

    def _steps(self) -> Iterator[str]:
        number, phase = 0, None
        for step in self.guide.steps:
            decided = conditions.decide(step.conditions, self.guide, self.facts)
            if decided == Decided.NO:
                continue
            if step.phase != phase:
                phase = step.phase
                yield from ("", words.phase(phase, self.t))
            number += 1
            told = written(self.guide, step, number, self.facts, self.t.language)
            title, *said = step_lines(told)
            yield from ("", title)
            if isinstance(decided, Ask):
                yield from self._question(decided.question)
            yield from said

    def _question(self, question: Question | None) -> Iterator[str]:
        """Not known whether the step is for this PC: it is shown, with what decides."""
        if question is not None:
            answers = " / ".join(self._text(answer.words) for answer in question.answers)
            yield "   ? " + f"{self._text(question.words)} ({answers})"

    def _is_shown(self, check: Check) -> bool:
        return conditions.decide(check.conditions, self.guide, self.facts) != Decided.NO

    def _text(self, told: Words) -> str:
        return filled(told, self.t.language, self.guide, self.facts)


def head(guide: Guide, page: Sheet, t: Translator) -> Iterator[str]:
    """Which guide it is, how long it takes, and what must be at hand."""
    yield f"{page.title} ({guide.id} {guide.version})"
    least, most = guide.minutes
    yield t("Difficulty {level} of 4, {least} to {most} minutes").format(level=guide.difficulty, least=least, most=most)
    yield from (f"• {text}" for text in (*page.tools, *page.parts))


def phase_lines(page: Sheet, ticked: Container[str], t: Translator, *phases: Phase) -> Iterator[str]:
    """The steps of these phases, each phase under its name."""
    for phase in phases:
        yield from ("", words.phase(phase, t))
        for step in page.of_phase(phase):
            yield from ("", *step_lines(step, ticked))


def step_lines(step: SheetStep, ticked: Container[str] = ()) -> Iterator[str]:
    """Its title, and below it what it says; ``ticked``: the names of ticks that are made."""
    yield f"{step.number}. {step.title}"
    yield from (f"   {line}" for line in _said(step, ticked))


def _said(step: SheetStep, ticked: Container[str]) -> Iterator[str]:
    for caution in step.cautions:
        tick = f" {_box(caution.tick in ticked)} {caution.confirm}" if caution.tick else ""
        yield f"! {caution.title}: {caution.text}{tick}"
    yield from (f"[{picture.alt}]" for picture in step.pictures)
    for line in step.lines:
        mark = f"({line.marker.number})" if line.marker else "-"
        yield "  " * line.level + f"{mark} {line.text}"
    yield from (f"+ {screws.words}" for screws in step.screws)
    if step.confirm:
        yield f"{_box(step.id in ticked)} {step.confirm}"
    yield from (f"? {sign} → {do}" for sign, do in step.wrong)


def _box(ticked: bool) -> str:
    return "[x]" if ticked else "[ ]"
