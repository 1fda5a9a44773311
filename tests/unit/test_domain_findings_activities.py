"""The sentences of the activities page and of trends."""

from datetime import date
from decimal import Decimal

import pytest

from domain.activities import (
    MISSING,
    ActivityFilter,
    ActivitySum,
    Count,
    Mark,
    Measure,
    PeriodState,
    ReportingPeriod,
)
from domain.completeness import Reporting
from domain.figures import Figure, Rate
from domain.findings.activities import activities_finding, choice_sentence, share_phrase
from domain.findings.by_area import describe_map, map_heading, table_heading
from domain.findings.names import Names
from domain.findings.nouns import noun_of
from domain.findings.reporting import (
    completeness_note,
    missing_sentences,
    missing_title,
    preliminary_note,
    uncounted_note,
    unplaced_note,
)
from domain.tallies import Tally, tally, unplaced

TODAY = date(2026, 11, 22)
NBSP = "\u00a0"
OCCASIONS, PARTICIPANTS = Measure.OCCASIONS, Measure.PARTICIPANTS
NAMES = Names(
    areas={"1": "Backa", "2": "Björlanda", "3": "Kvillebäcken", "4": "Tuve-Säve", "5": "Kärra"},
    groups={"1": "unga i brott", "3": "de yngre"},
    whole="hela Hisingen",
)
MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)


def counted(
    counts: dict[str, int],
    silent: list[tuple[str, date]] | None = None,
    choice: ActivityFilter | None = None,
    participants: int = 5,
    uncounted: int = 0,
) -> Tally:
    """All counts are of May; every area has reported May to July but those that are silent."""
    sums = [
        ActivitySum(MAY, area, "3", "x", count, count * participants, count, uncounted)
        for area, count in counts.items()
    ]
    periods = [
        ReportingPeriod(area, month, PeriodState.SUBMITTED, month)
        for area in NAMES.areas
        for month in (MAY, JUNE, JULY)
        if (area, month) not in (silent or [])
    ]
    chosen = choice or ActivityFilter(MAY, JULY)
    return tally(sums, periods, chosen, list(NAMES.areas), ["1", "3"])


ALL_SILENT = [(area, month) for area in NAMES.areas for month in (MAY, JUNE, JULY)]


@pytest.mark.parametrize(
    ("example", "title", "lead"),
    [
        (
            counted({"1": 5, "2": 5, "3": 4, "4": 3, "5": 3}),
            "Flest aktiviteter görs i Backa och Björlanda",
            "Teamet har gjort 20 aktiviteter i fem områden. Alla gäller de yngre.",
        ),
        (
            counted({"1": 25, "2": 20, "3": 20, "4": 20, "5": 15}),
            "Var fjärde aktivitet görs i Backa",
            "Teamet har gjort 100 aktiviteter i fem områden. Alla gäller de yngre.",
        ),
        (
            counted({"1": 1}),
            "Alla aktiviteter görs i Backa",
            "Teamet har gjort en aktivitet i ett område. Den gäller de yngre.",
        ),
        (
            counted({"1": 3, "2": 2, "3": 2, "4": 2, "5": 2}, silent=[("2", JULY)]),
            "Mer än var fjärde aktivitet görs i Backa",
            (
                "Teamet har gjort elva aktiviteter i fem områden. Alla gäller de yngre. "
                "Björlanda har inte rapporterat juli. "
                "Summan gäller de två månader som alla har rapporterat."
            ),
        ),
        (
            counted(dict.fromkeys(NAMES.areas, 2)),
            "Tio aktiviteter i fem områden",
            "Teamet har gjort tio aktiviteter i fem områden. Alla gäller de yngre.",
        ),
        (
            counted({"1": 7}, choice=ActivityFilter(MAY, JULY, area_codes=("1",))),
            "Sju aktiviteter i Backa",
            "Teamet har gjort sju aktiviteter i Backa. Alla gäller de yngre.",
        ),
        (
            counted({"1": 7}, choice=ActivityFilter(JUNE, JUNE, area_codes=("1",))),
            "Inga aktiviteter passar urvalet",
            (
                "Det finns inga aktiviteter i Backa under juni 2026. "
                "Månaden är rapporterad, så värdet är noll."
            ),
        ),
        (
            counted({}),
            "Inga aktiviteter passar urvalet",
            (
                "Det finns inga aktiviteter i fem områden under maj–juli 2026. "
                "Månaderna är rapporterade, så värdet är noll."
            ),
        ),
        (
            counted({"1": 7}, silent=[("2", JULY)], choice=ActivityFilter(JULY, JULY)),
            "Björlanda har inte rapporterat juli",
            "Därför visas ingen summa för hela Hisingen. Ett tomt värde betyder inte noll.",
        ),
        (
            counted(
                {"1": 7},
                silent=[("2", JULY)],
                choice=ActivityFilter(JULY, JULY, area_codes=("2",)),
            ),
            "Björlanda har inte rapporterat juli",
            "Därför visas ingen summa för Björlanda. Ett tomt värde betyder inte noll.",
        ),
        (
            counted({"1": 7}, silent=ALL_SILENT),
            "Ingen månad är rapporterad ännu",
            "Därför visas ingen summa för hela Hisingen. Ett tomt värde betyder inte noll.",
        ),
        (
            counted({}, choice=ActivityFilter(MAY, JULY, area_codes=("99",))),
            "Inget område är valt",
            "Välj ett område och en period.",
        ),
        (
            counted({"1": 5, "2": 5, "3": 4, "4": 3, "5": 3}).measuring(PARTICIPANTS),
            "Flest deltagare nås i Backa och Björlanda",
            "Teamet har nått 100 deltagare i fem områden. Alla gäller de yngre.",
        ),
        (
            counted({"1": 2}, participants=0, uncounted=2).measuring(PARTICIPANTS),
            "Antal deltagare saknas",
            ("Två registreringar saknar antal deltagare och ingår inte i summan av deltagare."),
        ),
    ],
)
def test_activities_finding(example: Tally, title: str, lead: str) -> None:
    finding = activities_finding(example, NAMES, TODAY)
    assert (finding.title, finding.lead) == (title, lead)


@pytest.mark.parametrize(
    ("groups", "sentence"),
    [
        ((6, 4), "Mer än hälften gäller unga i brott."),
        ((5, 5), ""),
        ((0, 9), "Alla gäller de yngre."),
        ((3, 5, 4), "Flest gäller de yngre."),
        ((9,), ""),
    ],
)
def test_which_group_most_activities_concern(groups: tuple[int, ...], sentence: str) -> None:
    codes = ["1", "3", "2"][: len(groups)]
    both = tally(
        [
            ActivitySum(MAY, "1", code, "x", n, n, n, 0)
            for code, n in zip(codes, groups, strict=True)
        ],
        [ReportingPeriod(area, MAY, PeriodState.APPROVED, MAY) for area in NAMES.areas],
        ActivityFilter(MAY, MAY),
        list(NAMES.areas),
        codes,
    )
    lead = activities_finding(both, NAMES, TODAY).lead
    assert lead.partition("ett område.")[2].strip() == sentence


@pytest.mark.parametrize(
    ("share", "phrase"),
    [
        (1.0, "alla aktiviteter"),
        (0.96, "nästan alla aktiviteter"),
        (0.8, "mer än tre fjärdedelar av aktiviteterna"),
        (0.75, "tre fjärdedelar av aktiviteterna"),
        (0.66, "två tredjedelar av aktiviteterna"),
        (0.55, "mer än hälften av aktiviteterna"),
        (0.49, "hälften av aktiviteterna"),
        (0.40, "mer än var tredje aktivitet"),
        (0.33, "var tredje aktivitet"),
        (0.28, "mer än var fjärde aktivitet"),
        (0.25, "var fjärde aktivitet"),
        (0.19, "var femte aktivitet"),
        (0.18, None),
        (0.0, None),
    ],
)
def test_share_phrase(share: float, phrase: str | None) -> None:
    assert share_phrase(share, noun_of(OCCASIONS)) == phrase


FOUR: dict[str, Figure] = {"1": Count(9), "2": MISSING, "3": Count(12), "4": Count(0)}


@pytest.mark.parametrize(
    ("counts", "map_says", "table_says"),
    [
        (FOUR, "Flest aktiviteter i Kvillebäcken och Backa", "Björlanda saknar uppgift"),
        (
            {"1": Count(9), "3": Count(0)},
            "Flest aktiviteter i Backa",
            "Kvillebäcken har inga aktiviteter",
        ),
        (
            {"1": Count(9), "3": Count(8)},
            "Flest aktiviteter i Backa och Kvillebäcken",
            "Båda områdena har aktiviteter",
        ),
        ({"1": Count(9)}, "9 aktiviteter i Backa", "Området har aktiviteter"),
        (
            {"1": Count(0), "2": Count(0)},
            "Inga aktiviteter i de områden som har rapporterat",
            "Inga aktiviteter i något område",
        ),
        (
            {"1": MISSING, "2": MISSING, "3": MISSING, "4": MISSING},
            "Inget område har uppgift för hela perioden",
            "Fyra områden saknar uppgift",
        ),
    ],
)
def test_headings_of_map_and_table(
    counts: dict[str, Figure], map_says: str, table_says: str
) -> None:
    assert map_heading(counts, OCCASIONS, NAMES) == map_says
    assert table_heading(counts, OCCASIONS, NAMES) == table_says


def test_rates_are_told_as_rates() -> None:
    found: dict[str, Figure] = {"1": Rate(Decimal("2.5")), "2": Rate(None, Mark.MISSING)}
    assert map_heading(found, Measure.PER_THOUSAND, NAMES) == (
        "Flest aktiviteter per invånare i Backa"
    )
    assert describe_map(found, Measure.PER_THOUSAND, NAMES) == (
        f"Karta över aktiviteter per 1{NBSP}000 invånare i två områden. Flest: Backa 2,5. "
        "Björlanda saknar uppgift."
    )


def test_describe_map() -> None:
    assert describe_map(FOUR, OCCASIONS, NAMES) == (
        "Karta över aktiviteter i fyra områden. Flest: Kvillebäcken 12, Backa 9 och Tuve-Säve 0. "
        "Björlanda saknar uppgift."
    )
    assert describe_map({"1": MISSING}, PARTICIPANTS, NAMES) == (
        "Karta över deltagare i ett område. Backa saknar uppgift."
    )
    # In a pack they are bars, and told as such.
    assert describe_map({"1": MISSING}, PARTICIPANTS, NAMES, is_map=False) == (
        "Staplar över deltagare i ett område. Backa saknar uppgift."
    )


@pytest.mark.parametrize(
    ("missing", "sentence", "title"),
    [
        (
            [("2", JULY)],
            "Björlanda har inte rapporterat juli.",
            "Björlanda har inte rapporterat juli",
        ),
        (
            [(code, JULY) for code in NAMES.areas],
            "Fem områden har inte rapporterat juli.",
            "Fem områden har inte rapporterat juli",
        ),
        (
            [("1", MAY), ("2", JULY), ("3", MAY), ("3", JULY)],
            (
                "Backa har inte rapporterat maj. Kvillebäcken har inte rapporterat maj och juli. "
                "Fler rapporter saknas."
            ),
            "Backa, Björlanda och Kvillebäcken har månader utan rapport",
        ),
    ],
)
def test_missing(missing: list[tuple[str, date]], sentence: str, title: str) -> None:
    assert missing_sentences(missing, NAMES.areas, TODAY) == sentence
    assert missing_title(missing, NAMES.areas, TODAY) == title


@pytest.mark.parametrize(
    ("codes", "months", "told"),
    [
        (["1", "2", "3"], [JULY], "2 av 3 områden inrapporterade."),
        (["1", "2", "3"], [MAY, JULY], "1 av 2 månader är inrapporterade av alla 3 områden."),
        (["2"], [MAY, JULY], "1 av 2 månader är inrapporterade."),
        ([], [MAY], ""),
        (["1"], [], ""),
    ],
)
def test_how_much_has_been_reported(codes: list[str], months: list[date], told: str) -> None:
    reported = frozenset((code, MAY) for code in "123") | {("1", JULY), ("3", JULY)}
    assert completeness_note(Reporting(reported), codes, months) == told


def test_choice_sentence() -> None:
    assert choice_sentence(ActivityFilter(MAY, JULY), NAMES) == "Visar maj–juli 2026."
    chosen = ActivityFilter(MAY, MAY, area_codes=("1", "2"), target_groups=("3",))
    assert choice_sentence(chosen, NAMES) == "Visar maj 2026, Backa och Björlanda, de yngre."


def test_notes() -> None:
    assert uncounted_note(counted({"1": 3})) == ""
    assert uncounted_note(counted({"1": 3}, uncounted=1)) == (
        "En registrering saknar antal deltagare och ingår inte i summan av deltagare."
    )
    assert preliminary_note(counted({"1": 3})) == ""
    assert preliminary_note(counted({"1": 1}, silent=[("1", MAY)])) == (
        "En aktivitet är registrerad i månader som inte är rapporterade. Den räknas inte än."
    )
    assert preliminary_note(counted({"1": 14}, silent=[("1", MAY)])) == (
        "14 aktiviteter är registrerade i månader som inte är rapporterade. De räknas inte än."
    )


@pytest.mark.parametrize(
    ("whole", "placed", "silent", "rest"),
    [(7, 7, [], 0), (8, 7, [], 1), (36, 29, [], 7), (36, 29, [("1", JULY)], None)],
)
def test_what_has_no_nearer_place_is_the_difference(
    whole: int, placed: int, silent: list[tuple[str, date]], rest: int | None
) -> None:
    backa = ActivityFilter(MAY, JULY, area_codes=("1",))
    found = unplaced(counted({"1": whole}, silent, backa), counted({"1": placed}, silent, backa))
    assert found.value == rest


def test_what_has_no_nearer_place_is_told() -> None:
    assert unplaced_note(Count(0), OCCASIONS, ["Backa"]) == ""
    assert unplaced_note(MISSING, OCCASIONS, ["Backa"]) == ""
    assert unplaced_note(Count(1), OCCASIONS, ["Backa"]) == (
        "En aktivitet är registrerad på Backa utan närmare plats. "
        "Den kan höra hemma i vilken del som helst."
    )
    assert unplaced_note(Count(22), PARTICIPANTS, ["Kärra-Rödbo"]).startswith(
        "22 deltagare är registrerade på Kärra-Rödbo"
    )


def test_a_zero_beside_what_has_no_place_is_not_called_none() -> None:
    counts = {"5": Count(18), "1": Count(0)}
    assert table_heading(counts, PARTICIPANTS, NAMES) == "Backa har inga deltagare"
    told = table_heading(counts, PARTICIPANTS, NAMES, has_unplaced=True)
    assert told == "Inga deltagare anger just Backa"
