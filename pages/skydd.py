"""How are the counts protected, so that nobody can be pointed at?"""

import streamlit as st

from domain.activities import between
from domain.disclosure import THRESHOLD
from domain.figures import figure_text
from domain.findings.finding import Finding
from texts import _
from ui import show
from ui.plain import plain


def render() -> None:
    """Draw the page."""
    show.head(
        Finding(
            _("Så skyddas siffrorna"),
            _("Ett litet tal i ett namngivet område kan peka ut någon. Därför visas det inte."),
        )
    )
    with show.section(_("I tio meningar")):
        for sentence in _sentences():
            st.write(plain(sentence))


def _sentences() -> tuple[str, ...]:
    return (
        _("1. Panelen innehåller bara antal, aldrig uppgifter om en person."),
        _(
            "2. Antal deltagare, och antal aktiviteter som gäller en enda person, skyddas när de "
            "är små: vanligtvis från 1 till {most}."
        ).format(most=THRESHOLD - 1),
        _(
            "3. Det räcker inte: om summan av två tal visas, och det ena av dem, går det andra att "
            "räkna ut."
        ),
        _(
            "4. Därför döljs också några större tal, så få och så små som vi hinner hitta, tills "
            "inget litet tal går att räkna ut."
        ),
        _(
            "5. Ett skyddat tal visas som två punkter och ett spann: {closed} betyder mellan 0 och "
            "7, och {open} betyder 5 eller mer."
        ).format(closed=figure_text(between(0, 7)), open=figure_text(between(5, None))),
        _(
            "6. Spannet säger inget mer än vad vem som helst kan räkna ut av det som visas; för "
            "ett litet tal är det minst så brett som gränsen, eller så brett som det går."
        ),
        _(
            "7. Skyddet prövas på samma sätt som någon skulle försöka räkna ut talen; det som "
            "inte kan bevisas vara skyddat publiceras inte."
        ),
        _(
            "8. Månader, kvartal, tertial och år, och områden och målgrupper, skyddas "
            "tillsammans, och allt som har publicerats tidigare räknas med."
        ),
        _(
            "9. Diagram, kartor, meningar och filer för nämnden görs av de skyddade talen; de "
            "exakta finns inte i det som nämnden kan läsa."
        ),
        _(
            "10. Förvaltningsdirektören bestämmer gränsen och publicerar; beslutet sparas, med "
            "skälet om gränsen är en annan än den vanliga, och en rättelse blir en ny version."
        ),
    )
