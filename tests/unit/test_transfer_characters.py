import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfer.characters import (
    LONGEST_QUOTE,
    has_unseen,
    printable,
    quoted,
    storable,
    without_harmless,
)
from transfer.faults import FileMissing, HeadersRefused, RowFault, RowNote

CONTROLLING: list[str] = []
OTHERS: list[str] = []
for letter in map(chr, range(sys.maxunicode + 1)):
    is_controlling = unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    if is_controlling and letter not in "\t\n":
        CONTROLLING.append(letter)
    elif unicodedata.category(letter) != "Cn":
        OTHERS.append(letter)


def test_every_character_that_controls_something_is_removed_or_refused() -> None:
    kept = [letter for letter in map(without_harmless, CONTROLLING) if letter]
    assert [letter for letter in kept if not has_unseen(letter)] == []
    assert len(kept) == len(CONTROLLING) - 8


def test_no_other_character_is_taken_for_one() -> None:
    text = "".join(OTHERS)
    assert without_harmless(text) == text
    assert not has_unseen(text)


@given(st.text(st.one_of(st.characters(), st.sampled_from(CONTROLLING))))
def test_whatever_is_shown_can_be_printed_on_one_line(text: str) -> None:
    for shown in (printable(text), quoted(text)):
        assert not has_unseen(shown)
        assert len(shown.splitlines()) <= 1
        assert shown.encode("utf-8").decode("utf-8") == shown
    assert len(quoted(text)) <= LONGEST_QUOTE


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("od\udce4d.csv", "od�d.csv"),  # a file's name that is not UTF-8
        ("a\nb\x1b[31m.csv", "a b�[31m.csv"),
        ("121212-1212 Kalle.csv", "******-**** Kalle.csv"),
        ("fil\u202evsc.exe", "fil�vsc.exe"),
        ("1\u00a0234 kr", "1\u00a0234 kr"),
    ],
)
def test_texts_of_a_file_as_they_are_shown(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_no_fault_carries_what_cannot_be_shown() -> None:
    name = "od\udce4d\x1b 121212-1212"
    shown = "od�d� ******-****"
    fault = RowFault(2, name, name, f"inte {name}")
    assert (fault.column, fault.value, fault.expected) == (shown, shown, f"inte {shown}")
    assert RowNote(1, name).message == shown
    assert str(FileMissing(name)) == shown
    refusal = HeadersRefused([name, "b"])
    assert refusal.faults == (shown, "b")
    assert str(refusal) == f"{shown} b"


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("å\tä\nö", "å\tä\nö"),
        ("en\r\ntvå\rtre", "en\ntvå\ntre"),
        ("\x00\x0b\x1f\ufffe\ud800", "\ufffd" * 5),
        # XML holds these, though a screen does not show them.
        ("\x7f\u202e", "\x7f\u202e"),
    ],
)
def test_a_text_is_stored_as_xml_can_hold_it(text: str, stored: str) -> None:
    assert storable(text) == stored
