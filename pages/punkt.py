"""One point: its history, milestones, indicators, activities and money."""

import streamlit as st

from charts.indicator import indicator_path, status_history
from data_access.programme import (
    fetch_indicators,
    fetch_reports,
    fetch_standings,
    fetch_withdrawn_reports,
)
from domain.findings.point import (
    history_sentence,
    indicator_heading,
    indicator_sentence,
    milestones_heading,
    no_point_chosen,
    point_finding,
    unknown_point,
)
from domain.points import Indicator, PointStanding
from texts import _
from texts.numbers import day
from ui import frames, show
from ui.about_point import describe_point, describe_work, ways_between
from ui.cached import programme, read
from ui.evidence import evidence_of
from ui.forms.review import review_form
from ui.questions import questions_of_point
from ui.routes import link_to, point_in_address
from ui.session import device
from ui.story import comments
from ui.viewpoint import is_back, shown_day, viewpoint


def render() -> None:
    """Draw the page."""
    asked = point_in_address()
    standings = read(fetch_standings, programme().id, viewpoint())
    standing = next((each for each in standings if str(each.point.number) == asked), None)
    if standing is None:
        show.head(unknown_point(asked) if asked else no_point_chosen())
        link_to("program", _("Till programmets punkter"))
        return
    show.head(
        point_finding(standing, shown_day()),
        standing.point.short_title,
        _("Punkt {number} av {count}").format(number=standing.point.number, count=len(standings)),
        _("läget {day}").format(day=day(shown_day())),
    )
    ways_between(standing, standings)
    show.status_badge(standing.status)
    evidence_of(standing)
    if not is_back():
        review_form(standing)
    questions_of_point(standing, viewpoint())
    describe_point(standing.point)
    _history(standing)
    _milestones(standing)
    for indicator in read(fetch_indicators, programme().id, viewpoint()).get(
        standing.point.number, ()
    ):
        _indicator(indicator)
    describe_work(standing.point)


def _history(standing: PointStanding) -> None:
    reports = read(fetch_reports, programme().id, standing.point.number, viewpoint())
    withdrawn = read(fetch_withdrawn_reports, programme().id, standing.point.number, viewpoint())
    with show.section(_("Så har det gått")):
        if not reports:
            st.write(_("Ingen har lämnat en statusrapport ännu. Det betyder inte att inget görs."))
            return
        point = standing.point
        show.chart(
            status_history(reports, point.starts_on, point.due_on, show.theme(), today=shown_day()),
            alt=history_sentence(reports),
            source=show.told(history_sentence(reports), _("Källa: arbetsledarens rapporter.")),
            key="historik",
        )
        comments(reports)
        show.behind(
            frames.reports_frame(reports, withdrawn),
            name=f"punkt-{point.number}-rapporter",
            title=_("Statusrapporter"),
            source=_("Källa: arbetsledarens rapporter."),
        )


def _milestones(standing: PointStanding) -> None:
    if standing.milestones:
        with show.section(
            milestones_heading(standing.milestones, shown_day() if standing.is_open() else None)
        ):
            show.table(frames.milestones_frame(standing.milestones), alt=_("Delmål"))


def _indicator(indicator: Indicator) -> None:
    with show.section(indicator_heading(indicator)):
        show.chart(
            indicator_path(indicator, show.theme(), today=shown_day(), compact=device().is_phone),
            alt=indicator_sentence(indicator),
            source=show.told(
                indicator.definition, _("Källa: {source}.").format(source=indicator.source)
            ),
            key=f"indikator-{indicator.name}",
        )
        show.behind(
            frames.values_frame(indicator.values, indicator.unit),
            name=f"indikator-{indicator.name}",
            title=indicator.name,
            source=indicator.source,
            finer=[indicator.unit],
        )
