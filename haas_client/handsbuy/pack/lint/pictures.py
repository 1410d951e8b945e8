"""Rules of pictures, of the markers on them, and of files that belong to nothing."""

from collections.abc import Callable, Iterator
from itertools import chain

from haas_client.handsbuy.pack import folder, webp
from haas_client.handsbuy.pack.lint.finding import Hit, Linted, Rule, Severity, file_of, step_of
from haas_client.handsbuy.pack.lint.uses import steps
from haas_client.handsbuy.pack.model import (
    LANGUAGES,
    MAX_PICTURE_BYTES,
    PICTURE_SIZE,
    GuideFile,
    PictureNamed,
    Place,
    Step,
)
from haas_client.handsbuy.pack.refusal import PackUnusable
from haas_client.handsbuy.pack.signed import MANIFEST, SIGNATURE
from haas_client.handsbuy.pack.source import COMMON, ENDINGS, FRAGMENT, GUIDE, MARKERS, PICTURES, AnySource
from haas_client.handsbuy.pack.vocabulary import Shape
from haas_client.i18n import N_


def _pictures(linted: Linted) -> Iterator[tuple[AnySource, PictureNamed]]:
    return ((source, picture) for source in linted.pack.sources for picture in source.file.pictures)


def _files(linted: Linted) -> Iterator[tuple[AnySource, str]]:
    return ((source, f"{PICTURES}/{one.id}{ending}") for source, one in _pictures(linted) for ending in ENDINGS)


def _unreadable(linted: Linted) -> Iterator[Hit]:
    for source, name in _files(linted):
        try:
            folder.check(source.holder(name), name, MAX_PICTURE_BYTES)
        except PackUnusable as error:
            yield Hit(source.shown_at(name), {"why": error.why})


def _of_wrong_size(linted: Linted) -> Iterator[Hit]:
    for source, name in _files(linted):
        try:
            found = webp.header(folder.read(source.holder(name), name, MAX_PICTURE_BYTES))
        except PackUnusable:
            continue
        if found is None:
            yield Hit(source.shown_at(name), {"found": "?"})
        elif (found.width, found.height) != PICTURE_SIZE or found.animated:
            moving = " (animated)" if found.animated else ""
            yield Hit(source.shown_at(name), {"found": f"{found.width}×{found.height}{moving}"})


def _unused(linted: Linted) -> Iterator[Hit]:
    for source in linted.pack.sources:
        used = set(chain.from_iterable(step.pictures for step in steps(source)))
        used |= {answer.picture for question in source.file.questions for answer in question.answers if answer.picture}
        yield from (Hit(f"{file_of(source)}, picture {one.id}") for one in source.file.pictures if one.id not in used)


def _belonging(source: AnySource) -> set[str]:
    own = {GUIDE, MANIFEST, SIGNATURE} if isinstance(source.file, GuideFile) else {FRAGMENT}
    own |= {f"text/{language}.toml" for language in LANGUAGES}
    return own.union(source.picture_files())


def _foreign_files(linted: Linted) -> Iterator[Hit]:
    for source in linted.pack.sources:
        belonging = _belonging(source)
        for name in linted.files[source.place]:
            if name not in belonging and not name.startswith(f"{COMMON}/"):
                yield Hit(source.at(name))


def _markers_without_place(linted: Linted) -> Iterator[Hit]:
    for source, picture in _pictures(linted):
        known = source.markers.get(picture.id, {})
        for marker in picture.markers:
            if marker.id not in known:
                yield Hit(_markers_place(source, picture), {"marker": marker.id})


def _markers_place(source: AnySource, picture: PictureNamed) -> str:
    return source.shown_at(f"{PICTURES}/{picture.id}{MARKERS}")


def _markers_not_on_picture(linted: Linted) -> Iterator[Hit]:
    for source in linted.pack.sources:
        of_picture = {one.id: [marker.id for marker in one.markers] for one in source.file.pictures}
        for step in steps(source):
            there = list(chain.from_iterable(of_picture.get(name, ()) for name in step.pictures))
            for name in sorted(_named(step)):
                if there.count(name) != 1:
                    yield Hit(f"{file_of(source)}, step {step.id}", {"marker": name, "count": str(there.count(name))})


def _named(step: Step) -> set[str]:
    names = (*(line.marker for line in step.lines), *(screws.marker for screws in step.screws))
    return {name for name in names if name}


def _markers_unused(linted: Linted) -> Iterator[Hit]:
    for source in linted.pack.sources:
        named = {name for step in steps(source) for name in _named(step)}
        for picture in source.file.pictures:
            for marker in picture.markers:
                if marker.id not in named:
                    yield Hit(f"{file_of(source)}, picture {picture.id}", {"marker": marker.id})


def _placed(found: Callable[[Place], bool]) -> Callable[[Linted], Iterator[Hit]]:
    """A rule's search: markers that are named, and of a place of which ``found`` is true."""

    def find(linted: Linted) -> Iterator[Hit]:
        for source, picture in _pictures(linted):
            for marker in picture.markers:
                there = source.markers.get(picture.id, {}).get(marker.id, ())
                if any(found(place) for place in (there if isinstance(there, tuple) else (there,))):
                    yield Hit(_markers_place(source, picture), {"marker": marker.id})

    return find


def _is_gone(place: Place) -> bool:
    return not all(0 <= at <= 1 for at in place.at)


def _leaves(place: Place) -> bool:
    if _is_gone(place):
        return False  # told already
    share = 0.5 if place.shape in (Shape.CIRCLE, Shape.RECT) else 1.0
    ends = [at + sign * size * share for at, size in zip(place.at, place.size, strict=True) for sign in _signs(place)]
    return not all(0 <= end <= 1 for end in ends)


def _signs(place: Place) -> tuple[int, ...]:
    return (-1, 1) if place.shape in (Shape.CIRCLE, Shape.RECT) else (1,)


def _colours_repeated(linted: Linted) -> Iterator[Hit]:
    for step in linted.guide.steps if linted.guide else ():
        colours = [marker.colour for picture in step.pictures for marker in picture.markers]
        for colour in sorted({colour for colour in colours if colours.count(colour) > 1}):
            yield Hit(step_of(linted, step.id), {"colour": colour})


RULES = (
    Rule(
        "picture-file",
        _unreadable,
        N_("This picture cannot be used: {why}."),
        N_("A picture has a photograph (.webp) and a drawing (.line.webp), each of at most 95 KB."),
    ),
    Rule(
        "picture-size",
        _of_wrong_size,
        N_("This is no WebP picture of 1280×800 ({found})."),
        N_("Please render or save it in that size."),
    ),
    Rule("picture-unused", _unused, N_("Nothing shows this picture."), N_("Please take it out."), Severity.WARNING),
    Rule(
        "file-foreign",
        _foreign_files,
        N_("This file belongs to nothing in the guide."),
        N_("Please take it out, or name it in the guide."),
    ),
    Rule(
        "marker-place",
        _markers_without_place,
        N_("The marker “{marker}” has no place here."),
        N_("Please have the scene write it."),
    ),
    Rule(
        "marker-picture",
        _markers_not_on_picture,
        N_("The marker “{marker}” is on {count} of the step's pictures."),
        N_("It must be on just one of them."),
    ),
    Rule(
        "marker-unused",
        _markers_unused,
        N_("No line names the marker “{marker}”."),
        N_("Please take it out, or let a line name it."),
        Severity.WARNING,
    ),
    Rule(
        "marker-gone",
        _placed(_is_gone),
        N_("The marker “{marker}” is not in the picture."),
        N_("Please look at the scene's anchor or its camera."),
    ),
    Rule(
        "marker-outside",
        _placed(_leaves),
        N_("The marker “{marker}” leaves the picture."),
        N_("Please look at the scene's anchor or its camera."),
        Severity.WARNING,
    ),
    Rule(
        "marker-colour",
        _colours_repeated,
        N_("Two markers of this step are {colour}."),
        N_("Please give each a colour of its own."),
        Severity.WARNING,
    ),
)
