"""What is said of a month that is to be made public: what becomes visible, and what does not."""

from collections.abc import Iterable, Sequence
from datetime import date

from domain.activities import Mark, Measure
from domain.figures import figure_text
from domain.findings.finding import Finding
from domain.findings.names import Names
from domain.proposals import Hidden, Place, ProposedCount
from domain.publications import THRESHOLDS, Proposal, Publication
from texts import _, plural
from texts.numbers import (
    at_minute,
    month,
    month_name,
    month_seen_from,
    month_span,
    number,
    number_word,
    part_of,
    share,
)
from texts.words import capitalised, join_words, sentence, sentences


def proposal_finding(proposal: Proposal, today: date, *, is_news: bool = True) -> Finding:
    """Return how much of a month becomes visible, and why the rest does not.

    Without news the month is public already, and the finding tells how much of it is visible.
    """
    shown = len(proposal.counts) - proposal.hidden
    becomes = _("{part} tal blir synliga när {month} publiceras")
    title = (becomes if is_news else _("{part} tal är synliga i {month}")).format(
        part=part_of(shown, len(proposal.counts)), month=month_seen_from(proposal.month, today)
    )
    told = (_longer, _why, _narrow, _people, _how)
    return Finding(title, sentences(*(each(proposal) for each in told)))


def published_sentence(made: Sequence[Publication]) -> str:
    """Return which version of a month is public, since when, by whom and how it is protected."""
    if not made:
        return _("Månaden är inte publicerad.")
    latest = made[-1]
    told = _("Publicerad {when} av {who}, version {version}").format(
        when=at_minute(latest.at), who=latest.by, version=latest.version
    )
    return sentences(told, threshold_sentence(latest.threshold), latest.comment or "")


def threshold_sentence(threshold: int) -> str:
    """Return which counts a threshold hides: "tal från 1 till 4 skyddas"."""
    if threshold == 2:
        return _("talet 1 skyddas")
    return _("tal från 1 till {most} skyddas").format(most=threshold - 1)


def hidden_texts(proposal: Proposal | None) -> tuple[str, str, str]:
    """Return how much a threshold hides: counts, their share, and the share of participants.

    None: the month cannot be shown with that threshold.
    """
    if proposal is None:
        return _("kan inte visas"), "–", "–"
    every = len(proposal.counts)
    return (
        part_of(proposal.hidden, every),
        share(proposal.hidden / every) if every else "–",
        share(proposal.hidden_people / proposal.people) if proposal.people else "–",
    )


def unprovable_finding(
    place: Place, threshold: int, made: Sequence[Publication], names: Names
) -> Finding:
    """Return what is said where the month cannot be shown with a threshold, and what to do.

    Args:
        place: of the count that would follow.
        threshold: which was tried.
        made: all that has been published, oldest first.
        names: the words for areas and target groups.
    """
    told = _("Talet för {what} går då att räkna ut av det som redan är publicerat")
    return Finding(
        _("Månaden kan inte publiceras så"),
        sentences(told.format(what=_words_of(place, names)), _way_out(place, threshold, made)),
    )


def span_word(months: int) -> str:
    """Return what a span of so many months is called."""
    return {1: _("Månaden"), 3: _("Kvartalet"), 4: _("Tertialet"), 12: _("Året")}[months]


def proposed_text(proposed: ProposedCount) -> str:
    """Return a count as the board would read it, and if it is hidden why, and what it is.

    "..\u00a0(0–7) litet: 3" is for whoever publishes alone.
    """
    figure = figure_text(proposed.count)
    if proposed.why is None:
        return figure
    why = _("litet") if proposed.why is Hidden.SMALL else _("skyddar ett litet")
    return f"{figure} {why}:\u00a0{number(proposed.registered)}"


def proposed_note(
    proposed: Iterable[ProposedCount], measure: Measure, left_out: Sequence[str]
) -> str:
    """Return how to read a proposal's counts, and which areas are not among them."""
    every = list(proposed)
    told = []
    if any(each.why for each in every):
        told.append(
            _(
                "Nämnden läser det som står före ”litet” och ”skyddar ett litet”. Efter kolonet "
                "står det registrerade talet, som bara du ser"
            )
        )
        if measure is Measure.OCCASIONS:
            told.append(
                _("Litet är det tal där få aktiviteter, men minst en, gäller en enda person")
            )
    if any(each.count.mark is Mark.MISSING for each in every):
        told.append(_("–: ingen har räknat deltagarna"))
    if left_out:
        missing = _("Inte med, för att något i perioden inte är klart: {areas}")
        told.append(missing.format(areas=join_words(left_out)))
    return sentences(*told)


def _words_of(place: Place, names: Names) -> str:
    """Return an area, a target group and a span in words."""
    area = names.whole if place.area_code is None else names.area(place.area_code)
    group = place.target_group
    whom = _("alla målgrupper") if group is None else names.groups.get(group, group)
    months = place.span.each()
    return f"{area}, {whom}, {month_span(months[0], months[-1])},"


def _way_out(place: Place, threshold: int, made: Sequence[Publication]) -> str:
    """Return what to do: take the threshold that an earlier publication had, or a lower one."""
    lower = [
        each
        for each in made
        if each.threshold < threshold and each.month.year == place.span.first.year
    ]
    near = [each for each in lower if each.month in place.span.each()] or lower
    if near:
        least = min(near, key=lambda each: each.threshold)
        text = _("{month}, version {version}, är publicerad med en lägre gräns: {threshold}")
        return sentences(
            text.format(
                month=month(least.month),
                version=least.version,
                threshold=threshold_sentence(least.threshold),
            ),
            _("Det som är publicerat kan inte tas tillbaka, så välj den gränsen"),
        )
    if threshold > min(THRESHOLDS):
        return _("Pröva en lägre gräns")
    return sentences(
        _("Det finns ingen lägre gräns att pröva"),
        _(
            "Månaden kan publiceras först när det registrerade har ändrats, till exempel när fler "
            "områden är godkända"
        ),
    )


def _longer(proposal: Proposal) -> str:
    """Return which longer periods the month completes: they are published with it."""
    months = {each.cell.span.months for each in proposal.counts}
    names = {3: _("kvartalet"), 4: _("tertialet"), 12: _("året")}
    longer = [name for count, name in names.items() if count in months]
    told = _("Med månaden följer summorna för {longer}").format(longer=join_words(longer))
    waiting = plural(
        "Summor där {months} ingår väntar: månaden är rättad, men inte publicerad på nytt",
        "Summor där {months} ingår väntar: månaderna är rättade, men inte publicerade på nytt",
        len(proposal.corrected),
    ).format(months=join_words([month_name(each) for each in proposal.corrected]))
    return sentences(told if longer else "", waiting if proposal.corrected else "")


def _why(proposal: Proposal) -> str:
    if not proposal.hidden:
        return _("Inget tal behöver döljas")
    small, other = proposal.small, proposal.hidden - proposal.small
    told = plural("{n} tal döljs för att det är litet", "{n} tal döljs för att de är små", small)
    parts = [capitalised(told.format(n=number_word(small, neuter=True)))] if small else []
    if other:
        text = plural(
            "{n} till döljs för att ett litet tal annars går att räkna ut",
            "{n} till döljs för att små tal annars går att räkna ut",
            other,
        )
        parts.append(capitalised(text.format(n=number_word(other, neuter=True))))
    return sentences(*parts)


def _people(proposal: Proposal) -> str:
    if not proposal.people:
        return ""
    text = _("{share} av månadens deltagare finns i ett områdes och en målgrupps tal som döljs")
    return sentence(text.format(share=share(proposal.hidden_people / proposal.people)))


def _narrow(proposal: Proposal) -> str:
    if not proposal.narrow:
        return ""
    text = _("{n} av de små talen kan ringas in närmare: så mycket säger det som måste visas")
    return capitalised(text.format(n=number_word(proposal.narrow, neuter=True)))


def _how(proposal: Proposal) -> str:
    if proposal.is_optimal:
        return _("Det är så lite som går att dölja")
    return _(
        "Något mer än nödvändigt kan vara dolt: det snålaste skyddet tog för lång tid att hitta"
    )
