"""The map of the areas: what is shown on it, its legend, and what a click does."""

import pandas as pd
import streamlit as st

from charts.area_map import AreaShade, area_map, legend
from domain.activities import Count, Mark, Measure
from domain.areas import Area, GeometryKind
from domain.figures import Rate, figure_text, range_text
from domain.findings.by_area import describe_map, map_heading
from domain.findings.gaps import area_gap_word
from domain.map_classes import MapClass, class_of, map_classes
from domain.tallies import Tally
from texts import _
from texts.numbers import day
from ui import filters, show
from ui.cached import drawn
from ui.session import device
from ui.tallies import Division, names_of, rates_of, read_population

WIDTH, HEIGHT = 560, 480
WIDTH_PHONE, HEIGHT_PHONE = 350, 380
KEY = "karta"


def show_map(tally: Tally, division: Division, choice: filters.ActivityChoice) -> None:
    """Show the choice on the map; a click on a reporting area shows the smaller ones in it."""
    names = names_of(division)
    figures: dict[str, Count | Rate] = dict(
        rates_of(tally) if shows_rates(tally) else tally.by_area()
    )
    areas = [area for area in _areas(division, choice) if area.code in figures]
    classes = map_classes([each.value for each in figures.values() if each.value is not None])
    phone = device().is_phone
    with show.section(map_heading(figures, tally.measure, names, is_public=tally.is_public)):
        _show_legend(classes, _marks(figures, tally), decimals=1 if shows_rates(tally) else 0)
        st.pydeck_chart(
            drawn(
                area_map,
                [_shade(area, figures[area.code], classes) for area in areas],
                show.theme(),
                width=WIDTH_PHONE if phone else WIDTH,
                height=HEIGHT_PHONE if phone else HEIGHT,
                compact=phone,
            ),
            height=HEIGHT_PHONE if phone else HEIGHT,
            key=KEY,
            on_select="ignore" if choice.by_smaller else _choose_clicked,
            alt=describe_map(figures, tally.measure, names),
        )
        # No text at the pointer: neither keyboard nor screen reader nor finger would come by it,
        # and it could not be sent away without moving on (WCAG 2.1, 1.4.13). The range stands on
        # the area, in the text alternative and in the table.
        _below(show.told(_hatched(figures), _kind_of(areas)), choice)


def shows_rates(tally: Tally) -> bool:
    """Whether the map and the table compare by inhabitants."""
    return tally.measure is Measure.PER_THOUSAND


def rate_first(frame: pd.DataFrame, tally: Tally) -> pd.DataFrame:
    """Return a table of areas with the rate beside the names where it is what is compared.

    A phone has no room for its last column.
    """
    if not shows_rates(tally):
        return frame
    area, *others, rate = frame.columns
    return frame[[area, rate, *others]]


def population_source(tally: Tally) -> str:
    """Return where the population comes from; empty where no rate is compared."""
    found = read_population()
    if not shows_rates(tally) or not found:
        return ""
    return _("Folkmängd {day}: {source}.").format(day=day(found[0].on_date), source=found[0].source)


def _areas(division: Division, choice: filters.ActivityChoice) -> tuple[Area, ...]:
    return division.smaller if choice.by_smaller else division.reporting


def _shade(area: Area, figure: Count | Rate, classes: tuple[MapClass, ...]) -> AreaShade:
    return AreaShade(
        code=area.code,
        name=area.name,
        geometry=area.geometry or {},
        text=range_text(figure) if figure.mark is Mark.PROTECTED else figure_text(figure),
        class_index=None if figure.value is None else class_of(figure.value, classes),
        mark=figure.mark,
    )


def _below(read_so: str, choice: filters.ActivityChoice) -> None:
    if choice.by_smaller:
        st.caption(read_so)
        st.button(_("Visa alla områden"), on_click=filters.all_areas, icon=":material/undo:")
    else:
        st.caption(show.told(read_so, _("Tryck på ett område för att se det närmare.")))


def _show_legend(classes: tuple[MapClass, ...], marks: dict[Mark, str], *, decimals: int) -> None:
    st.plotly_chart(
        legend(classes, show.theme(), marks=marks, decimals=decimals, compact=device().is_phone),
        theme=None,
        config=show.NO_MODE_BAR,
        key="teckenforklaring",
        alt=_("Teckenförklaring till kartan. Tabellen har samma tal."),
    )


def _hatched(figures: dict[str, Count | Rate]) -> str:
    if not any(figure.mark is Mark.PROTECTED for figure in figures.values()):
        return ""
    return _("Streckade områden är skyddade: talet ligger i spannet.")


def _marks(figures: dict[str, Count | Rate], tally: Tally) -> dict[Mark, str]:
    shown = {figure.mark for figure in figures.values()}
    words = {Mark.PROTECTED: _("skyddat"), Mark.MISSING: area_gap_word(tally, figures)}
    return {mark: word for mark, word in words.items() if mark in shown}


def _kind_of(areas: list[Area]) -> str:
    if all(area.geometry_kind is GeometryKind.OFFICIAL for area in areas):
        return _("Områdenas gränser: Göteborgs Stad.")
    return _("Schematisk karta: gränserna är ungefärliga.")


def _choose_clicked() -> None:
    objects = st.session_state[KEY].selection.objects
    for clicked in objects.values():
        if clicked:
            filters.area_from_map(clicked[0]["code"])
