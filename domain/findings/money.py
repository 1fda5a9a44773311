"""What the money page says: will the money suffice, what is left, what must be paid back?"""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from domain.findings.finding import Finding
from domain.money import PointOutcome, SourceYear
from domain.pace import NOTABLE_REST, Pace, Tempo, pace_of, total_pace
from domain.repayment import Repayment, repayment_of
from texts import _
from texts.numbers import (
    NO_BREAK_SPACE,
    day,
    millions,
    money,
    month_name,
    number,
    number_word,
    share,
)
from texts.words import join_words, sentence, sentences

_MOST_NAMES = 2


def money_finding(years: Sequence[SourceYear], today: date) -> Finding:
    """Return the title and lead of all sources in a year together."""
    pace = total_pace(years)
    if pace is None:
        return Finding(
            _("Inga medel är inlästa ännu"),
            _("Läs in budget och huvudbok. Tills dess visas inga belopp."),
        )
    lacking = [year.source.name for year in years if year.budget is None]
    if 0 < len(lacking) < len(years):
        title = _("Budgeten för {sources} är inte inläst").format(sources=_sources(lacking))
        return Finding(title, _lead(pace, today))
    return Finding(_title(pace, years[0].year, today), _lead(pace, today))


def own_unit_finding(found: Sequence[PointOutcome], unit: str | None, year: int) -> Finding:
    """Return what a unit's points have cost in a year, for one who sees no other money."""
    if unit is None or not found:
        return Finding(
            _("Ingen punkt hör till din enhet"),
            _("Här visas vad som är bokfört på de punkter som din enhet ansvarar för."),
        )
    total = sum((each.amount for each in found), Decimal(0))
    return Finding(
        _("{amount} är bokfört på enhetens punkter {year}").format(amount=money(total), year=year),
        _("Visar de punkter som {unit} ansvarar för. Programmets övriga medel visas inte.").format(
            unit=unit
        ),
    )


def long_money(amount: Decimal) -> str:
    """Return SEK written out for a title: "3,1 miljoner kronor" or "850 000 kronor"."""
    if abs(amount) >= 1_000_000:
        return f"{millions(amount)}{NO_BREAK_SPACE}{_('miljoner kronor')}"
    step = Decimal(10_000 if abs(amount) >= 100_000 else 1_000)
    even = (amount / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step
    return f"{number(even or amount)}{NO_BREAK_SPACE}{_('kronor')}"


def _title(pace: Pace, year: int, today: date) -> str:
    rest = pace.remaining
    if pace.budget is None or pace.left is None:
        return _("Ingen budget är inläst för {year}").format(year=year)
    if pace.left < 0:
        return _("Utfallet är {amount} över budget").format(amount=long_money(-pace.left))
    if pace.budget == 0:
        return _("Budgeten för {year} är noll kronor").format(year=year)
    if pace.runs_out:
        return _("Pengarna tar slut i {month}").format(month=month_name(pace.runs_out))
    if rest is None:
        return _unknown(pace)
    return _rest_title(pace.remaining_as_told or rest, pace.budget, pace, year, today)


def _unknown(pace: Pace) -> str:
    if pace.read_to is None:
        return _("Allt är inte bokfört ännu, så ingen prognos visas")
    return _("Det är för tidigt att säga om pengarna räcker")


def _rest_title(rest: Decimal, budget: Decimal, pace: Pace, year: int, today: date) -> str:
    is_over = today > pace.last_day and pace.months_left == 0
    if rest < budget * NOTABLE_REST:
        return _("Pengarna räckte året ut") if is_over else _("Pengarna räcker året ut")
    if is_over:
        text = _("{amount} blev kvar när {year} var slut")
        return text.format(amount=long_money(rest), year=year)
    return _("{amount} väntas bli kvar när året är slut").format(amount=long_money(rest))


def _lead(pace: Pace, today: date) -> str:
    outcome = _("Utfallet är {amount}").format(amount=money(pace.outcome))
    if pace.read_to is None and not pace.outcome:
        outcome = _("Inget är bokfört ännu")
    if pace.budget is None:
        return sentence(outcome)
    budget = _("Budgeten är {amount}").format(amount=money(pace.budget))
    if pace.months_left == 0 and today > pace.last_day:
        budget = _("Budgeten var {amount}").format(amount=money(pace.budget))
        outcome = _("Utfallet blev {amount}").format(amount=money(pace.outcome))
        return sentences(budget, outcome)
    return sentences(budget, outcome, outlook(pace))


def outlook(pace: Pace) -> str:
    """Return what is expected of the year, with its range, or why nothing is."""
    if pace.expected is None:
        return _("En beräkning kräver en prognos eller tre bokförda månader.")
    text = _("Med nuvarande takt används {amount} under året")
    if pace.is_forecast:
        text = _("Prognosen för hela året är {amount}")
    told = text.format(amount=money(pace.expected))
    if pace.low is None or pace.high is None or millions(pace.low) == millions(pace.high):
        return sentence(told)
    return sentence(
        _("{told}, mellan {low} och {high}").format(
            told=told, low=millions(pace.low), high=millions(pace.high)
        )
    )


def money_bar_heading(pace: Pace | None) -> str:
    """Return the heading of the bar that holds money against time."""
    return _by_tempo(
        pace,
        slow=_("Pengarna används långsammare än tiden går"),
        even=_("Pengarna används i takt med tiden"),
        fast=_("Pengarna används snabbare än tiden går"),
    )


def burn_down_heading(pace: Pace | None) -> str:
    """Return the heading of what is left month by month."""
    if pace and pace.months_left == 0:
        return _by_tempo(
            pace,
            slow=_("Allt användes inte under året"),
            even=_("Pengarna användes i jämn takt"),
            fast=_("Mer än budgeten användes"),
        )
    return _by_tempo(
        pace,
        slow=_("Pengarna går åt långsammare än jämn takt"),
        even=_("Pengarna går åt i jämn takt"),
        fast=_("Pengarna går åt snabbare än jämn takt"),
    )


def bullets_heading(years: Sequence[SourceYear]) -> str:
    """Return the heading of the sources' bars: where the forecast lies against the budget."""
    paces = [(year.source.name, pace_of(year)) for year in years]
    known = [
        (name, pace.budget * NOTABLE_REST, pace.remaining)
        for name, pace in paces
        if pace.budget is not None and pace.remaining is not None
    ]
    if not known or len(known) < len(paces):
        return _("Budget och utfall per källa")
    over = [name for name, limit, rest in known if rest < -limit]
    under = [name for name, limit, rest in known if rest > limit]
    # A year whose every month is booked has no forecast any more.
    is_over = all(pace.months_left == 0 for _name, pace in paces)
    what = _("Utfallet blev") if is_over else _("Prognosen ligger")
    if over:
        return _("{what} över budget för {sources}").format(what=what, sources=_sources(over))
    if not under:
        return _("Utfallet följde budgeten") if is_over else _("Prognosen följer budgeten")
    if len(under) == 1 == len(known):
        return _("{what} under budget").format(what=what)
    if len(under) == len(known):
        return _("{what} under budget i alla källor").format(what=what)
    return _("{what} under budget för {sources}").format(what=what, sources=_sources(under))


def repayment_notices(years: Sequence[SourceYear]) -> list[Finding]:
    """Return a notice for each source of which money may have to be paid back, largest first."""
    found = [(repayment, year) for year in years if (repayment := repayment_of(year))]
    found.sort(key=lambda pair: -pair[0].amount)
    return [_notice(repayment, year) for repayment, year in found]


def describe_money_bar(pace: Pace | None) -> str:
    """Return the text alternative of the bar: shares of money and time, and the ledger's day."""
    if pace is None or pace.used_share is None:
        return _("Ingen budget att visa.")
    if pace.read_to is None:
        return _("Inget är bokfört ännu.")
    return _("{used} av pengarna är förbrukade och {gone} av tiden har gått, {day}.").format(
        used=share(pace.used_share), gone=share(pace.time_share), day=day(pace.read_to)
    )


def describe_bullets(years: Sequence[SourceYear]) -> str:
    """Return the text alternative of the sources' bars: budget, outcome and forecast of each."""
    if not years:
        return _("Inga medel att visa.")
    told = []
    for year in years:
        pace = pace_of(year)
        expected = _("prognos saknas")
        if pace.expected is not None:
            expected = _("prognos {amount}").format(amount=money(pace.expected))
        told.append(
            _("{source}: budget {budget}, utfall {outcome}, {expected}").format(
                source=year.source.name,
                budget=_("saknas") if pace.budget is None else money(pace.budget),
                outcome=money(pace.outcome) if pace.read_to else _("saknas"),
                expected=expected,
            )
        )
    return sentences(_("En stapel för varje källa"), *told)


def describe_burn_down(pace: Pace | None) -> str:
    """Return the text alternative of what is left month by month, and at the year's end."""
    if pace is None or not pace.budget or pace.left is None or pace.even_outcome is None:
        return _("Ingen budget att visa.")
    if pace.read_to is None:
        return _("Inget är bokfört ännu.")
    now = _("Av {budget} är {left} kvar {day}").format(
        budget=money(pace.budget), left=money(pace.left), day=day(pace.read_to)
    )
    even = _("Med jämn takt hade {amount} varit kvar").format(
        amount=money(pace.budget - pace.even_outcome)
    )
    end = ""
    if pace.remaining_as_told is not None and pace.months_left:
        end = _("Den {day} väntas {amount} vara kvar").format(
            day=day(pace.last_day), amount=money(pace.remaining_as_told)
        )
    return sentences(_("Linjediagram"), now, even, end)


def _notice(repayment: Repayment, year: SourceYear) -> Finding:
    title = _("{amount} av {source} kan behöva betalas tillbaka senast {day}").format(
        amount=money(repayment.amount), source=year.source.name, day=day(repayment.pay_by)
    )
    condition = _("Medel som inte har använts till och med {day} ska betalas tillbaka").format(
        day=day(repayment.use_by)
    )
    needed = average = ""
    if repayment.needed_monthly is not None:
        needed = _("För att undvika det behöver {amount} användas per månad").format(
            amount=money(repayment.needed_monthly)
        )
        if repayment.monthly is not None:
            average = _("Snittet i år är {amount}").format(amount=money(repayment.monthly))
    earlier = ""
    if year.source.starts_on.year < year.year:
        earlier = _("Överskott från tidigare år är inte medräknat")
    return Finding(title, sentences(condition, needed, average, earlier))


def _by_tempo(pace: Pace | None, *, slow: str, even: str, fast: str) -> str:
    if pace is None:
        return _("Ingen budget är inläst")
    if pace.budget is None:
        return _("Budgeten är inte inläst för alla källor")
    if pace.budget == 0:
        return _("Budgeten är noll kronor")
    if pace.tempo is None:
        return _("Inget är bokfört ännu")
    return {Tempo.SLOW: slow, Tempo.EVEN: even, Tempo.FAST: fast}[pace.tempo]


def _sources(names: Sequence[str]) -> str:
    if len(names) <= _MOST_NAMES:
        return join_words(names)
    return _("{n} källor").format(n=number_word(len(names)))
