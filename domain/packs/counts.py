"""What a pack says of the team's work: from published counts, and from nothing else."""

from collections.abc import Iterable

from domain.activities import MISSING, Measure
from domain.changes import CountChange
from domain.count_changes import with_other_spans
from domain.findings.activities import activities_finding
from domain.findings.by_area import describe_map, table_heading
from domain.findings.changes import Compared
from domain.findings.count_changes import CountRow, count_rows, counts_finding
from domain.findings.gaps import gap_note
from domain.findings.reporting import missing_note, protected_note, source_of
from domain.findings.trend import describe_trend, group_heading
from domain.packs.briefing import Briefing
from domain.packs.cells import count_cell, count_datum, table, text_cell
from domain.packs.content import Block, Cell, Chart, Column, Series, Subject, Table
from domain.tallies import Tally
from texts import _
from texts.numbers import month
from texts.words import sentences


def activities(briefing: Briefing, name: str) -> Subject:
    """Return where, for whom and when the team has worked this year."""
    tally = briefing.situation.tally
    if tally is None or not tally.is_public:
        return Subject(
            "activities",
            name,
            _("Inga antal är publicerade ännu"),
            (_("De visas när förvaltningsdirektören har publicerat en månad."),),
            (),
        )
    year = _of_latest_year(tally)
    finding = activities_finding(year, briefing.names, briefing.today)
    blocks: list[Block] = [_by_area(briefing, year), _by_month(briefing, year)]
    blocks.append(_area_table(briefing, year))
    blocks.extend(new_months(briefing))
    told = [finding.lead, missing_note(year, briefing.names.areas, briefing.today)]
    return Subject(
        "activities", name, finding.title, tuple(each for each in told if each), tuple(blocks)
    )


def new_months(briefing: Briefing) -> tuple[Table, ...]:
    """Return the counts that were not published at the earlier moment; empty: none are told."""
    tally = briefing.situation.tally
    if briefing.compared is None or tally is None or not tally.is_public:
        return ()
    return (_new_months(briefing, briefing.compared),)


def _of_latest_year(tally: Tally) -> Tally:
    latest = max(tally.months).year
    return tally.over(month for month in tally.months if month.year == latest)


def _by_area(briefing: Briefing, tally: Tally) -> Chart:
    counts = tally.by_area()
    codes = sorted(counts, key=lambda code: -(counts[code].value or counts[code].low or 0))
    return Chart(
        table_heading(counts, tally.measure, briefing.names, has_unplaced=False),
        sentences(describe_map(counts, tally.measure, briefing.names, is_map=False)),
        _("aktiviteter"),
        source_of(tally),
        "bars",
        tuple(briefing.names.area(code) for code in codes),
        (Series(_("Aktiviteter"), "activity", tuple(count_datum(counts[code]) for code in codes)),),
    )


def _by_month(briefing: Briefing, tally: Tally) -> Chart:
    by_group = tally.by_group_and_month()
    named = {briefing.groups[code]: series for code, series in by_group.items()}
    return Chart(
        group_heading(
            by_group,
            briefing.names.groups,
            tally.measure,
            briefing.today,
            is_public=tally.is_public,
        ),
        describe_trend(named, tally.measure, briefing.today, is_public=tally.is_public),
        _("aktiviteter"),
        source_of(tally),
        "lines",
        tuple(month(each) for each in tally.months),
        tuple(
            Series(
                briefing.groups[code],
                f"group {code}",
                tuple(count_datum(count) for _month, count in series),
            )
            for code, series in by_group.items()
        ),
    )


def _area_table(briefing: Briefing, tally: Tally) -> Table:
    occasions = tally.measuring(Measure.OCCASIONS).by_area()
    participants = tally.measuring(Measure.PARTICIPANTS).by_area()
    return table(
        _("Aktiviteter och deltagare per område"),
        (
            Column(_("Område")),
            Column(_("Aktiviteter"), is_number=True),
            Column(_("Deltagare"), is_number=True),
        ),
        (
            (
                text_cell(briefing.names.area(code)),
                count_cell(occasions[code]),
                count_cell(participants[code]),
            )
            for code in tally.area_codes
        ),
        note=sentences(
            protected_note([*occasions.values(), *participants.values()]),
            gap_note(tally),
        ),
        source=source_of(tally),
    )


def _new_months(briefing: Briefing, compared: Compared) -> Table:
    names = {code: briefing.names.area(code) for code in briefing.area_codes}
    rows = count_rows(compared, names, briefing.groups)
    return table(
        counts_finding(compared).title,
        (
            Column(_("Område eller målgrupp")),
            Column(_("Aktiviteter, nya antal"), is_number=True),
            Column(_("Deltagare, nya antal"), is_number=True),
            Column(_("Aktiviteter, rättat")),
            Column(_("Deltagare, rättat")),
        ),
        ((text_cell(row.name), *_cells(row)) for row in rows),
        note=sentences(
            protected_note([each for row in rows for each in (row.occasions, row.participants)]),
            _("Nya antal är de som inte var publicerade då. Rättat är skillnaden mot då."),
            _nothing_new(compared.changes.counts),
            _("”.”: inget är rättat."),
            _("Där spannet är ett annat kan talet vara detsamma.")
            if with_other_spans(compared.changes.counts)
            else "",
        ),
        source=_("Källa: publicerade månader."),
    )


def _nothing_new(changes: Iterable[CountChange]) -> str:
    # What is of both an area and a target group has no row of its own.
    if any(
        each.before is None
        and each.after == MISSING
        and not (each.key.area_code and each.key.target_group)
        for each in changes
    ):
        return _("”–”: inget nytt är publicerat, inte för alla, eller ingen har räknat deltagarna.")
    return _("”–”: inget nytt är publicerat, eller inte för alla.")


def _cells(row: CountRow) -> tuple[Cell, ...]:
    return (
        count_cell(row.occasions),
        count_cell(row.participants),
        text_cell(row.corrected_occasions or "."),
        text_cell(row.corrected_participants or "."),
    )
