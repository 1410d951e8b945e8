"""Rules of texts: whole in both languages, plain, short, and with nothing in them that a person could misuse."""

import re
import unicodedata
from collections.abc import Callable, Iterator

from haas_client.handsbuy.pack.fact_table import FACTS
from haas_client.handsbuy.pack.filled import PLACEHOLDER, SHOWN
from haas_client.handsbuy.pack.lint.finding import Hit, Linted, Rule, Severity, file_of
from haas_client.handsbuy.pack.lint.uses import Role, uses
from haas_client.handsbuy.pack.model import LANGUAGES
from haas_client.handsbuy.pack.source import AnySource
from haas_client.i18n import N_

_JAPANESE = re.compile("[\u3041-\u30ff\u4e00-\u9fff]")
_UNFINISHED = re.compile(r"^\((?:en|ja)\)$|\b(?:TODO|FIXME|XXX|TBD)\b|^[.…\s]*$")
_REVERSE = re.compile(
    r"逆の?(?:手順|順)|逆に(?:戻|組|たど)|revers\w* (?:\w+ )?(?:order|steps|procedure)", re.IGNORECASE
)
_CONTACT = re.compile(
    r"https?:|www\.|[\w.]@[\w-]+\.|〒|\+81|\d{2,5}[-(]\d{1,4}[-)]\d{3,4}|(?<!\d)0\d{9,10}(?!\d)", re.IGNORECASE
)
_MARKUP = re.compile(r"</?[a-z!]|\*\*|__|`|\]\(|&[a-z]+;|&#", re.IGNORECASE)
_PLACEHOLDER_WIDTH = 8
"""Characters that a fact is taken to need: DIMM_A2, 16 GB."""

LENGTHS: dict[Role, tuple[int, int]] = {
    Role.TITLE: (24, 60),
    Role.LINE: (60, 140),
    Role.CONFIRM: (30, 80),
    Role.LABEL: (20, 40),
    Role.WORDS: (100, 240),
}
"""Japanese and English. 60 Japanese characters are three lines of a phone that is 390 pixels wide, at 18 pixels."""


def _everywhere(found: Callable[[str, str], bool]) -> Callable[[Linted], Iterator[Hit]]:
    """A rule's search: all texts of which ``found(text, language)`` is true."""

    def find(linted: Linted) -> Iterator[Hit]:
        for place, text, language in _texts(linted):
            if found(text, language):
                yield Hit(place, {"text": text[:60]})

    return find


def _texts(linted: Linted) -> Iterator[tuple[str, str, str]]:
    for source in linted.pack.sources:
        for language, texts in source.texts.items():
            for key, text in texts.items():
                yield _place(source, language, key), text, language


def _place(source: AnySource, language: str, key: str) -> str:
    return f"{source.at(f'text/{language}.toml')}, {key}"


def _missing(linted: Linted) -> Iterator[Hit]:
    for source in linted.pack.sources:
        known = {key for texts in source.texts.values() for key in texts}
        for language, texts in source.texts.items():
            yield from (Hit(_place(source, language, key)) for key in sorted(known - set(texts)))


def _undefined(linted: Linted) -> Iterator[Hit]:
    for source in linted.pack.sources:
        known = {key for texts in source.texts.values() for key in texts}
        yield from (Hit(use.place, {"key": use.key}) for use in uses(source) if use.key not in known)


def _unused(linted: Linted) -> Iterator[Hit]:
    for source in linted.pack.sources:
        used = {use.key for use in uses(source)}
        source_language = source.texts[LANGUAGES[0]]
        yield from (Hit(_place(source, LANGUAGES[0], key)) for key in source_language if key not in used)


def _too_long(linted: Linted) -> Iterator[Hit]:
    for source in linted.pack.sources:
        roles: dict[str, Role] = {}
        for use in uses(source):
            roles[use.key] = min(roles.get(use.key, use.role), use.role, key=lambda role: LENGTHS[role])
        for number, language in enumerate(LANGUAGES):
            for key, role in roles.items():
                length = len(PLACEHOLDER.sub("x" * _PLACEHOLDER_WIDTH, source.texts[language].get(key, "")))
                most = LENGTHS[role][number]
                if length > most:
                    yield Hit(_place(source, language, key), {"length": str(length), "most": str(most)})


def _names(text: str) -> set[str]:
    return {found[1] for found in PLACEHOLDER.finditer(text)}


def _unknown_placeholder(linted: Linted) -> Iterator[Hit]:
    for place, text, _ in _texts(linted):
        yield from (Hit(place, {"name": name[:40]}) for name in sorted(_names(text) - set(FACTS)))


def _code_shown(linted: Linted) -> Iterator[Hit]:
    for place, text, _ in _texts(linted):
        codes = {name for name in _names(text) & set(FACTS) if FACTS[name].type not in SHOWN}
        yield from (Hit(place, {"name": name}) for name in sorted(codes))


def _not_needed(linted: Linted) -> Iterator[Hit]:
    for source in linted.pack.sources:
        for language, texts in source.texts.items():
            for key, text in texts.items():
                missing = (_names(text) & set(FACTS)) - set(source.file.needs)
                yield from (Hit(_place(source, language, key), {"name": name}) for name in sorted(missing))


def _placeholders_differ(linted: Linted) -> Iterator[Hit]:
    for source in linted.pack.sources:
        ours, theirs = (source.texts[language] for language in LANGUAGES)
        for key in ours.keys() & theirs.keys():
            if _names(ours[key]) != _names(theirs[key]):
                yield Hit(_place(source, LANGUAGES[1], key))


def _nested(linted: Linted) -> Iterator[Hit]:
    for source in linted.pack.sources:
        for fact, need in source.file.needs.items():
            if any("{" in texts.get(need.unknown or "", "") for texts in source.texts.values()):
                yield Hit(f"{file_of(source)}, needs, {fact}")


def _stray_brace(text: str, _language: str) -> bool:
    return bool(re.search("[{}]", PLACEHOLDER.sub("", text)))


def _invisible(text: str, _language: str) -> bool:
    return any(unicodedata.category(c)[0] == "C" or (c.isspace() and c not in " \u3000") for c in text)


def _contact(text: str, _language: str) -> bool:
    return bool(_CONTACT.search(unicodedata.normalize("NFKC", text)))


RULES = (
    Rule("text-missing", _missing, N_("This text is in one language only."), N_("Please translate it.")),
    Rule(
        "text-undefined",
        _undefined,
        N_("There is no text “{key}”."),
        N_("Please write it in every language's file, or take the key out."),
    ),
    Rule("text-unused", _unused, N_("Nothing uses this text."), N_("Please take it out in both languages.")),
    Rule(
        "text-unfinished",
        _everywhere(lambda text, _: bool(_UNFINISHED.search(text))),
        N_("This text is not finished: {text}"),
        N_("Please write it."),
    ),
    Rule(
        "text-language",
        _everywhere(lambda text, language: bool(_JAPANESE.search(text)) == (language == "en")),
        N_("This text looks as if it were in another language: {text}"),
        N_("Please write it in the language of its file."),
        Severity.WARNING,
    ),
    Rule(
        "text-too-long",
        _too_long,
        N_("{length} characters; at most {most} fit on a phone."),
        N_("Please make it shorter, or two lines of it."),
    ),
    Rule(
        "text-brace",
        _everywhere(_stray_brace),
        N_("A brace that belongs to no placeholder: {text}"),
        N_("Please take it out."),
    ),
    Rule(
        "text-invisible",
        _everywhere(_invisible),
        N_("A line break, or a character that cannot be seen."),
        N_("Please write one paragraph of plain text."),
    ),
    Rule(
        "text-markup",
        _everywhere(lambda text, _: bool(_MARKUP.search(text))),
        N_("This looks like markup: {text}"),
        N_("Texts are plain; please take it out."),
    ),
    Rule(
        "text-contact",
        _everywhere(_contact),
        N_("A telephone number or an address stands in the text: {text}"),
        N_("Please say “our customer centre”: its number is on the warranty card."),
    ),
    Rule(
        "text-reverse-order",
        _everywhere(lambda text, _: bool(_REVERSE.search(text))),
        N_("“In reverse order” is no instruction: {text}"),
        N_("Please write the steps out."),
    ),
    Rule(
        "placeholder-unknown",
        _unknown_placeholder,
        N_("There is no fact “{name}”."),
        N_("Please take one of the list in docs/guide-format.md."),
    ),
    Rule(
        "placeholder-code",
        _code_shown,
        N_("“{name}” is a code and cannot be shown."),
        N_("Please use it in “when”, and write the words out."),
    ),
    Rule(
        "placeholder-not-needed",
        _not_needed,
        N_("“{name}” does not stand in “needs” of the same file."),
        N_("Please add it there, with the words for “unknown”."),
    ),
    Rule(
        "placeholder-differs",
        _placeholders_differ,
        N_("This text has other placeholders than its source."),
        N_("Please use the same ones in both languages."),
    ),
    Rule(
        "placeholder-nested",
        _nested,
        N_("The words for “unknown” have a placeholder themselves."),
        N_("Please write plain words there."),
    ),
)
