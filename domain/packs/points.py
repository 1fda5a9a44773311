"""What a pack says of the points: in short, what has changed, and each of them."""

from collections.abc import Iterator

from config.statuses import word_of
from domain.attention import needs_attention
from domain.findings.changes import (
    Compared,
    changes_finding,
    milestone_items,
    moved_items,
    nothing_changed,
    reported_items,
)
from domain.findings.count_changes import counts_finding
from domain.findings.key_figures import key_figures
from domain.findings.money_changes import money_changes_finding, money_items
from domain.findings.overview import attention_heading, overview_finding
from domain.findings.programme import (
    board_heading,
    by_concern,
    describe_tiles,
    programme_finding,
)
from domain.packs.briefing import Briefing
from domain.packs.cells import day_cell, number_cell, table, text_cell
from domain.packs.content import (
    Block,
    Cell,
    Column,
    Figure,
    Figures,
    Item,
    Items,
    Subject,
    Tile,
    Tiles,
)
from domain.packs.questions import answered_since
from domain.points import PointStanding
from domain.statuses import Status
from texts import _
from texts.numbers import day
from texts.words import sentences

_WORRYING = (Status.LATE, Status.DEVIATION)


def overview(briefing: Briefing, name: str) -> Subject:
    """Return how the programme stands in short: key figures, the board, and what worries."""
    situation = briefing.situation
    finding = overview_finding(situation)
    if not situation.standings:
        return Subject("overview", name, finding.title, (finding.lead,), ())
    rows = needs_attention(
        situation.standings,
        situation.sources or (),
        situation.periods,
        situation.today,
        situation.area_names,
    )
    items = tuple(Item(each.title, each.reason) for each in rows)
    return Subject(
        "overview",
        name,
        finding.title,
        (finding.lead,),
        (
            *figures(briefing),
            _tiles(briefing),
            Items(attention_heading(len(rows)), items, attention_heading(0)),
        ),
    )


def figures(briefing: Briefing) -> tuple[Figures, ...]:
    """Return the key figures, beside each other; empty: there are no points."""
    situation = briefing.situation
    if not situation.standings:
        return ()
    found = key_figures(situation)
    return (Figures(tuple(Figure(each.label, each.value, each.sentence) for each in found)),)


def changes(briefing: Briefing, name: str) -> Subject:
    """Return what has changed since the last meeting, of every kind."""
    compared = briefing.compared
    if compared is None:
        heading = _("Det finns inget tidigare sammanträde att jämföra med")
        lead = _("Nästa sammanträde jämförs med det här.")
        return Subject("changes", name, heading, (lead,), ())
    finding = changes_finding(compared)
    return Subject(
        "changes", name, finding.title, (finding.lead,), tuple(_changed(briefing, compared))
    )


def points(briefing: Briefing, name: str) -> Subject:
    """Return each point, and what is said of those that worry."""
    standings, today = briefing.situation.standings, briefing.today
    finding = programme_finding(standings, today)
    worrying = [each for each in by_concern(standings, today) if each.status in _WORRYING]
    return Subject(
        "points",
        name,
        finding.title,
        (finding.lead,) if finding.lead else (),
        (
            Items(
                _("Det som arbetsledaren säger om punkter med avvikelse eller försening"),
                tuple(_said(each) for each in worrying),
                _("Ingen punkt är rapporterad med avvikelse eller som försenad."),
            ),
            table(
                _("Programmets punkter"),
                (
                    Column(_("Nr"), is_number=True),
                    Column(_("Punkt")),
                    Column(_("Status")),
                    Column(_("Klart, %"), is_number=True),
                    Column(_("Slut")),
                    Column(_("Ansvarig")),
                ),
                (_row(each) for each in standings),
                note=_("–: uppgiften saknas."),
                source=reports_source(briefing),
            ),
        ),
    )


def reports_source(briefing: Briefing) -> str:
    """Return where the states come from, and how new they are."""
    reported = [each.report.as_of_date for each in briefing.situation.standings if each.report]
    if not reported:
        return _("Källa: inga statusrapporter ännu.")
    return _("Källa: arbetsledarens rapporter till och med {day}.").format(day=day(max(reported)))


def _changed(briefing: Briefing, compared: Compared) -> Iterator[Block]:
    yield Items(
        _("Punkter som har bytt status"),
        tuple(moved_items(compared)),
        _("Ingen punkt har bytt status."),
    )
    yield Items(
        _("Punkter med nya uppgifter"),
        tuple(reported_items(compared)),
        _("Ingen annan punkt har nya uppgifter."),
    )
    yield Items(
        _("Delmål"), tuple(milestone_items(compared)), nothing_changed(_("Inga delmål"), compared)
    )
    if compared.later.balances is not None:
        money = money_changes_finding(compared)
        yield Items(_("Medel"), (Item(money.title, money.lead), *money_items(compared)), "")
    if compared.later.counts is not None:
        counts = counts_finding(compared)
        yield Items(_("Antal"), (Item(counts.title, counts.lead),), "")
    answers = answered_since(briefing)
    yield Items(_("Besvarade frågor"), answers, _("Ingen fråga har besvarats sedan dess."))


def _tiles(briefing: Briefing) -> Tiles:
    standings = briefing.situation.standings
    return Tiles(
        board_heading(standings),
        describe_tiles(standings),
        reports_source(briefing),
        tuple(
            Tile(
                each.point.number,
                each.point.short_title,
                each.status.value if each.status else None,
                word_of(each.status).short,
            )
            for each in standings
        ),
    )


def _said(standing: PointStanding) -> Item:
    report = standing.report
    text = _("{number}. {title}: {status}").format(
        number=standing.point.number,
        title=standing.point.short_title,
        status=word_of(standing.status).label,
    )
    told = sentences(report.comment or "", report.risk or "") if report else ""
    return Item(text, told or _("Ingen förklaring är lämnad."))


def _row(standing: PointStanding) -> tuple[Cell, ...]:
    point, report = standing.point, standing.report
    return (
        number_cell(point.number),
        text_cell(point.title),
        text_cell(word_of(standing.status).label),
        number_cell(report.progress_percent if report else None),
        day_cell(point.due_on),
        text_cell(point.responsible_unit),
    )
