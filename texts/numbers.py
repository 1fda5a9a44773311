"""Numbers, money and dates as a Swedish reader writes them.

Thousands are parted by U+00A0, decimals by a comma, and the minus is U+2212 (Unicode CLDR for
sv_SE, by Babel). A number and its unit are held together by a no-break space.

Rounding is half away from zero ("half up" of the absolute value), which is what people do by
hand and what a spreadsheet shows; a float is read as it is written, so 0.145 gives 0.15.
"""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, get_minus_sign_symbol

from texts.translation import _

_LOCALE = Locale("sv", "SE")
NO_BREAK_SPACE = "\u00a0"
_MINUS = get_minus_sign_symbol(_LOCALE)
_MILLION = Decimal(1_000_000)
_THOUSAND = Decimal(1_000)


def rounded(value: float | Decimal, decimals: int = 0) -> Decimal:
    """Return a number rounded half away from zero, never a negative zero.

    Raises:
        ValueError: The value is not finite; such a number is missing, and is no number.
    """
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    if not exact.is_finite():
        raise ValueError(f"Not a number that can be shown: {value!r}")
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP) + 0


def number(value: float | Decimal, decimals: int = 0) -> str:
    """Return a number with a fixed count of decimals: "1 234 567,5"."""
    positive = "#,##0" + ("." + "0" * decimals if decimals else "")
    # Babel writes a hyphen before a negative decimal number unless the pattern says otherwise.
    pattern = f"{positive};{_MINUS}{positive}"
    return format_decimal(rounded(value, decimals), format=pattern, locale=_LOCALE)


def share(fraction: float | Decimal, decimals: int = 0) -> str:
    """Return a part of one as per cent: 0.59 gives "59 %"."""
    exact = fraction if isinstance(fraction, Decimal) else Decimal(str(fraction))
    return f"{number(exact * 100, decimals)}{NO_BREAK_SPACE}%"


def part_of(part: int, whole: int) -> str:
    """Return "18 av 28", held together on one line."""
    words = _("{part} av {whole}").format(part=number(part), whole=number(whole))
    return words.replace(" ", NO_BREAK_SPACE)


def signed(value: float | Decimal, decimals: int = 0) -> str:
    """Return a change with its sign, "+12" or "−3"; no change has none."""
    text = number(value, decimals)
    return f"+{text}" if rounded(value, decimals) > 0 else text


def number_word(count: int, *, neuter: bool = False) -> str:
    """Return a count as a sentence writes it: words from 0 to 12, digits beyond and below.

    One agrees with its noun: "en punkt", and with `neuter` "ett område".
    Source: Svenska skrivregler, small numbers in running text are written as words.
    """
    if count == 1:
        return _("ett") if neuter else _("en")
    words = (
        *(_("noll"), _("en"), _("två"), _("tre"), _("fyra"), _("fem"), _("sex")),
        *(_("sju"), _("åtta"), _("nio"), _("tio"), _("elva"), _("tolv")),
    )
    return words[count] if 0 <= count < len(words) else number(count)


def iso(moment: date) -> str:
    """Return the day as tables write it: "2026-11-22"."""
    return f"{moment:%Y-%m-%d}"


def at_minute(moment: datetime) -> str:
    """Return a moment of a clock as "2026-03-17 09:05"."""
    return f"{moment:%Y-%m-%d %H:%M}"


def day(moment: date) -> str:
    """Return the day as sentences write it: "22 november 2026"."""
    return format_date(moment, "d MMMM y", locale=_LOCALE)


def day_without_year(moment: date) -> str:
    """Return "22 november", for where the year is plain to see."""
    return format_date(moment, "d MMMM", locale=_LOCALE)


def month(moment: date) -> str:
    """Return "november 2026"."""
    return format_date(moment, "LLLL y", locale=_LOCALE)


def month_name(moment: date) -> str:
    """Return "november"."""
    return format_date(moment, "LLLL", locale=_LOCALE)


def month_seen_from(moment: date, today: date) -> str:
    """Return the month's name, with its year when that is not this year's: "december 2025"."""
    return month_name(moment) if moment.year == today.year else month(moment)


def day_seen_from(moment: date, today: date) -> str:
    """Return the day, with its year when that is not this year's: "28 februari 2027"."""
    return day_without_year(moment) if moment.year == today.year else day(moment)


def moment_seen_from(moment: datetime, today: date) -> str:
    """Return a moment as sentences write it: "27 augusti kl. 12:00"."""
    return _("{day} kl. {time}").format(
        day=day_seen_from(moment.date(), today), time=f"{moment:%H:%M}"
    )


def month_short(moment: date) -> str:
    """Return "nov": three letters for every month, which an axis needs and CLDR does not give."""
    return month_name(moment)[:3]


def month_span(first: date, last: date) -> str:
    """Return "januari–oktober 2026"; one month is named alone, two years are both named.

    Raises:
        ValueError: The last month comes before the first.
    """
    if (last.year, last.month) < (first.year, first.month):
        raise ValueError(f"The span ends before it begins: {first} to {last}")
    if (first.year, first.month) == (last.year, last.month):
        return month(first)
    if first.year == last.year:
        return f"{month_name(first)}–{month(last)}"
    return f"{month(first)}–{month(last)}"


def millions(amount: Decimal, decimals: int = 1) -> str:
    """Return SEK as millions without a unit: "3,1"."""
    return number(amount / _MILLION, decimals)


def million_kronor(amount: Decimal, decimals: int = 1) -> str:
    """Return SEK as "3,1 mnkr", the unit of sentences."""
    return f"{millions(amount, decimals)}{NO_BREAK_SPACE}{_('mnkr')}"


def whole_million_kronor(amount: Decimal) -> str:
    """Return "12 mnkr" where the millions are even, else "7,2 mnkr"; for labels."""
    return million_kronor(amount, 0 if amount % _MILLION == 0 else 1)


def thousand_kronor(amount: Decimal) -> str:
    """Return SEK as thousands without a unit, as tables do: "3 900"."""
    return number(amount / _THOUSAND)


def kronor(amount: Decimal) -> str:
    """Return SEK as "3 900 000 kr"."""
    return f"{number(amount)}{NO_BREAK_SPACE}{_('kr')}"


def money(amount: Decimal) -> str:
    """Return SEK for a sentence: "3,1 mnkr", and "85 tkr" or "400 kr" where that rounds away.

    A sum that is not zero must not be read as "0,0 mnkr".
    """
    if abs(amount) >= _MILLION / 10 or amount == 0:
        return million_kronor(amount) if amount else kronor(amount)
    if abs(amount) >= _THOUSAND:
        return f"{thousand_kronor(amount)}{NO_BREAK_SPACE}{_('tkr')}"
    return kronor(amount)
