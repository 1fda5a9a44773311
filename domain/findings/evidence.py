"""What is said of the evidence beside a reported status."""

from domain.evidence import Verdict
from texts import _, plural
from texts.numbers import number_word
from texts.words import capitalised


def verdict_sentence(verdict: Verdict, status: str) -> str:
    """Return "Rapporterat: enligt plan · Belägg: talar emot (2)"; `status` is its word."""
    told = _("Rapporterat: {status} · Belägg: {evidence}")
    return told.format(status=status.lower(), evidence=_evidence(verdict))


def disputes_heading(count: int) -> str:
    """Return how many points' reported status is spoken against."""
    if count == 0:
        return _("Rapporterad status och belägg går ihop")
    text = plural(
        "{n} punkt har belägg som talar emot rapporten",
        "{n} punkter har belägg som talar emot rapporterna",
        count,
    )
    return capitalised(text.format(n=number_word(count)))


def _evidence(verdict: Verdict) -> str:
    if verdict.speaks_against:
        return _("talar emot ({n})").format(n=len(verdict.speaks_against))
    if verdict.speaks_for:
        return _("talar för ({n})").format(n=len(verdict.speaks_for))
    return _("inga")
