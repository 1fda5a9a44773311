"""The lists that a file's words are looked up in, by code or by name."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Annotated, Any, NoReturn

from pydantic import AfterValidator, BeforeValidator, ValidationInfo

from domain.privacy import find_personal_identity_numbers
from texts import _
from transfer.fields import LONGEST_NAME, NO_IDENTITY_NUMBER, Cell, as_text, read_text, refuse
from transfer.headers import close_misses, did_you_mean, either, normalise


@dataclass(frozen=True, slots=True)
class Reference:
    """What there is to choose from: each maps a code to a name; points map number to title."""

    areas: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    target_groups: Mapping[str, str] = field(default_factory=dict)
    partners: Mapping[str, str] = field(default_factory=dict)
    points: Mapping[int, str] = field(default_factory=dict)
    funding_sources: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)

    def choices(self, name: str) -> dict[str, str]:
        """Return one of the lists, with its codes as text."""
        listed: Mapping[object, str] = getattr(self, name)
        return {str(code): title for code, title in listed.items()}


class Lookup:
    """One list, searched by code, by name, or by both ("7 Trygga skolvägar").

    Codes go before names: an area called "2" never hides the code 2. What is written exactly as it
    is goes before what differs in case, spaces or marks. What two codes share finds neither, for
    the file must then give the code.
    """

    def __init__(self, choices: Mapping[str, str]) -> None:
        """Take code -> name."""
        self._choices = choices
        self._codes: dict[str, set[str]] = defaultdict(set)
        self._names: dict[str, set[str]] = defaultdict(set)
        self._likenesses: dict[str, set[str]] = defaultdict(set)
        for code, name in choices.items():
            self._codes[code.casefold()].add(code)
            for spelling in (name, label(code, name)):
                self._names[spelling].add(code)
                self._likenesses[normalise(spelling)].add(code)

    def find(self, text: str) -> str | None:
        """Return the code that a text means, or None."""
        codes = self.meanings(text)
        return codes[0] if len(codes) == 1 else None

    def meanings(self, text: str) -> tuple[str, ...]:
        """Return every code that a text can mean, in order."""
        text = text.strip()
        if text in self._choices:
            return (text,)
        found = (
            self._codes.get(text.casefold())
            or self._names.get(text)
            or self._likenesses.get(normalise(text))
        )
        return tuple(sorted(found or ()))

    def suggestions(self, text: str) -> tuple[str, ...]:
        """Return the names and codes most like a text, best first."""
        return close_misses(text, (*self._choices.values(), *self._choices))


@dataclass(frozen=True, slots=True)
class Context:
    """What a row is judged against: the lists, the day, and the programme's first and last day.

    `programme_end` is None while no last day is decided.
    """

    reference: Reference
    today: date
    programme_start: date
    programme_end: date | None
    lookups: dict[str, Lookup] = field(default_factory=dict)

    def lookup(self, name: str) -> Lookup:
        """Return the search in one of the lists; it is built once per file."""
        if name not in self.lookups:
            self.lookups[name] = Lookup(self.reference.choices(name))
        return self.lookups[name]

    def refuse_outside(self, day: date) -> None:
        """Refuse a day that is not in the programme."""
        first, last = self.programme_start, self.programme_end
        if last is None and day < first:
            refuse(_("ett datum i programmet, tidigast {day}").format(day=first))
        if last is not None and not first <= day <= last:
            refuse(_("ett datum i programmet, {first}–{last}").format(first=first, last=last))


def label(code: str, name: str) -> str:
    """Return a choice as a drop-down list shows it where the code is what people say."""
    return f"{code} {name}"


def one_of(choices: str) -> BeforeValidator:
    """Return the reader of a cell that holds one code or name of a list in `Reference`."""
    return BeforeValidator(partial(_read_one, choices=choices))


def some_of(choices: str) -> BeforeValidator:
    """Return the reader of a cell with several codes or names, kept in order, each once."""
    return BeforeValidator(partial(_read_some, choices=choices))


def _read_one(cell: Cell, info: ValidationInfo, *, choices: str) -> str:
    lookup = context_of(info).lookup(choices)
    text = _without_point_word(as_text(cell), choices)
    code = lookup.find(text)
    if code is None:
        _refuse_unknown([text], lookup, choices)
    return code


def _read_some(cell: Cell, info: ValidationInfo, *, choices: str) -> tuple[str, ...]:
    lookup = context_of(info).lookup(choices)
    codes: list[str] = []
    unknown: list[str] = []
    for word in _words(_without_point_word(as_text(cell), choices), lookup):
        code = lookup.find(word)
        if code is None:
            unknown.append(word)
        else:
            codes.append(code)
    if unknown:
        _refuse_unknown(unknown, lookup, choices)
    return tuple(dict.fromkeys(codes))


def _without_point_word(text: str, choices: str) -> str:
    return _POINT_WORD.sub("", text) if choices == "points" else text


def _in_order(numbers: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sorted(numbers))


def _words(text: str, lookup: Lookup) -> list[str]:
    """Split at semicolons and line breaks, and at commas where the whole is not one name."""
    words: list[str] = []
    for part in re.split(r"[;\n|]", text):
        words += [part] if lookup.meanings(part) else part.split(",")
    return [word.strip() for word in words if word.strip()]


def _read_reference(cell: Cell, info: ValidationInfo) -> str:
    """Return the sender's own name of a row, which may not be a person's number.

    Running numbers begin with the day they are issued, so only birth dates before the programme
    count: 20260401-0017 is a serial number, whatever its check digit.
    """
    text = read_text(cell, LONGEST_NAME)
    if find_personal_identity_numbers(text, born_before=context_of(info).programme_start):
        refuse(NO_IDENTITY_NUMBER)
    return text


def _refuse_unknown(words: list[str], lookup: Lookup, choices: str) -> NoReturn:
    expected = {
        "areas": _("ett område, med namn eller kod"),
        "kinds": _("en aktivitetstyp, med namn eller kod"),
        "target_groups": _("en målgrupp, med namn eller kod"),
        "partners": _("en samverkanspart, med namn eller kod"),
        "points": _("en punkt, med nummer eller rubrik"),
        "funding_sources": _("en finansieringskälla, med namn eller kod"),
    }[choices]
    unclear = dict.fromkeys(code for word in words for code in lookup.meanings(word))
    if unclear:
        codes = either(unclear)
        refuse(
            _("{expected} (flera stämmer: skriv koden {codes})").format(
                expected=expected, codes=codes
            )
        )
    near = dict.fromkeys(miss for word in words for miss in lookup.suggestions(word))
    hint = did_you_mean(tuple(near)[:3])
    refuse(f"{expected} ({hint[0].lower()}{hint[1:]})" if hint else expected)


def context_of(info: ValidationInfo) -> Context:
    """Return what a reader of a cell is given by `read_rows`."""
    context: Any = info.context
    if not isinstance(context, Context):
        raise TypeError("Rows are validated with a Context")
    return context


_POINT_WORD = re.compile(r"punkt\s*(?=\d)", re.IGNORECASE)

SourceRef = Annotated[str, BeforeValidator(_read_reference)]
Area = Annotated[str, one_of("areas")]
ActivityKind = Annotated[str, one_of("kinds")]
TargetGroup = Annotated[str, one_of("target_groups")]
PointNumber = Annotated[int, one_of("points")]
FundingSource = Annotated[str, one_of("funding_sources")]
PointNumbers = Annotated[tuple[int, ...], some_of("points"), AfterValidator(_in_order)]
Areas = Annotated[tuple[str, ...], some_of("areas")]
TargetGroups = Annotated[tuple[str, ...], some_of("target_groups")]
Partners = Annotated[tuple[str, ...], some_of("partners")]
