"""What is said of the evidence beside a reported status."""

from collections.abc import Sequence

from domain.evidence import Verdict, disputed
from domain.findings.finding import Finding
from texts import _, plural
from texts.numbers import number_word
from texts.words import capitalised


def verdict_sentence(verdict: Verdict, status: str) -> str:
    """Return "Rapporterat: enligt plan · Belägg: talar emot (2)"; `status` is its word."""
    told = _("Rapporterat: {status} · Belägg: {evidence}")
    return told.format(status=status.lower(), evidence=_evidence(verdict))


def disputes_finding(verdicts: Sequence[Verdict]) -> Finding:
    """Return how many points' reported status is spoken against, and what that means."""
    if all(each.standing.report is None for each in verdicts):
        return Finding(
            _("Ingen rapporterad status att ställa mot belägg ännu"),
            _("När statusrapporter har lämnats visas här de som beläggen talar emot."),
        )
    count = len(disputed(verdicts))
    if count == 0:
        return Finding(
            _("Rapporterad status och belägg går ihop"),
            _("Inget i delmål, prognoser, indikatorer eller pengar säger annat."),
        )
    text = plural(
        "{n} punkt har belägg som talar emot rapporten",
        "{n} punkter har belägg som talar emot rapporterna",
        count,
    )
    return Finding(
        capitalised(text.format(n=number_word(count))),
        _("Rapporterad status är arbetsledarens och ändras inte av beläggen."),
    )


def _evidence(verdict: Verdict) -> str:
    if verdict.speaks_against:
        return _("talar emot ({n})").format(n=len(verdict.speaks_against))
    if verdict.speaks_for:
        return _("talar för ({n})").format(n=len(verdict.speaks_for))
    return _("inga")
