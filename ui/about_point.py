"""What a point is: its text, and what it is joined to."""

from collections.abc import Sequence

import streamlit as st

from data_access.activities import fetch_point_occasions
from data_access.money import fetch_point_outcome
from data_access.programme import fetch_partners, fetch_standings, fetch_target_groups
from domain.access import Right
from domain.calendar import first_of_month
from domain.findings.point import work_sentence
from domain.findings.reporting import completeness_note
from domain.points import Point, PointStanding
from texts import _
from texts.words import join_words
from ui import frames, show
from ui.cached import programme, read
from ui.plain import plain
from ui.routes import link_from_point, link_to
from ui.tallies import read_division, read_reporting
from ui.viewer import viewer
from ui.viewpoint import shown_day, viewpoint


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


def describe_work(point: Point) -> None:
    """Show what has been done and paid for a point, as far as it is for the viewer."""
    number, asked_by = point.number, viewer()
    occasions = booked = None
    if asked_by.may(Right.SEE_COUNTS):
        occasions = read(fetch_point_occasions, programme().id, number, viewpoint())
    if asked_by.may_see_money_of(_unit_of(number)):
        booked = read(fetch_point_outcome, programme().id, number, viewpoint())
    if occasions is None and booked is None:
        return
    with show.section(_("Arbete och pengar")):
        st.write(plain(work_sentence(occasions, booked)))
        if occasions is None:
            return
        if occasions:
            months = read_reporting(occasions[0][0], first_of_month(shown_day()))
            st.caption(plain(completeness_note(*months)))
        show.behind(
            frames.occasions_frame(occasions),
            name=f"punkt-{number}-aktiviteter",
            title=_("Aktiviteter som hör till punkten"),
            source=_("Källa: teamets registrering."),
        )


def _unit_of(number: int) -> str | None:
    """Return the unit that answers for a point today: it decides who sees the money of any day."""
    points = (each.point for each in read(fetch_standings, programme().id))
    return next((each.responsible_unit for each in points if each.number == number), None)
