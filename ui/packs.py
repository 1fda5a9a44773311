"""The packs of a meeting, and the way to show it on a projector."""

import streamlit as st

from data_access.meetings import fetch_packs
from domain.access import Right
from domain.meetings import Meeting, PackInfo
from texts import _
from texts.numbers import at_minute
from transfer.packs.canonical import DIGITS_SHOWN
from transfer.packs.files import MAKERS
from ui import show
from ui.cached import programme, read
from ui.forms.packs import pack_forms, share_form
from ui.plain import plain
from ui.viewer import viewer


def ways_to_show(meeting: Meeting) -> None:
    """Lead to what a meeting is shown on a projector, and to its latest pack on paper."""
    if not viewer().may(Right.SEE_PACKS):
        return
    with st.container(horizontal=True, gap="small"):
        st.link_button(
            _("Visa på projektor"),
            f"/visning/{meeting.id}",
            icon=":material/slideshow:",
            type=show.leading(),
        )
        for pack in _packs(meeting)[:1]:
            st.link_button(
                _("Läs paketet (PDF)"),
                f"/paket/{pack.fingerprint}/paket.pdf",
                icon=":material/picture_as_pdf:",
            )


def packs_of_meeting(meeting: Meeting) -> None:
    """Show a meeting's packs, the latest first, and let the director make one."""
    if not viewer().may(Right.SEE_PACKS):
        return
    found = _packs(meeting)
    with show.section(_("Sammanträdespaket")):
        if not found:
            st.write(
                _(
                    "Inget paket är gjort ännu. Ett paket är det som nämnden får se, fryst som "
                    "webbsida, PDF, Excel och PowerPoint."
                )
            )
        pack_forms(meeting, found)
        for pack in found:
            _pack(pack)


def _packs(meeting: Meeting) -> tuple[PackInfo, ...]:
    return read(fetch_packs, programme().id, (meeting.id,)).get(meeting.id, ())


def _pack(pack: PackInfo) -> None:
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{plain(_('Version {n}').format(n=pack.version))}**")
        st.caption(
            plain(
                _("Visar läget {as_of}. Gjord {made} av {who}. Fingeravtryck {mark}").format(
                    as_of=at_minute(pack.as_of),
                    made=at_minute(pack.made_at),
                    who=pack.made_by,
                    mark=pack.fingerprint[:DIGITS_SHOWN],
                )
            )
        )
        with st.container(horizontal=True, gap="small"):
            for name in MAKERS:
                st.link_button(_label(name), f"/paket/{pack.fingerprint}/{name}")
        share_form(pack)


def _label(name: str) -> str:
    labels = {"paket.html": _("Webbsida"), "paket.pdf": "PDF", "paket.xlsx": "Excel"}
    return labels.get(name, "PowerPoint")
