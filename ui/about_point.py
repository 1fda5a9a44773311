"""What a point is: its text, and what it is joined to."""

from collections.abc import Sequence

import streamlit as st

from data_access.programme import fetch_partners, fetch_target_groups
from domain.points import Point, PointStanding
from texts import _
from texts.words import join_words
from ui import show
from ui.cached import programme, read
from ui.plain import plain
from ui.routes import link_from_point, link_to
from ui.tallies import read_division


def describe_point(point: Point) -> None:
    """Show what a point is about, for whom, where and with whom."""
    areas = read_division().names
    groups = {group.code: group.name for group in read(fetch_target_groups, programme().id)}
    partners = {each.code: each.name for each in read(fetch_partners, programme().id)}
    where = join_words([areas.get(code, code) for code in point.area_codes]) or _("Hela Hisingen")
    with show.section(_("Om punkten")):
        if point.description:
            st.write(plain(point.description))
        show.facts(
            (_("Problem som den svarar på"), point.problem),
            (_("Fokusområde"), point.focus_area),
            (_("Ansvarig"), point.responsible_unit),
            (_("Målgrupper"), join_words([groups.get(code, code) for code in point.target_groups])),
            (_("Områden"), where),
            (_("Samverkan med"), join_words([partners.get(code, code) for code in point.partners])),
        )


def ways_between(standing: PointStanding, standings: Sequence[PointStanding]) -> None:
    """Show links to all points, and to the ones before and after a point."""
    numbers = [each.point.number for each in standings]
    place = numbers.index(standing.point.number)
    with st.container(horizontal=True, gap="small"):
        link_to("program", _("Alla punkter"))
        for number in (*numbers[max(0, place - 1) : place], *numbers[place + 1 : place + 2]):
            link_from_point(number, _("Punkt {number}").format(number=number))
