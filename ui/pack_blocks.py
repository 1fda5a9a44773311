"""A pack's blocks as a page shows them: the same words and figures as in the files."""

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from domain.findings.finding import KeyFigure
from domain.findings.overview import more_attention
from domain.packs.content import Block, Figures, Item, Items, Table
from ui import show
from ui.plain import plain

MOST_ITEMS = 5
"""More of them stand behind a click."""

COLUMNS_ON_PHONE = 3
"""Their headings are long: a fourth would make the table wider than the screen."""


def blocks(told: Iterable[Block]) -> None:
    """Show blocks under each other: key figures, sentences with their reasons, tables."""
    for block in told:
        match block:
            case Figures():
                show.key_figures(
                    [KeyFigure(each.label, each.value, each.sentence) for each in block.items]
                )
            case Items():
                _items(block)
            case Table():
                _table(block)


def _items(told: Items) -> None:
    with show.section(told.title):
        if not told.items and told.none != told.title:
            st.write(plain(told.none))
        for item in told.items[:MOST_ITEMS]:
            _item(item)
        if len(told.items) > MOST_ITEMS:
            with st.expander(more_attention(len(told.items) - MOST_ITEMS)):
                for item in told.items[MOST_ITEMS:]:
                    _item(item)


def _item(told: Item) -> None:
    with st.container(gap=None):
        st.write(plain(told.text))
        if told.reason:
            st.caption(plain(told.reason))


def _table(told: Table) -> None:
    frame = pd.DataFrame(
        {
            column.name: [row[place].text for row in told.rows]
            for place, column in enumerate(told.columns)
        }
    )
    with show.section(told.title):
        show.table(frame, alt=told.title, on_phone=COLUMNS_ON_PHONE, in_files=False)
        st.caption(plain(f"{told.note} {told.source}"))
