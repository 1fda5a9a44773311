"""What do the figures mean, where do they come from, and how can everyone read them?"""

import streamlit as st

from config.settings import PROGRAM_VERSION
from domain.access import Role, role_name
from domain.findings.finding import Finding
from domain.findings.rights import role_sentence, shared_sentence
from texts import _
from ui import glossary, show
from ui.cached import programme
from ui.routes import link_to
from ui.tallies import read_population
from ui.viewer import viewer


def render() -> None:
    """Draw the page."""
    show.head(
        Finding(
            _("Så läser du panelen"),
            _(
                "Panelen följer programmets punkter, teamets arbete per område och hur de extra "
                "pengarna används. Den innehåller bara antal, aldrig uppgifter om en person."
            ),
        ),
        programme().name,
        _("version {version}").format(version=PROGRAM_VERSION),
    )
    glossary.marks()
    glossary.definitions()
    _sources()
    _rights()
    _small_counts()
    _accessibility()


def _sources() -> None:
    population = read_population()
    with show.section(_("Varifrån uppgifterna kommer")):
        show.facts(
            (_("Punkter"), _("arbetsledarens statusrapporter")),
            (_("Aktiviteter"), _("teamets registrering per mellanområde, månad och målgrupp")),
            (_("Pengar"), _("ekonomisystemet och de prognoser som ansvariga har lämnat")),
            (_("Områden"), _("Göteborgs indelning i mellanområden och primärområden")),
            (_("Folkmängd"), population[0].source if population else _("ingen är inläst")),
        )


def _rights() -> None:
    with show.section(_("Vem ser vad")):
        st.write(shared_sentence())
        show.facts(*((_role_label(role), role_sentence(role)) for role in Role))


def _role_label(role: Role) -> str:
    label = role_name(role)
    return _("{role} (din roll)").format(role=label) if role is viewer().role else label


def _small_counts() -> None:
    with show.section(_("Små tal")):
        st.write(
            _(
                "Arbetsledaren och förvaltningsdirektören ser alla tal som de är, också små. Ett "
                "litet tal i ett namngivet område kan peka ut någon: lämna därför inte ut filer "
                "med exakta antal. Nämnden och forskaren ser antalen när de är skyddade och "
                "publicerade."
            )
        )
        link_to("skydd", _("Så skyddas siffrorna"))


def _accessibility() -> None:
    with show.section(_("Tillgänglighet")):
        st.write(
            _(
                "Panelen ska kunna användas av alla. Varje bild har en mening som säger vad den "
                "visar, och en tabell med samma tal. Allt går att nå med tangentbordet."
            )
        )
        st.write(
            _(
                "Vi prövar varje sida mot WCAG 2.1, nivå AA, i ljust och mörkt utseende och på tre "
                "storlekar av skärm. Kända brister: några få ord från själva webbramverket är på "
                "engelska, och rutorna och kartan går bara att klicka på med mus. Texten i rutorna "
                "kan klippas av vid stark förstoring. Länkarna och tabellerna har samma uppgifter."
            )
        )
        st.write(_("Är det något du inte kommer åt? Säg till systemadministratören."))
