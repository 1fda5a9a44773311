"""What is counted, in the forms that sentences need."""

from dataclasses import dataclass

from domain.activities import Measure
from texts import _, plural
from texts.numbers import number, number_word


@dataclass(frozen=True, slots=True)
class Noun:
    """A measure's noun: indefinite, definite as a subject, and the verb of where it happens."""

    one: str
    many: str
    definite: str
    subject: str
    happens: str

    def counted(self, count: int) -> str:
        """Return "420 aktiviteter" or "två deltagare"."""
        return f"{number_word(count)} {self.one if count == 1 else self.many}"

    def figure(self, count: int) -> str:
        """Return the count in digits with its noun: "2 deltagare"."""
        return f"{number(count)} {self.one if count == 1 else self.many}"


def noun_of(measure: Measure) -> Noun:
    """Return the noun of a measure; occasions are the team's activities."""
    if measure is Measure.PARTICIPANTS:
        return Noun(
            one=plural("deltagare", "deltagare", 1),
            many=plural("deltagare", "deltagare", 2),
            definite=_("deltagarna"),
            subject=_("antalet deltagare"),
            happens=_("nås"),
        )
    return Noun(
        one=plural("aktivitet", "aktiviteter", 1),
        many=plural("aktivitet", "aktiviteter", 2),
        definite=_("aktiviteterna"),
        subject=_("aktiviteterna"),
        happens=_("görs"),
    )
