"""How are the counts protected, so that nobody can be pointed at?"""

import streamlit as st

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
            "är små: vanligtvis från 1 till 4."
        ),
        _(
            "3. Det räcker inte: om summan av två tal visas, och det ena av dem, går det andra att "
            "räkna ut."
        ),
        _(
            "4. Därför döljs också några större tal, så få och så små som möjligt, tills inget "
            "litet tal går att räkna ut."
        ),
        _(
            "5. Ett skyddat tal visas som två punkter och ett spann: .. (0–7) betyder att talet är "
            "mellan 0 och 7."
        ),
        _(
            "6. Spannet säger inget mer än vad vem som helst kan räkna ut av det som visas, och "
            "det är för ett litet tal minst så brett som gränsen."
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
            "10. Förvaltningsdirektören bestämmer gränsen och publicerar; beslutet sparas, och en "
            "rättelse blir en ny version."
        ),
    )
