"""The few components that every page is made of."""

import re
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Literal

import pandas as pd
import streamlit as st
from pandas.api.types import is_numeric_dtype
from plotly.graph_objects import Figure

from charts.theme import Theme, theme_of
from config.settings import settings
from config.statuses import word_of
from domain.activities import Mark
from domain.findings.finding import Finding, KeyFigure
from domain.findings.viewpoint import seen_as
from domain.pace import Pace
from domain.statuses import Status
from services.audit import take_out
from texts import _
from texts.numbers import day
from transfer.downloads import file_stem, to_csv, to_excel
from ui.cached import programme
from ui.plain import plain
from ui.session import device, engine, today
from ui.viewer import viewer
from ui.viewpoint import is_back, shown_day, viewpoint

KEY_FIGURE_WIDTH = 200
KEY_FIGURE_WIDTH_PHONE = 150
COLUMNS_ON_PHONE = 4
_DATE = re.compile(r"\b(\d{4})\\?-(\d\d)\\?-(\d\d)\b")
_IN_RANGE = re.compile(r"(?<=\d)(?=–\d)|(?<=\d–)(?=\d)")

NO_MODE_BAR = {"displayModeBar": False}


def theme() -> Theme:
    """Return the colours of the reader's theme."""
    return theme_of("dark" if device().is_dark else "light")


def head(finding: Finding, *facts: str) -> None:
    """Show a page's title, its lead, and what the figures are: their day, source and kind."""
    told = [*facts, _("Exempelprogram med påhittade siffror")] if programme().is_example else facts
    with st.container(gap="xsmall"):
        st.title(plain(finding.title), anchor=False)
        st.write(plain(finding.lead))
        st.caption(plain(" · ".join(fact.rstrip(".") for fact in told)))


def leading() -> Literal["primary", "secondary"]:
    """Return the type of the button that does what a form is for.

    On the dark theme its white on light blue would be too faint (WCAG 2.1, 1.4.3).
    """
    return "secondary" if device().is_dark else "primary"


def section(heading: str) -> AbstractContextManager[Any]:
    """Open a section of the page under its heading."""
    opened = st.container(gap="xsmall")
    opened.header(plain(heading), anchor=False)
    return opened


def key_figures(figures: Sequence[KeyFigure]) -> None:
    """Show numbers side by side, each with a sentence that says what to make of it."""
    width = KEY_FIGURE_WIDTH_PHONE if device().is_phone else KEY_FIGURE_WIDTH
    with st.grid(columns=5, min_column_width=width, gap=(16, 28)):
        for figure in figures:
            with st.container(gap="xxsmall"):
                st.metric(figure.label, figure.value, help=plain(figure.explained) or None)
                st.write(plain(figure.sentence))


def chart(figure: Figure, *, alt: str, source: str, key: str, on_select: str = "ignore") -> Any:
    """Show a picture with its text alternative and its source; returns what was selected."""
    selected = st.plotly_chart(
        figure,
        theme=None,
        config=NO_MODE_BAR,
        key=key,
        alt=alt,
        on_select="rerun" if on_select == "rerun" else "ignore",
        selection_mode="points",
    )
    st.caption(plain(source))
    return selected


def table(
    frame: pd.DataFrame,
    *,
    alt: str,
    finer: Sequence[str] = (),
    on_phone: int = COLUMNS_ON_PHONE,
    in_files: bool = True,
) -> None:
    """Show a table: numbers to the right, in Swedish; what is missing as a dash.

    Columns of numbers hold numbers (NaN: missing); columns of text hold finished text, in which
    marks such as ``..`` may stand. The columns that are `finer` have one decimal, others none.
    A phone shows the first columns, as many as it has room for, and says where the others are: in
    the files beside the table, or on a wider screen if there are none.
    """
    if device().is_phone and len(frame.columns) > on_phone:
        frame = frame[list(frame.columns[:on_phone])]
        st.caption(
            _("På en liten skärm visas de första kolumnerna. Alla finns i filerna.")
            if in_files
            else _("På en liten skärm visas de första kolumnerna. En bredare visar alla.")
        )
    finer = [plain(column) for column in finer]
    frame = frame.rename(columns=plain)
    shown = frame.style
    for column in frame.columns:
        if is_numeric_dtype(frame[column]):
            places = 1 if column in finer else 0
            shown = shown.format(
                subset=[column], na_rep="–", thousands="\u00a0", decimal=",", precision=places
            )
        else:
            shown = shown.format(subset=[column], formatter=_as_written)
    st.table(shown, border="horizontal", hide_index=True, alt=alt)


def behind(
    frame: pd.DataFrame,
    *,
    name: str,
    title: str,
    source: str,
    choice: str = "",
    finer: Sequence[str] = (),
) -> None:
    """Offer the figures behind a picture: as a table, as CSV, and as Excel."""
    opened = st.expander(
        _("Visa som tabell"),
        icon=":material/table_rows:",
        type="compact",
        key=f"{name}-tabell",
        on_change="rerun",
    )
    # Made when somebody looks: a page costs by its elements.
    if opened.open:
        with opened:
            table(frame, alt=title, finer=finer)
            downloads(frame, name=name, title=title, source=source, choice=choice)


def downloads(
    frame: pd.DataFrame | Callable[[], pd.DataFrame],
    *,
    name: str,
    title: str,
    source: str,
    choice: str = "",
) -> None:
    """Offer a table as files; they are made when somebody asks for them.

    What the reader has chosen is in the file's name, and in the workbook. A table that is large
    is given as what makes it.
    """
    is_example = programme().is_example
    notes = [_("Exempelprogram med påhittade siffror")] if is_example else []
    notes.extend(each for each in (choice, seen_as(viewpoint()) if is_back() else "") if each)
    day_told = shown_day().isoformat() if is_back() else ""
    named = file_stem(_("exempel") if is_example else "", name, choice, day_told)

    # Files are made outside the run, where nobody knows any more who looked.
    pool, asked_by = engine(), viewer()

    def made() -> pd.DataFrame:
        return frame() if callable(frame) else frame

    def taken_out(file_name: str) -> None:
        take_out(pool, asked_by, file_name, settings().exports_per_hour)

    def as_excel() -> bytes:
        taken_out(f"{named}.xlsx")
        return to_excel(made(), title=title, source=source, made_on=today(), notes=notes)

    def as_csv() -> bytes:
        taken_out(f"{named}.csv")
        return to_csv(made())

    with st.container(horizontal=True, gap="small"):
        _download(_("Hämta Excel"), as_excel, f"{named}.xlsx", key=f"{name}-excel")
        _download(_("Hämta CSV"), as_csv, f"{named}.csv", key=f"{name}-csv")


def not_published() -> None:
    """Say why the counts are not here: what the board sees is protected and published first."""
    with section(_("Inga antal är publicerade ännu")):
        st.write(
            _(
                "Antalen om teamets arbete visas för nämnden när en månad är godkänd, skyddad "
                "mot att någon kan kännas igen, och publicerad."
            )
        )


def warning(badge: str, finding: Finding) -> None:
    """Show something that cannot wait: a badge, what it is, and what follows from it."""
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            st.badge(plain(badge), icon=":material/warning:", color="yellow")
            st.markdown(f"**{plain(finding.title)}**")
        st.write(plain(finding.lead))


def facts(*pairs: tuple[str, str | None]) -> None:
    """Show names and what they are, leaving out those of which nothing is told."""
    lines = [f"**{name}:** {plain(value)}" for name, value in pairs if value]
    st.markdown("  \n".join(lines))


def told(*sentences: str) -> str:
    """Return the sentences that say something, as one text."""
    return " ".join(sentence for sentence in sentences if sentence)


def money_source(pace: Pace | None) -> str:
    """Return where the money's figures come from, and to which day they are booked."""
    if pace is None or pace.read_to is None:
        return _("Källa: ekonomisystemet. Allt är inte bokfört ännu.")
    return _("Källa: ekonomisystemet, bokfört till och med {day}.").format(day=day(pace.read_to))


def status_badge(status: Status | None, count: int | None = None) -> None:
    """Show a status as icon, word and colour, with a count behind it where one is given."""
    word = word_of(status)
    label = word.short if count is None else f"{word.short} {count}"
    st.badge(plain(label), icon=f":material/{word.icon}:", color=word.badge)


def _as_written(value: object) -> str:
    # A joiner that takes no room holds a date together at its hyphens, and a range at its dash; a
    # narrow column breaks between the mark of a protected count and its range.
    text = str(value).replace(f"{Mark.PROTECTED.value}\u00a0", f"{Mark.PROTECTED.value} ")
    written = _DATE.sub("\\1\u2060-\u2060\\2\u2060-\u2060\\3", plain(text))
    return _IN_RANGE.sub("\u2060", written)


def _download(label: str, make: Callable[[], bytes], file_name: str, *, key: str) -> None:
    st.download_button(
        label,
        data=make,
        file_name=file_name,
        key=f"hamta-{key}",
        icon=":material/download:",
        on_click="ignore",
    )
