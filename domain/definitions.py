"""What the marks and the words mean, on the pages and in the packs."""

from texts import _


def marks() -> list[tuple[str, str]]:
    """Return what stands in a table where a number does not, each with what it means."""
    return [
        ("0", _("inget har hänt, och området har rapporterat det")),
        ("–", _("uppgiften saknas: ingen har rapporterat eller räknat. Det betyder inte noll")),
        ("..", _("skyddat, för att ingen ska kunna pekas ut; talet ligger i spannet efter")),
        (".", _("frågan är inte tillämplig")),
    ]


def of_points() -> list[tuple[str, str]]:
    """Return the words of what is said of points, each with what it means."""
    return [
        (_("I rätt takt"), _("punkten är genomförd eller pågår enligt plan")),
        (_("Försenad"), _("arbetsledaren har rapporterat punkten som försenad")),
        (_("Genomförd och Utgår"), _("punkten är klar; punkten ska inte genomföras")),
        (
            _("Belägg"),
            _(
                "det som annars är känt om en punkt, som delmål, prognos, indikatorer och "
                "pengar; rapporterad status är arbetsledarens och ändras inte av det"
            ),
        ),
        (
            _("Återsänd"),
            _("förvaltningsdirektören har frågat något om rapporten, och väntar på en ny"),
        ),
        (_("Utkast"), _("det som är skrivet men inte sparat; bara den som skrev det ser det")),
        (_("SSPF"), _("samverkan mellan skola, socialtjänst, polis och fritid")),
    ]


def of_activities() -> list[tuple[str, str]]:
    """Return the words of what is counted of the team's work, each with what it means."""
    return [
        (_("Aktivitet"), _("ett tillfälle då teamet har arbetat, till exempel ett fältpass")),
        (
            _("Deltagare"),
            _("alla som var med vid varje tillfälle; den som kommer två gånger räknas två gånger"),
        ),
        (
            _("Ej rapporterad"),
            _("området har inte lämnat in månaden. Då visas ingen summa för hela Hisingen"),
        ),
        (
            _("Inlämnad och godkänd månad"),
            _(
                "arbetsledaren har gått i god för att allt är registrerat; direktören har "
                "godkänt det, och månaden är låst"
            ),
        ),
        (_("Mellanområde och primärområde"), _("stadens indelning; det senare är mindre")),
    ]


def of_meetings() -> list[tuple[str, str]]:
    """Return the words of meetings and their packs, each with what it means."""
    return [
        (
            _("Det som var känt då"),
            _(
                "sidan visar det som var rapporterat, bokfört och publicerat den dagen, också om "
                "det har rättats sedan dess"
            ),
        ),
        (
            _("Sammanträdespaket"),
            _("det som nämnden fick läsa; det ändras aldrig, en ny version säger vad den ersätter"),
        ),
        (
            _("Fingeravtryck"),
            _("ett tal som räknas ut av paketets innehåll och blir ett annat om något ändras"),
        ),
    ]


def of_money() -> list[tuple[str, str]]:
    """Return the words of what is said of money, each with what it means."""
    return [
        (_("Utfall"), _("det som är bokfört")),
        (_("Prognos"), _("det som väntas vara använt när året är slut")),
        (
            _("Jämn takt"),
            _("lika stor del av pengarna som av tiden; tio procentenheter mer eller mindre"),
        ),
        (
            _("Avvikelse"),
            _(
                "om en punkt: den går inte enligt planen, men slutdatum har inte passerat; om "
                "pengar: budget minus prognos"
            ),
        ),
        (_("Tkr och mnkr"), _("tusen kronor och miljoner kronor")),
    ]
