"""The director's forms of packs: make one, and let others read it by a link."""

from collections.abc import Sequence
from urllib.parse import urljoin

import streamlit as st

from config.settings import PROGRAM_VERSION, settings
from domain.access import Right
from domain.meetings import Meeting, PackInfo, missing_for_pack
from domain.packs.compose import content_of
from services.keep_meetings import share_pack
from services.make_pack import gather_briefing, keep_pack, organisation
from texts import _
from transfer.packs.files import MAKERS, make_pack
from ui.cached import programme
from ui.forms.deeds import act, ask_first, submit, told
from ui.plain import plain
from ui.session import engine
from ui.viewer import viewer

_PLACE = "pack"


def pack_forms(meeting: Meeting, packs: Sequence[PackInfo]) -> None:
    """Let the director make a pack of a meeting, or a new version; nothing for others.

    What it lacks, which would stand on every page of its pack, is told instead.
    """
    if not viewer().may(Right.KEEP_MEETINGS):
        return
    told(_PLACE)
    lacks = missing_for_pack(meeting)
    if lacks:
        st.write(plain(lacks))
        return
    label = _("Gör en ny version") if packs else _("Gör ett paket")
    if st.button(label, icon=":material/inventory_2:"):
        bar = st.progress(0.0, text=_("Samlar uppgifterna"))
        submit(_PLACE, lambda: _make(meeting, bar), _("Paketet är gjort och fryst."))


def share_form(pack: PackInfo) -> None:
    """Let the director share a pack by its link, or take that back; others are told of it."""
    if pack.is_public:
        st.write(_("Delad: den som har länken kan läsa paketet utan att logga in."))
        here = str(settings().address or st.context.url or "")
        st.code(urljoin(here, f"/paket/{pack.fingerprint}"), language=None)
    if not viewer().may(Right.KEEP_MEETINGS):
        return
    if pack.is_public:
        st.button(
            _("Sluta dela"), key=f"dela-inte-{pack.version}", on_click=_share, args=(pack, False)
        )
        return
    ask_first(
        f"share/{pack.fingerprint}",
        _("Dela version {n} med en länk").format(n=pack.version),
        _(
            "Den som har länken kan läsa paketet utan att logga in, tills du slutar dela det. "
            "Det gäller också nämndens frågor i paketet, och svaren på dem. "
            "Det som någon redan har hämtat kan inte tas tillbaka."
        ),
        _("Ja, dela"),
        lambda: _share(pack, is_public=True),
    )


def _make(meeting: Meeting, bar: "st.delta_generator.DeltaGenerator") -> None:
    briefing = gather_briefing(
        engine(),
        viewer=viewer(),
        programme=programme(),
        meeting_id=meeting.id,
        organisation=organisation(),
    )
    done = []

    def on_file(name: str) -> None:
        done.append(name)
        bar.progress(len(done) / len(MAKERS), text=_("Gör {name}").format(name=name))

    pack = make_pack(content_of(briefing), PROGRAM_VERSION, on_file)
    keep_pack(
        engine(),
        viewer=viewer(),
        programme_id=programme().id,
        meeting=briefing.meeting,
        pack=pack,
    )


def _share(pack: PackInfo, is_public: bool) -> None:  # noqa: FBT001 - of a button's callback
    act(
        _PLACE,
        lambda: share_pack(
            engine(),
            viewer=viewer(),
            programme_id=programme().id,
            fingerprint=pack.fingerprint,
            is_public=is_public,
        ),
        _("Paketet är delat.") if is_public else _("Paketet är inte längre delat."),
    )
