"""The words that a new programme begins with; each can be changed in the database.

Source: what the city has told of the team's target groups, ways of working and partners
(vartgoteborg.se, 22 February 2022).
"""

TARGET_GROUPS = (
    ("1", "Unga som redan begår brott", "1 I brott"),
    ("2", "Unga på väg in i kriminalitet", "2 På väg in"),
    ("3", "Yngre som riskerar att rekryteras", "3 Yngre"),
)
"""(code, name, short name), in the order they are shown. The name also ends "Flest gäller …"."""

KINDS = (
    ("outreach", "Uppsökande arbete", False),
    ("group", "Gruppaktivitet", False),
    ("school", "Närvaro i skola", False),
    ("meeting", "Samverkansmöte", False),
    ("talk", "Individuellt samtal", True),
    ("family", "Möte med familj", True),
    ("exit", "Stöd till avhopp", True),
)
"""(code, name, whether an occasion concerns an individual), in the order they are shown."""

PARTNERS = (
    ("police", "Polis"),
    ("school", "Skola"),
    ("unga-vuxna", "Unga vuxna (Vuxenenheten)"),
    ("sig", "Social insatsgrupp (SIG)"),
    ("sspf", "SSPF"),
    ("property", "Fastighetsägare"),
    ("civil", "Civilsamhälle"),
    ("academy", "Akademi"),
)
"""(code, name)."""

TEAM_UNIT = "Team för unga i riskzon"
"""The unit that the team is, as the points name who is responsible."""
