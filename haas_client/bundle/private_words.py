"""Words that look private, so that an owner sees them marked before anything goes (the idea is libreport's).

A hint and no judgement: what is marked may go all the same, and what is not marked was not judged to be harmless. Pure,
and its time grows with the length of the text alone. What identifies a part or a case (serial numbers, codes, the
warranty number) is not private here: the centre needs it.
"""

import html
import ipaddress
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from functools import lru_cache

import msgspec
from stdnum import luhn

from haas_client.bundle import photos
from haas_client.bundle.contents import Contents
from haas_client.bundle.redact import IPV4, IPV6, MAC, MAIL, known_names, longest_first, part_texts, whole_word
from haas_client.centre import MAIL_ADDRESS
from haas_client.diagnostics import readout
from haas_client.diagnostics.host import Identities
from haas_client.diagnostics.rules.references import REFERENCES
from haas_client.i18n import N_, Translator


class Kind(StrEnum):
    """What a marked word looks like; where two fit, the first."""

    SECRET_KEY = "secret_key"  # noqa: S105  a kind of word
    LINK = "link"
    PASSWORD = "password"  # noqa: S105  a kind of word
    MAIL = "mail"
    CARD = "card"
    TELEPHONE = "telephone"
    PLACE = "place"
    NETWORK = "network"
    NAME = "name"


_WORDS = {
    Kind.SECRET_KEY: N_("a secret key"),
    Kind.LINK: N_("a link with a password or a key in it"),
    Kind.PASSWORD: N_("a password"),
    Kind.MAIL: N_("a mail address"),
    Kind.CARD: N_("a card number"),
    Kind.TELEPHONE: N_("a telephone number"),
    Kind.PLACE: N_("a postal address"),
    Kind.NETWORK: N_("an address of the network"),
    Kind.NAME: N_("a name"),
}


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """A place in a text: ``text[start:end]`` looks like ``kind``."""

    kind: Kind
    start: int
    end: int


class Marks(msgspec.Struct, frozen=True, kw_only=True):
    """What looks private in a bundle."""

    words: tuple[Span, ...]
    """In the owner's own words."""
    members: dict[str, tuple[Span, ...]]
    """In each file that has any, as UTF-8; photos are not looked into."""


# One character for one, so that a place in the changed text is the same place in the text as it was typed.
# The wide colon stays: it stands behind a label, and is no part of an address.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) != "："} | {0x3000: " "}
_DASH = dict.fromkeys(map(ord, "‐‑‒–—―−ｰ﹣－"), "-")
_LONG_VOWEL = re.compile(r"(?<=[0-9])ー(?=[0-9])")
"""What an input method puts where "-" was meant; in all other places it is a letter."""
_AS_TYPED = _NARROW | _DASH
_MASK = "\0"
"""Stands for what is known not to be private; it is no letter, no digit and no blank."""

# In the order of Kind: where two begin at one place, the first counts.
_KEY_BLOCK = (
    r"-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY-----(?:[A-Za-z0-9+/=\s]{0,20000}-----END [A-Z0-9 ]{0,30}-----)?"
    r"|AGE-SECRET-KEY-[0-9A-Z-]{1,80}"
)
_URL = r"(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{0,15}://(?:(?![\"'<>])[!-~]){1,2000}"
_SECRET_IN_URL = re.compile(
    r"://[^/?#@:]{1,100}:[^/?#@]{1,100}@"
    r"|[?&#;](?:[a-z0-9_-]{0,20}(?:token|secret|passw(?:or)?d|signature|api_?key)|auth|key|sig|sid|session|pwd)=[^&#;]",
    re.IGNORECASE,
)
_LOGIN_WORD = (
    r"(?P<password_word>(?i:(?<![a-z])(?:password|passwd|passphrase|passcode|pwd|psk)(?![a-z]))"
    r"|パスワード|パスフレーズ|パスコード|暗証番号|合言葉|合い言葉)"
    r"[\"'」』)]?[ \t]{0,4}"
    # After a sign anything; after a word only what no sentence goes on with ("the password is wrong").
    r"(?:[:：=]{1,2}[ \t]{0,4}[\"'「『]?[^\s\"'」』、。,\0]{1,64}"
    r"|(?:は|が|is)[ \t、]{0,4}[\"'「『]?(?=[!-~]{0,63}[0-9])[!-~]{4,64})"
)
_CARD = (
    r"(?<![0-9A-Za-z.])(?<![0-9][ -])"
    r"(?:[0-9]{4}([ -]?)[0-9]{4}\1[0-9]{4}\1[0-9]{4}|3[0-9]{3}([ -]?)[0-9]{6}\2[0-9]{4,5})"
    r"(?![0-9A-Za-z]|[ .-][0-9])"
)
# ISO/IEC 7812-1 gives the first digits to the brands: Visa, Mastercard (2), JCB, American Express, Diners, Discover.
_BRANDS = re.compile(r"4|5[1-5]|2[2-7]|35|3[47]|3[068]|6011|65")


def _telephone(blank: str) -> str:
    """A number of the Japanese plan with signs between its groups; :func:`_is_telephone` counts the digits."""
    between = f"[{blank}-]"
    return (
        r"(?<![0-9A-Za-z./_-])(?<![0-9][ :])"
        rf"(?:\+81{between}?(?:\(0\))?[1-9][0-9]{{0,3}}|\(0[1-9][0-9]{{0,3}}\)|0[1-9][0-9]{{0,3}})"
        rf"(?:{between}|\(|(?<=\)))[0-9]{{1,4}}[{blank})-][0-9]{{3,4}}"
        r"(?![0-9A-Za-z_]|[ .:/-][0-9])"
    )


_TELEPHONE_RUN = (
    r"(?<![0-9A-Za-z./_-])(?<![0-9][ :])0(?:[5789]0[1-9][0-9]{7}|[1-9][0-9]{8})(?![0-9A-Za-z_]|[ .:/-][0-9])"
)
_PREFECTURES = (
    "北海道|東京都|大阪府|京都府|(?:青森|岩手|宮城|秋田|山形|福島|茨城|栃木|群馬|埼玉|千葉|神奈川|新潟|富山|石川|福井|山梨|長野|"
    "岐阜|静岡|愛知|三重|滋賀|兵庫|奈良|和歌山|鳥取|島根|岡山|広島|山口|徳島|香川|愛媛|高知|福岡|佐賀|長崎|熊本|大分|宮崎|鹿児島|沖縄)県"
)
_PLACE = (
    r"〒[ ]?[0-9]{3}-?[0-9]{4}(?![0-9])"
    rf"|(?:{_PREFECTURES})[ ]?[^\s、。,.\0]{{1,12}}?[市区町村郡][^\s、。,\0]{{0,40}}"
    r"|[0-9]{1,4}丁目[0-9番地号-]{0,16}"
)
_POSTCODE = r"(?<![0-9A-Za-z./_-])(?<![0-9][ :])[0-9]{3}-[0-9]{4}(?![0-9A-Za-z_]|[.:/-][0-9])"
_VERSION_BEFORE = re.compile(r"(?:\bv|\bver\.?|\bversion|\brelease|バージョン|版)[ :=は]{0,3}$", re.IGNORECASE)
_LOOK_BACK = 16
_SHORTEST_PART = 4
"""Characters: a shorter serial number is found within anything."""
_UNITS = (".service", ".socket", ".slice", ".scope", ".target", ".timer", ".mount", ".device", ".path")
"""systemd names its units like mail addresses: user@1000.service."""


def find(
    text: str,
    identities: Identities | None = None,
    *,
    not_private: Iterable[str] = (),
    typed: bool = True,
) -> tuple[Span, ...]:
    """Places that look private, from the beginning on, none within another.

    ``typed``: a person wrote it. In what a program wrote, plain runs of digits are readings and are passed over.
    ``not_private`` are texts that never are, such as serial numbers.
    """
    looked_at = _masked(text.translate(_AS_TYPED), frozenset(not_private))
    looked_at = _LONG_VOWEL.sub("-", looked_at)
    spans: list[Span] = []
    for kind, match in _candidates(looked_at, identities, typed=typed):
        if _CHECKS.get(kind, _any)(match):
            spans.append(Span(kind=kind, start=match.start(), end=match.end()))
    order = list(Kind)
    spans.sort(key=lambda span: (span.start, order.index(span.kind)))
    return tuple(_apart(spans))


def in_bundle(bundle: Contents, identities: Identities | None = None) -> Marks:
    """Everything that looks private in what will be written; warranty number, name and contact are meant to go.

    ``identities`` are looked for in the owner's words alone: elsewhere they have been replaced, and a user called
    "owner" or "model" would be found in our own words.
    """
    request = bundle.request
    case = {request.warranty_number, bundle.manifest.code or "", readout.grouped(bundle.manifest.code or "")}
    parts = {text for text in part_texts(bundle.snapshot) if len(text) >= _SHORTEST_PART}
    # What our rules quote has section numbers that look like addresses ("5.16.1.3").
    quoted = {reference.where for reference in REFERENCES.values()}
    meant = parts | case | quoted | {request.name, request.contact}
    members = {
        name: find(data.decode("utf-8", "replace"), not_private=meant, typed=False)
        for name, data in bundle.members.items()
        if not name.startswith(photos.FOLDER)
    }
    return Marks(
        words=find(request.words, identities, not_private=parts | case),
        members={name: spans for name, spans in members.items() if spans},
    )


def title(kind: Kind, t: Translator) -> str:
    """A kind in words."""
    return t(_WORDS[kind])


def _candidates(text: str, identities: Identities | None, *, typed: bool) -> "Iterator[tuple[Kind, re.Match[str]]]":
    for kind, pattern in (_TYPED_PATTERNS if typed else _PATTERNS).items():
        yield from ((kind, match) for match in pattern.finditer(text))
    if identities and (names := _name_pattern(identities)):
        yield from ((Kind.NAME, match) for match in names.finditer(text))


def _apart(spans: list[Span]) -> Iterator[Span]:
    end = 0
    for span in spans:
        if span.start >= end:
            end = span.end
            yield span


def _masked(text: str, not_private: frozenset[str]) -> str:
    pattern = _masking(not_private)
    return pattern.sub(lambda match: _MASK * len(match[0]), text) if pattern else text


@lru_cache(maxsize=4)
def _masking(not_private: frozenset[str]) -> "re.Pattern[str] | None":
    as_in_html = (html.escape(word, quote=False) for word in not_private)
    words = longest_first(word.translate(_AS_TYPED) for word in (*not_private, *as_in_html) if word)
    return re.compile(whole_word("|".join(map(re.escape, words)))) if words else None


@lru_cache(maxsize=4)
def _name_pattern(identities: Identities) -> "re.Pattern[str] | None":
    words = longest_first(known_names(identities))
    return re.compile(whole_word("|".join(map(re.escape, words))), re.IGNORECASE) if words else None


def _any(_match: "re.Match[str]") -> bool:
    return True


def _is_mail(match: "re.Match[str]") -> bool:
    found = match[0].lower()
    return found != MAIL_ADDRESS and not found.endswith(_UNITS)


def _is_card(match: "re.Match[str]") -> bool:
    digits = re.sub("[ -]", "", match[0])
    return bool(_BRANDS.match(digits)) and bool(luhn.is_valid(digits))


def _is_telephone(match: "re.Match[str]") -> bool:
    digits = re.sub(r"\(0\)|[^0-9]", "", match[0].replace("+81", "0"))
    return len(digits) == 11 if digits[:3] in ("050", "070", "080", "090") else len(digits) == 10


def _is_network(match: "re.Match[str]") -> bool:
    found = match[0]
    if re.fullmatch(MAC, found):
        return len(set(found)) > 2  # not 00:00:… and ff:ff:…
    try:
        address = ipaddress.ip_address(found.rstrip(":") if not found.endswith("::") else found)
    except ValueError:
        return False  # a time, a PCI address
    if address.is_loopback or address.is_unspecified or found.startswith("255."):
        return False
    return not _VERSION_BEFORE.search(match.string, max(0, match.start() - _LOOK_BACK), match.start())


_CHECKS: dict[Kind, "Callable[[re.Match[str]], bool]"] = {
    Kind.LINK: lambda match: _SECRET_IN_URL.search(match[0]) is not None,
    Kind.MAIL: _is_mail,
    Kind.CARD: _is_card,
    Kind.TELEPHONE: _is_telephone,
    Kind.NETWORK: _is_network,
}

_PATTERNS: Mapping[Kind, "re.Pattern[str]"] = {
    Kind.SECRET_KEY: re.compile(_KEY_BLOCK),
    Kind.LINK: re.compile(_URL),
    Kind.PASSWORD: re.compile(_LOGIN_WORD),
    Kind.MAIL: re.compile(rf"(?<![A-Za-z0-9._%+-]){MAIL}"),
    Kind.TELEPHONE: re.compile(_telephone("")),
    Kind.PLACE: re.compile(_PLACE),
    Kind.NETWORK: re.compile(f"{MAC}|{IPV6}|{IPV4}"),
}
_TYPED_PATTERNS: Mapping[Kind, "re.Pattern[str]"] = {
    **_PATTERNS,
    Kind.CARD: re.compile(_CARD),
    Kind.TELEPHONE: re.compile(f"{_telephone(' ')}|{_TELEPHONE_RUN}"),
    Kind.PLACE: re.compile(f"{_PLACE}|{_POSTCODE}"),
}
