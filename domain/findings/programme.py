"""What the programme page says of all points together."""

from collections.abc import Sequence
from datetime import date

from domain.findings.finding import Finding
from domain.points import PointStanding, count_by_status
from domain.statuses import BY_CONCERN, BY_PROGRESS, Status
from texts import _, plural
from texts.numbers import day, number_word, part_of
from texts.words import capitalised, join_at_most, join_words, sentences

_MOST_NAMES = 4


def no_points() -> Finding:
    """Return what is said where nothing has been loaded."""
    return Finding(
        _("Programmet har inga punkter ännu"),
        _("Läs in punkterna från en Excel-fil. Tills dess visas inga nyckeltal."),
    )


def programme_finding(standings: Sequence[PointStanding], today: date) -> Finding:
    """Return the programme's title and lead: what is late or deviates, then what is to come."""
    if not standings:
        return no_points()
    return Finding(_title(standings), _lead(standings, today))


def board_heading(standings: Sequence[PointStanding]) -> str:
    """Return the heading of the tiles: how many points are done or follow the plan."""
    if not standings:
        return no_points().title
    in_pace = sum(1 for each in standings if each.status and each.status.is_in_pace)
    text = plural(
        "{part} punkt är genomförd eller går enligt plan",
        "{part} punkter är genomförda eller går enligt plan",
        len(standings),
    )
    return text.format(part=part_of(in_pace, len(standings)))


def choice_sentence(shown: int, everything: int) -> str:
    """Return how many points the reader's choice shows."""
    if shown == everything:
        return plural("Visar programmets enda punkt.", "Visar alla {n} punkter.", shown).format(
            n=number_word(shown)
        )
    if shown == 0:
        return _("Ingen punkt passar urvalet.")
    return _("Visar {part} punkter.").format(part=part_of(shown, everything))


def describe_tiles(standings: Sequence[PointStanding]) -> str:
    """Return the text alternative of the tiles: how many points have each status."""
    if not standings:
        return _("Inga punkter att visa.")
    counts = count_by_status(standings)
    parts = [
        f"{number_word(counts[status])} {_status_phrase(status, counts[status])}"
        for status in (*BY_PROGRESS, None)
        if counts[status]
    ]
    intro = plural("En ruta för programmets punkt", "{n} rutor, en för varje punkt", len(standings))
    intro = capitalised(intro.format(n=number_word(len(standings))))
    return f"{intro}: {join_words(parts)}."


def describe_timeline(standings: Sequence[PointStanding], today: date) -> str:
    """Return the text alternative of the timeline: its span, and the points past their date."""
    if not standings:
        return _("Ingen tidslinje att visa.")
    span = plural(
        "Tidslinje med {n} punkt från {first} till {last}, sorterad så att det som kräver "
        "uppmärksamhet står först.",
        "Tidslinje med {n} punkter från {first} till {last}, sorterad så att det som kräver "
        "uppmärksamhet står först.",
        len(standings),
    ).format(
        n=number_word(len(standings)),
        first=day(min(each.point.starts_on for each in standings)),
        last=day(max(each.point.due_on for each in standings)),
    )
    late = sorted(
        (each for each in standings if each.days_late(today)),
        key=lambda each: -each.days_late(today),
    )
    if not late:
        return sentences(span, _("Ingen öppen punkt har passerat sitt slutdatum."))
    names = [_days_late(each, today) for each in late]
    past = _("Slutdatum har passerat för {points}").format(
        points=join_at_most(names, _MOST_NAMES, _("{n} till"))
    )
    return sentences(span, past)


def by_concern(standings: Sequence[PointStanding], today: date) -> list[PointStanding]:
    """Return the points in the order in which a reader wants them: what worries first.

    Within a status the latest comes first, then the one that is due first. What nobody has
    reported stands after what runs according to plan.
    """
    order: list[Status | None] = list(BY_CONCERN)
    order.insert(order.index(Status.NOT_STARTED), None)
    return sorted(
        standings,
        key=lambda each: (
            order.index(each.status),
            -each.days_late(today),
            each.point.due_on,
            each.point.number,
        ),
    )


def _title(standings: Sequence[PointStanding]) -> str:
    counts, total = count_by_status(standings), len(standings)
    late, deviating = counts[Status.LATE], counts[Status.DEVIATION]
    if late and deviating:
        return _("{late} och {deviating} avviker från planen").format(
            late=_late_points(late),
            deviating=number_word(deviating),
        )
    if late:
        return _late_points(late)
    if deviating:
        text = plural("{n} punkt avviker från planen", "{n} punkter avviker från planen", deviating)
        return capitalised(text.format(n=number_word(deviating)))
    return _calm_title(counts, total)


def _calm_title(counts: dict[Status | None, int], total: int) -> str:
    """Return the title where no point is late or deviates."""
    if counts[None] == total:
        return _("Ingen punkt har rapporterats ännu")
    if counts[Status.DONE] == total:
        return _all_done(total)
    if counts[Status.DONE] + counts[Status.DROPPED] == total:
        return _("Alla punkter är avslutade")
    if counts[Status.ON_PLAN] == 0:
        return _("Ingen punkt är försenad")
    if counts[None]:
        return _("Alla rapporterade punkter följer planen")
    return _("Alla pågående punkter följer planen")


def _all_done(total: int) -> str:
    if total == 2:
        return _("Båda punkterna är genomförda")
    text = plural("Programmets enda punkt är genomförd", "Alla {n} punkter är genomförda", total)
    return text.format(n=number_word(total))


def _late_points(late: int) -> str:
    text = plural("{n} punkt är försenad", "{n} punkter är försenade", late)
    return capitalised(text.format(n=number_word(late)))


def _lead(standings: Sequence[PointStanding], today: date) -> str:
    counts = count_by_status(standings)
    return sentences(
        _running(counts[Status.DONE], counts[Status.ON_PLAN]),
        _waiting(standings, today),
        _dropped(counts[Status.DROPPED]),
        _unreported(counts[None]),
    )


def _running(done: int, on_plan: int) -> str:
    parts = []
    if done:
        parts.append(
            plural("{n} punkt är genomförd", "{n} punkter är genomförda", done).format(
                n=number_word(done)
            )
        )
    if on_plan:
        noun = "" if done else plural(" punkt", " punkter", on_plan)
        parts.append(_("{n}{noun} går enligt plan").format(n=number_word(on_plan), noun=noun))
    return join_words(parts)


def _waiting(standings: Sequence[PointStanding], today: date) -> str:
    """Return how many are not begun, and which of them need not be: they begin another year."""
    starts = [each.point.starts_on for each in standings if each.status is Status.NOT_STARTED]
    if not starts:
        return ""
    later = [start.year for start in starts if start.year > today.year]
    n, year = number_word(len(starts)), min(later, default=None)
    if len(later) == len(starts) and max(later) == year:
        text = plural("{n} punkt börjar först {y}", "{n} punkter börjar först {y}", len(starts))
        return text.format(n=n, y=year)
    text = plural("{n} punkt är inte påbörjad", "{n} punkter är inte påbörjade", len(starts))
    told = text.format(n=n)
    if not later:
        return told
    return _("{told}, varav {m} börjar {y} eller senare").format(
        told=told, m=number_word(len(later)), y=year
    )


def _dropped(dropped: int) -> str:
    if not dropped:
        return ""
    text = plural("{n} punkt utgår", "{n} punkter utgår", dropped)
    return text.format(n=number_word(dropped))


def _unreported(silent: int) -> str:
    if not silent:
        return ""
    text = plural("{n} punkt saknar statusrapport", "{n} punkter saknar statusrapport", silent)
    return text.format(n=number_word(silent))


def _days_late(standing: PointStanding, today: date) -> str:
    days = standing.days_late(today)
    text = plural("punkt {number} ({n} dag)", "punkt {number} ({n} dagar)", days)
    return text.format(number=standing.point.number, n=number_word(days))


def _status_phrase(status: Status | None, count: int) -> str:
    phrases = {
        Status.DONE: plural("genomförd", "genomförda", count),
        Status.ON_PLAN: _("enligt plan"),
        Status.DEVIATION: _("med avvikelse"),
        Status.LATE: plural("försenad", "försenade", count),
        Status.NOT_STARTED: plural("ej påbörjad", "ej påbörjade", count),
        Status.DROPPED: plural("som utgår", "som utgår", count),
        None: _("utan statusrapport"),
    }
    return phrases[status]
