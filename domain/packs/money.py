"""What a pack says of the money: what is used, what is left, and what may be paid back."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from domain.calendar import first_of_month, months_between
from domain.changes import SourceBalance
from domain.findings.changes import Compared
from domain.findings.money import long_money, money_finding, repayment_notices
from domain.findings.money_changes import money_changes_finding, money_items, rounding_note
from domain.money import SourceYear
from domain.monthly_money import describe_months, monthly_heading, outcomes
from domain.pace import Pace, pace_of, total_pace
from domain.packs.briefing import Briefing
from domain.packs.cells import day_cell, millions_datum, table, text_cell, thousands_cell
from domain.packs.content import Block, Chart, Column, Item, Items, Series, Subject, Table
from texts import _
from texts.numbers import day, month
from texts.words import join_words, sentences


def money(briefing: Briefing, name: str) -> Subject:
    """Return how the money goes this year, and what has happened to it since the last meeting."""
    years = briefing.situation.sources or ()
    finding = money_finding(years, briefing.today)
    return Subject("money", name, finding.title, (finding.lead,), tuple(_blocks(briefing, years)))


def _blocks(briefing: Briefing, years: Sequence[SourceYear]) -> Iterator[Block]:
    notices = repayment_notices(years)
    yield Items(
        _("Risk för återbetalning"),
        tuple(Item(each.title, each.lead) for each in notices),
        _("Inget väntas behöva återbetalas."),
    )
    pace = total_pace(years)
    source = money_source(pace)
    compared = briefing.compared
    if compared and compared.later.balances:
        yield _used_since(compared, compared.later.balances, source)
        changed = money_changes_finding(compared)
        items = money_items(compared)
        if items and (note := rounding_note(compared)):
            items.append(Item(note))
        yield Items(changed.title, tuple(items), changed.lead)
    if pace:
        yield _by_month(briefing, years, pace, source)
        yield _by_source(years, source)


def money_source(pace: Pace | None) -> str:
    """Return where the money's figures come from, and to which day they are booked."""
    if pace is None or pace.read_to is None:
        return _("Källa: ekonomisystemet. Allt är inte bokfört ännu.")
    return _("Källa: ekonomisystemet, bokfört till och med {day}.").format(day=day(pace.read_to))


def _used_since(compared: Compared, later: Mapping[str, SourceBalance], source: str) -> Chart:
    earlier = compared.earlier.balances or {}
    codes = sorted(later, key=lambda code: -later[code].booked)
    before = [earlier[code].booked if code in earlier else Decimal(0) for code in codes]
    now = [later[code].booked for code in codes]
    told = [
        _("{source} gick från {before} till {after}").format(
            source=later[code].source.name, before=long_money(was), after=long_money(amount)
        )
        for code, was, amount in zip(codes, before, now, strict=True)
    ]
    return Chart(
        money_changes_finding(compared).title,
        sentences(join_words(told)),
        _("mnkr"),
        source,
        "dumbbells",
        tuple(later[code].source.name for code in codes),
        (
            Series(_("då"), "before", tuple(map(millions_datum, before))),
            Series(_("nu"), "money", tuple(map(millions_datum, now))),
        ),
    )


def _by_month(briefing: Briefing, years: Sequence[SourceYear], pace: Pace, source: str) -> Chart:
    months = months_between(first_of_month(pace.first_day), first_of_month(pace.last_day))
    return Chart(
        monthly_heading(years, months, briefing.today),
        describe_months(years, months, briefing.today),
        _("mnkr"),
        source,
        "columns",
        tuple(month(each) for each in months),
        (Series(_("Utfall"), "money", tuple(map(millions_datum, outcomes(years, months)))),),
    )


def _by_source(years: Sequence[SourceYear], source: str) -> Table:
    paces = [pace_of(year) for year in years]
    return table(
        _("Budget, utfall och prognos per källa"),
        (
            Column(_("Källa")),
            *(
                Column(name, is_number=True)
                for name in (
                    _("Budget, tkr"),
                    _("Utfall, tkr"),
                    _("Prognos, tkr"),
                    _("Avvikelse, tkr"),
                )
            ),
            Column(_("Återbetalas senast")),
        ),
        (
            (
                text_cell(year.source.name),
                thousands_cell(pace.budget),
                thousands_cell(pace.outcome if pace.read_to else None),
                thousands_cell(pace.expected),
                thousands_cell(pace.remaining),
                day_cell(year.source.repay_by) if year.source.repay_by else text_cell("."),
            )
            for year, pace in zip(years, paces, strict=True)
        ),
        note=_("Avvikelse = budget minus prognos. ”.”: inte tillämpligt. ”–”: uppgift saknas."),
        source=source,
    )
