"""Rules of facts: those of the vocabulary, used by their types, and asked for where they decide."""

from collections.abc import Iterator, Mapping

from haas_client.handsbuy.pack.fact_table import FACTS, FactType, indexed, kind_of
from haas_client.handsbuy.pack.filled import PLACEHOLDER
from haas_client.handsbuy.pack.guide import Condition
from haas_client.handsbuy.pack.lint.finding import Hit, Linted, Rule, Severity, file_of
from haas_client.handsbuy.pack.lint.uses import Role, uses
from haas_client.handsbuy.pack.model import Check, GuideFile, Scalar, Values, listed
from haas_client.handsbuy.pack.source import GUIDE, AnySource
from haas_client.handsbuy.pack.vocabulary import CheckKind, Op
from haas_client.i18n import N_

_T = FactType
_OPS: dict[Op, frozenset[FactType]] = {
    Op.PRESENT: frozenset(_T) - {_T.FLAG, _T.VERDICT},
    Op.ABSENT: frozenset(_T) - {_T.FLAG, _T.VERDICT},
    Op.EQUALS: frozenset(_T) - {_T.VERDICT},
    Op.CHANGED: frozenset(_T) - {_T.FLAG, _T.VERDICT},
    Op.UNCHANGED: frozenset(_T) - {_T.FLAG, _T.VERDICT},
    Op.AT_LEAST: frozenset({_T.BYTES, _T.COUNT, _T.WATTS}),
    Op.INCREASED: frozenset({_T.BYTES, _T.COUNT, _T.WATTS}),
    Op.INCREASED_BY: frozenset({_T.BYTES, _T.COUNT, _T.WATTS}),
    Op.NONE_NEW: frozenset({_T.COUNT}),
    Op.HEALTHY: frozenset({_T.VERDICT}),
}
"""Which types of facts each op can be asked of."""
_PYTHON: dict[FactType, type] = {_T.FLAG: bool, _T.BYTES: int, _T.WATTS: int, _T.COUNT: int}
"""What a value of each type is in the file; text where it is not in here."""


def _values(linted: Linted) -> Iterator[tuple[str, Values]]:
    """All places in which facts decide something."""
    for source in linted.pack.sources:
        here = file_of(source)
        for number, entry in enumerate(source.file.steps, 1):
            yield f"{here}, [[steps]] {number}", entry.when
            yield f"{here}, [[steps]] {number}", entry.unless
        if isinstance(source.file, GuideFile):
            yield f"{here}, applies", source.file.applies
            for check in source.file.checks:
                yield f"{here}, check {check.id}", check.when
                yield f"{here}, check {check.id}", check.unless


def _unknown_names(linted: Linted) -> Iterator[Hit]:
    places = [(place, name) for place, values in _values(linted) for name in values]
    for source in linted.pack.sources:
        places += [(f"{file_of(source)}, needs", name) for name in source.file.needs]
        places += [(f"{file_of(source)}, questions", question.fact) for question in source.file.questions]
    yield from (Hit(place, {"name": name}) for place, name in places if name not in FACTS)


def _unknown_in_checks(linted: Linted) -> Iterator[Hit]:
    for check, place in _measured(linted):
        wrong = [name for name in _placeholders(check) if name not in FACTS]
        if kind_of(check.fact or "") is None:
            wrong.append(check.fact or "")
        yield from (Hit(place, {"name": name[:60]}) for name in wrong)


def _measured(linted: Linted) -> Iterator[tuple[Check, str]]:
    checks = linted.pack.guide.file.checks
    return ((one, f"{GUIDE}, check {one.id}") for one in checks if one.kind == CheckKind.MEASURE)


def _need_type(linted: Linted) -> Iterator[Hit]:
    for source in linted.pack.sources:
        for name, need in source.file.needs.items():
            if name in FACTS and need.type != FACTS[name].type:
                details = {"name": name, "type": FACTS[name].type, "told": need.type[:20]}
                yield Hit(f"{file_of(source)}, needs", details)


def _value_of_no_such_kind(linted: Linted) -> Iterator[Hit]:
    places = [(place, name, one) for place, values in _values(linted) for name, one in values.items()]
    for source in linted.pack.sources:
        for asked in source.file.questions:
            place = f"{file_of(source)}, question {asked.fact}"
            places += [(place, asked.fact, tuple(answer.value for answer in asked.answers))]
    for place, name, value in places:
        yield from (Hit(place, {"name": name, "value": str(one)[:40]}) for one in listed(value) if _wrong(name, one))


def _wrong(name: str, value: Scalar) -> bool:
    fact = FACTS.get(name)
    if fact is None:
        return False
    if fact.choices:
        return value not in fact.choices
    return type(value) is not _PYTHON.get(fact.type, str)


def _unknown_words_missing(linted: Linted) -> Iterator[Hit]:
    for source in linted.pack.sources:
        for name in sorted(_used_in_texts(source)):
            need = source.file.needs.get(name)
            if need is not None and need.unknown is None:
                yield Hit(f"{file_of(source)}, needs", {"name": name})


def _used_in_texts(source: AnySource) -> set[str]:
    keys = {use.key for use in uses(source)}
    texts = (texts.get(key, "") for texts in source.texts.values() for key in keys)
    return {found[1] for text in texts for found in PLACEHOLDER.finditer(text)}


def _needs_unused(linted: Linted) -> Iterator[Hit]:
    checked = {name for check, _ in _measured(linted) for name in _placeholders(check)}
    for source in linted.pack.sources:
        used = _used_in_texts(source) | checked
        yield from (Hit(f"{file_of(source)}, needs", {"name": name}) for name in source.file.needs if name not in used)


def _placeholders(check: Check) -> Iterator[str]:
    for text in (check.fact, check.value):
        yield from (found[1] for found in PLACEHOLDER.finditer(str(text)))


def _deciding(linted: Linted) -> Mapping[str, set[Scalar]]:
    """Facts that decide something, each with the values that are looked for."""
    guide = linted.guide
    if guide is None:
        return {}
    conditions: list[Condition] = [guide.applies, *(c for step in guide.steps for c in step.conditions)]
    conditions += [c for check in guide.checks for c in check.conditions]
    found: dict[str, set[Scalar]] = {}
    for condition in conditions:
        for name, values in condition.facts.items():
            found.setdefault(name, set()).update(values)
    return found


def _not_asked(linted: Linted) -> Iterator[Hit]:
    for name in _deciding(linted):
        asked = linted.guide.question(name) if linted.guide else None
        if name in FACTS and FACTS[name].type != _T.FLAG and asked is None:
            yield Hit(GUIDE, {"name": name})


def _answers_missing(linted: Linted) -> Iterator[Hit]:
    for name, values in _deciding(linted).items():
        question = linted.guide.question(name) if linted.guide else None
        if question is not None:
            answers = {answer.value for answer in question.answers}
            for value in sorted(map(str, values - answers)):
                yield Hit(f"{GUIDE}, question {name}", {"value": value})


def _asked_in_vain(linted: Linted) -> Iterator[Hit]:
    deciding = _deciding(linted)
    for question in linted.guide.questions if linted.guide else ():
        if question.fact not in deciding:
            yield Hit(f"{GUIDE}, question {question.fact}")


def _wrong_op(linted: Linted) -> Iterator[Hit]:
    for check, place in _measured(linted):
        fact = kind_of(check.fact or "")
        if fact is not None and check.op is not None and fact.type not in _OPS[check.op]:
            yield Hit(place, {"op": check.op, "type": fact.type})


def _bare_slot(linted: Linted) -> Iterator[Hit]:
    """Slots and serial numbers differ from PC to PC: one that is written out is another PC's."""
    for check, place in _measured(linted):
        taken = indexed(check.fact or "")
        if taken is not None and not PLACEHOLDER.fullmatch(taken.index):
            yield Hit(place, {"index": taken.index[:40]})


def _nothing_checked(linted: Linted) -> Iterator[Hit]:
    if not linted.pack.guide.file.checks:
        yield Hit(GUIDE)


def _no_way_back(linted: Linted) -> Iterator[Hit]:
    return (Hit(place) for check, place in _measured(linted) if check.if_fail is None)


def _asks_a_question(linted: Linted) -> Iterator[Hit]:
    source = linted.pack.guide
    asked = {check.text for check in source.file.checks if check.kind == CheckKind.ASK}
    asked |= {use.key for use in uses(source) if use.role == Role.CONFIRM}
    for language, texts in source.texts.items():
        for key in sorted(asked & texts.keys()):
            if texts[key].rstrip().endswith(("?", "\uff1f", "か", "か。")):
                yield Hit(f"text/{language}.toml, {key}")


RULES = (
    Rule(
        "fact-unknown",
        _unknown_names,
        N_("There is no fact “{name}”."),
        N_("Please take one of the list in docs/guide-format.md."),
    ),
    Rule(
        "check-fact",
        _unknown_in_checks,
        N_("There is no fact “{name}”."),
        N_("Please take one of the list in docs/guide-format.md."),
    ),
    Rule(
        "need-type",
        _need_type,
        N_("“{name}” is of the type “{type}”, not “{told}”."),
        N_("Please write that type."),
    ),
    Rule(
        "fact-value",
        _value_of_no_such_kind,
        N_("“{name}” is never “{value}”."),
        N_("Please take a value of the list in docs/guide-format.md."),
    ),
    Rule(
        "need-words",
        _unknown_words_missing,
        N_("A text uses “{name}”, and there are no words for where it is unknown."),
        N_("Please give it “unknown”."),
    ),
    Rule(
        "need-unused",
        _needs_unused,
        N_("Nothing uses “{name}”."),
        N_("Please take it out."),
        Severity.WARNING,
    ),
    Rule(
        "question-missing",
        _not_asked,
        N_("“{name}” decides something, and nobody can be asked for it."),
        N_("Please write a question for it."),
    ),
    Rule(
        "question-answers",
        _answers_missing,
        N_("No answer gives “{value}”, which something depends on."),
        N_("Please add an answer."),
    ),
    Rule(
        "question-vain",
        _asked_in_vain,
        N_("Nothing depends on the answer to this question."),
        N_("Please take it out."),
        Severity.WARNING,
    ),
    Rule(
        "check-op",
        _wrong_op,
        N_("“{op}” cannot be asked of a fact of the type “{type}”."),
        N_("Please take another op, or another fact."),
    ),
    Rule(
        "check-index",
        _bare_slot,
        N_("“{index}” is a slot or a number of one PC."),
        N_("Please write a placeholder there, such as {{part.slot}}."),
    ),
    Rule("checks-empty", _nothing_checked, N_("Nothing is checked after the swap."), N_("Please write checks.")),
    Rule(
        "check-way-back",
        _no_way_back,
        N_("Where this check fails, the owner is not told what to do."),
        N_("Please give it “if_fail”."),
        Severity.WARNING,
    ),
    Rule(
        "statement",
        _asks_a_question,
        N_("What the owner confirms is a question."),
        N_("Please write a statement: “yes” must mean that all is well."),
    ),
)
