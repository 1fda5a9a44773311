"""A pack's content, composed of small briefings: each subject with something and with nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from domain.activities import MISSING, ActivityFilter, Count, Mark, Measure, between
from domain.calendar import STOCKHOLM
from domain.changes import Place, State
from domain.definitions import marks, of_activities, of_meetings, of_money, of_points
from domain.findings.changes import Compared
from domain.findings.names import Names
from domain.findings.overview import Situation
from domain.meetings import SUBJECTS, Meeting, MeetingState
from domain.money import SourceYear
from domain.packs.briefing import Briefing
from domain.packs.compose import content_of, subject_of
from domain.packs.content import Items, Organisation, Subject, Table, texts
from domain.packs.counts import new_months
from domain.packs.points import figures
from domain.points import Milestone
from domain.programme import Programme
from domain.publications import Cell, Division, Publication, PublishedCount, Span
from domain.published_counts import PublishedCounts, published_tally
from domain.questions import Handling, Question
from domain.statuses import Status
from domain.tallies import RegisteredCounts, Tally
from tests.unit.changes_made import MEETING, SINCE, TODAY, balance, place, standing, state
from transfer.packs.canonical import fingerprint, from_json, to_json

AS_OF = datetime(2026, 11, 26, 12, tzinfo=STOCKHOLM)
MONTH = date(2026, 10, 1)
AREAS = {"70": "Tuve", "71": "Backa"}
GROUPS = {"1": "I brott", "3": "Yngre"}


def tally(month: date = MONTH) -> Tally:
    """Return what is published: a single month, in which one group of Backa is protected."""
    made = Publication(1, month, 1, 5, "prov", tuple(AREAS), None, AS_OF, "Direktör")
    choice = ActivityFilter(date(2025, 1, 1), month)
    told = [
        published(area, group, measure, None if (area, group) == ("71", "1") else 20, month)
        for area in AREAS
        for group in GROUPS
        for measure in (Measure.OCCASIONS, Measure.PARTICIPANTS)
    ]
    return published_tally(told, [made], choice, Division(tuple(AREAS), tuple(GROUPS)))


def published(
    area: str, group: str, measure: Measure, count: int | None, month: date
) -> PublishedCount:
    cell = Cell(area, group, Span(month, 1), measure)
    if count is None:
        return PublishedCount(cell, None, 1, 4, Mark.PROTECTED)
    return PublishedCount(cell, count, count, count, Mark.SHOWN)


QUESTION = Question(
    *(
        1,
        2,
        None,
        "Punkt 2: Försenad",
        datetime(2026, 9, 1, tzinfo=STOCKHOLM),
        "Varför dröjer det?",
    ),
    *("Ledamot", date(2026, 9, 1)),
)
ANSWERED = replace(
    QUESTION,
    id=2,
    handling=Handling(
        *(1, "Arbetsledare", date(2026, 10, 1), "Lokalen saknas.", "Arbetsledare"),
        datetime(2026, 9, 20, tzinfo=STOCKHOLM),
    ),
)


def situation(now: State, **change: Any) -> Situation:
    sources = tuple(
        SourceYear(each.source, 2026, each.budget, ((MONTH, each.booked),), each.forecast, TODAY)
        for each in (now.balances or {}).values()
    )
    values: dict[str, Any] = {
        "standings": tuple(now.points.values()),
        "sources": sources,
        "tally": None,
        "periods": (),
        "area_names": AREAS,
        "today": TODAY,
    }
    return Situation(**values | change)


def briefing(earlier: State | None, later: State, **change: Any) -> Briefing:
    values: dict[str, Any] = {
        "organisation": Organisation("Socialförvaltningen", "panelen@kommun.example", "#0069a8"),
        "programme": Programme(
            1, "hisingen", "Ett tryggare Hisingen", date(2022, 5, 1), None, True
        ),
        "meeting": Meeting(
            *(1, TODAY, "Nämnden", "N164-0123/26", "1. Trygghet", SUBJECTS, MeetingState.OPEN),
            *(None, "Direktör", AS_OF),
        ),
        "situation": situation(later),
        "compared": Compared(earlier, later, SINCE) if earlier else None,
        "names": Names(AREAS, {code: name.lower() for code, name in GROUPS.items()}, "Hisingen"),
        "area_codes": tuple(AREAS),
        "groups": GROUPS,
        "questions": (),
        "as_of": AS_OF,
    }
    return Briefing(**values | change)


THEN = state(
    standing(1, Status.ON_PLAN, Milestone("Avtal", MEETING, None)),
    standing(2, Status.ON_PLAN),
    balances=[balance(1000, budget=5000)],
    counts={place(9): Count(30)},
)
NOW = state(
    standing(1, Status.DONE, Milestone("Avtal", MEETING, None), report={"id": 2}),
    standing(2, Status.LATE, report={"id": 3, "comment": "Lokalen saknas", "risk": "Dyrare"}),
    standing(3),
    on=TODAY,
    balances=[balance(2500, budget=5000, forecast=4800)],
    counts={place(9): Count(31), place(10): Count(80)},
)
FULL = briefing(THEN, NOW, situation=situation(NOW, tally=tally()), questions=(QUESTION, ANSWERED))
FIRST = briefing(None, NOW, situation=situation(NOW, tally=tally()), questions=(QUESTION,))
EMPTY = briefing(None, state(on=TODAY))
QUIET = replace(NOW, points={2: standing(2, Status.LATE)})
SAME = briefing(replace(QUIET, at=THEN.at), QUIET)
SINCE_EMPTY = briefing(state(), state(on=TODAY))
UNREPORTED = briefing(None, state(standing(1), on=TODAY, balances=[balance()]))

EVERY = [
    pytest.param(FULL, id="all there is"),
    pytest.param(FIRST, id="no earlier meeting"),
    pytest.param(EMPTY, id="nothing at all"),
    pytest.param(SAME, id="nothing changed, nothing published"),
    pytest.param(SINCE_EMPTY, id="nothing then, nothing now"),
    pytest.param(UNREPORTED, id="a point without a report, and no budget"),
    pytest.param(replace(FULL, replaces="ab" * 32), id="takes another's place"),
]


def told(subject: Subject) -> str:
    content = replace(content_of(FULL), subjects=(subject,), definitions=())
    return "\n".join(texts(content)).replace("\u00a0", " ")


@pytest.mark.parametrize("made", EVERY)
@pytest.mark.parametrize("code", SUBJECTS)
def test_each_subject_has_a_finding_and_no_empty_sentence(made: Briefing, code: str) -> None:
    subject = subject_of(made, code)
    assert subject.key == code
    assert subject.heading
    assert all(subject.sentences)
    for block in subject.blocks:
        if isinstance(block, Items):
            assert block.title
            assert block.items or block.none
            assert all(item.text for item in block.items)
        if isinstance(block, Table):
            assert all(len(row) == len(block.columns) for row in block.rows)
            assert all(cell.text for row in block.rows for cell in row)
    assert "None" not in told(subject)
    assert "nan" not in told(subject).split()


@pytest.mark.parametrize("made", EVERY)
def test_a_content_tells_something_and_is_the_same_again(made: Briefing) -> None:
    content = content_of(made)
    assert content.title
    assert content.lead
    assert [each.key for each in content.subjects] == list(SUBJECTS)
    text = to_json(content)
    assert from_json(text) == content
    assert to_json(content_of(made)) == text
    assert to_json(from_json(text)) == text


def test_a_content_leads_with_what_has_changed_in_the_agendas_order() -> None:
    meeting = replace(FULL.meeting, subjects=("money", "changes"))
    content = content_of(replace(FULL, meeting=meeting))
    assert [each.key for each in content.subjects] == ["money", "changes"]
    assert content.title == content.subjects[1].heading
    alone = content_of(replace(FULL, meeting=replace(meeting, subjects=("money",))))
    assert alone.title == alone.subjects[0].heading


def test_a_meeting_without_its_number_yet_has_none() -> None:
    meeting = replace(FULL.meeting, diarienummer=None, agenda=None)
    head = content_of(replace(FULL, meeting=meeting)).meeting
    assert (head.diarienummer, head.agenda) == ("", "")


def test_a_moment_of_another_zone_gives_the_same_moment() -> None:
    elsewhere = content_of(replace(FULL, as_of=AS_OF.astimezone(UTC)))
    assert from_json(to_json(elsewhere)).as_of == AS_OF


def test_one_stored_figure_gives_another_fingerprint() -> None:
    later = {**NOW.balances, "extra": replace(NOW.balances["extra"], booked=Decimal(3_500_000))}  # type: ignore[dict-item, index]
    whose: dict[str, Any] = {"situation": FULL.situation, "questions": FULL.questions}
    one, other = (briefing(THEN, each, **whose) for each in (NOW, replace(NOW, balances=later)))
    assert fingerprint(to_json(content_of(one))) != fingerprint(to_json(content_of(other)))


def test_what_is_said_of_a_worry_are_sentences() -> None:
    assert "Lokalen saknas. Dyrare." in told(subject_of(FULL, "points"))


def test_what_has_changed_is_told_with_its_reason() -> None:
    told_of = told(subject_of(FULL, "changes"))
    for sentence in (
        f"Sedan {SINCE} har en punkt blivit försenad och en punkt blivit klar",
        "Punkt 2, Titel 2, gick från ”Pågår enligt plan” till ”Försenad”.",
        "Lokalen saknas",
        "Punkt 1, Titel 1: delmålet ”Avtal” skulle ha varit nått 27 augusti 2026 och är det inte.",
        f"1,5 mnkr har använts sedan {SINCE}",
        f"Oktober är ny sedan {SINCE}",
        "Teamet gjorde 80 aktiviteter den månaden. En månad som var publicerad är rättad.",
        "Svar: ”Lokalen saknas.”",
    ):
        assert sentence in told_of


def test_nothing_changed_is_said_of_every_kind() -> None:
    told_of = told(subject_of(SAME, "changes"))
    for sentence in (
        f"Ingen punkt har ändrat status sedan {SINCE}",
        "Ingen punkt har bytt status.",
        "Ingen annan punkt har nya uppgifter.",
        f"Inga delmål har ändrats sedan {SINCE}.",
        f"Inget har bokförts sedan {SINCE}",
        f"Ingen ny månad är publicerad sedan {SINCE}",
        "Ingen fråga har besvarats sedan dess.",
    ):
        assert sentence in told_of


def test_without_an_earlier_meeting_there_is_nothing_to_compare_with() -> None:
    subject = subject_of(FIRST, "changes")
    assert subject.heading == "Det finns inget tidigare sammanträde att jämföra med"
    assert subject.blocks == ()
    assert content_of(FIRST).since is None
    assert content_of(FULL).since == MEETING


def test_without_published_months_no_count_is_told() -> None:
    subject = subject_of(SAME, "activities")
    assert subject.heading == "Inga antal är publicerade ännu"
    assert subject.blocks == ()


def test_what_a_page_shows_of_a_subject_is_what_the_pack_shows() -> None:
    assert figures(FULL) == subject_of(FULL, "overview").blocks[:1]
    assert new_months(FULL) == subject_of(FULL, "activities").blocks[-1:]
    assert figures(EMPTY) == ()
    assert new_months(FIRST) == new_months(SAME) == ()


def test_exact_counts_are_never_told() -> None:
    exact = replace(tally(), counts=RegisteredCounts.of([]))
    made = replace(FULL, situation=situation(NOW, tally=exact))
    assert new_months(made) == ()
    assert subject_of(made, "activities") == subject_of(SAME, "activities")


def test_a_protected_count_is_told_as_a_range() -> None:
    january = situation(NOW, tally=tally(date(2026, 1, 1)))
    subject = subject_of(replace(FULL, situation=january), "activities")
    assert subject.heading.replace("\u00a0", " ") == "61–64 aktiviteter i Hisingen"
    table = next(each for each in subject.blocks if isinstance(each, Table))
    rows = {row[0].text: row[1:] for row in table.rows}
    assert [cell.text.replace("\u00a0", " ") for cell in rows["Backa"]] == [".. (21–24)"] * 2
    assert [cell.number for cell in rows["Backa"]] == [None, None]
    assert [cell.number for cell in rows["Tuve"]] == [40, 40]


def test_a_table_says_of_a_missing_figure_what_it_is() -> None:
    month = date(2026, 1, 1)
    told_of = tally(month)
    assert "–:" not in _notes(told_of)[0]
    assert isinstance(told_of.counts, PublishedCounts)
    uncounted = {
        cell: PublishedCount(cell, None, None, None, Mark.MISSING)
        for cell in told_of.counts.counts
        if (cell.area_code, cell.measure) == ("70", Measure.PARTICIPANTS)
    }
    counts = replace(told_of.counts, counts={**told_of.counts.counts, **uncounted})
    assert _notes(replace(told_of, counts=counts))[0].endswith("–: ingen har räknat deltagarna.")
    assert "–: inte publicerat." in _notes(tally())[0]


def test_a_new_count_that_nobody_made_is_not_called_unpublished() -> None:
    nothing_new = "”–”: inget nytt är publicerat, eller inte för alla."
    assert nothing_new in _notes(tally())[1]
    people = place(10, "71", measure=Measure.PARTICIPANTS)
    later = {**(NOW.counts or {}), place(10, "71"): Count(9), people: MISSING}
    assert "inte för alla, eller ingen har räknat deltagarna." in _notes(tally(), later)[1]


def test_another_span_is_explained_where_there_is_one() -> None:
    later = {**(NOW.counts or {}), place(9): between(28, 33)}
    assert "kan talet vara detsamma" in _notes(tally(), later)[1]
    assert "kan talet vara detsamma" not in _notes(tally())[1]


def _notes(told_of: Tally, counts: dict[Place, Count] | None = None) -> list[str]:
    """Return the notes of the tables of areas and of new months."""
    now = replace(NOW, counts=counts or NOW.counts)
    made = briefing(THEN, now, situation=situation(now, tally=told_of))
    blocks = subject_of(made, "activities").blocks
    return [each.note for each in blocks if isinstance(each, Table)]


def test_a_question_that_waits_and_one_that_was_answered() -> None:
    waiting, answered = subject_of(FULL, "questions").blocks
    assert isinstance(waiting, Items)
    assert isinstance(answered, Items)
    assert [each.text for each in waiting.items] == ["2. Titel 2: ”Varför dröjer det?”"]
    assert "Svar: ”Lokalen saknas.”" in answered.items[0].reason


def test_no_name_of_who_asked_or_answers_is_in_a_pack() -> None:
    asked = replace(QUESTION, asked_by="Karin Ek")
    handled = Handling(
        *(1, "Bo Alm", date(2026, 10, 1), None, "Bo Alm"), datetime(2026, 9, 20, tzinfo=STOCKHOLM)
    )
    waiting = replace(asked, handling=handled)
    answered = replace(asked, id=2, handling=replace(handled, answer="Lokalen saknas."))
    made = replace(FULL, questions=(waiting, answered))
    told_of = " ".join(texts(content_of(made)))
    assert "Karin" not in told_of
    assert "Bo Alm" not in told_of
    assert "En ledamot frågade 1 september" in told_of
    assert "Förvaltningen skulle ha svarat senast 1 oktober." in told_of
    assert "Besvarad 20 september av förvaltningen." in told_of


def test_a_first_meeting_has_no_earlier_time_to_tell_of() -> None:
    told_of = told(subject_of(replace(FIRST, questions=()), "questions"))
    assert "Ingen fråga är besvarad ännu." in told_of
    assert "sedan dess" not in told_of


def test_what_was_answered_before_the_last_meeting_is_not_told_again() -> None:
    early = replace(ANSWERED.handling, at=datetime(2026, 8, 1, tzinfo=STOCKHOLM))  # type: ignore[type-var]
    made = replace(FULL, questions=(replace(ANSWERED, handling=early),))
    _waiting, answered = subject_of(made, "questions").blocks
    assert isinstance(answered, Items)
    assert answered.items == ()


def test_the_definitions_are_all_there_and_read_as_sentences_do() -> None:
    content = content_of(FULL)
    words = [*marks(), *of_points(), *of_activities(), *of_money(), *of_meetings()]
    assert len(content.definitions) == len(words)
    assert len({each.text for each in content.definitions}) == len(words)
    assert all(each.reason[0].isupper() for each in content.definitions)
