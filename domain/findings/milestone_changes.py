"""What has become of a milestone between two states, as a clause."""

from datetime import date

from domain.changes import MilestoneChange
from texts import _
from texts.numbers import day


def step_sentence(change: MilestoneChange) -> str:
    """Return what has become of a milestone; what weighs most, where it is several things."""
    was, now = change.before, change.after
    if now is None:
        return _("delmålet ”{title}” är borttaget").format(title=was.title if was else "")
    if change.is_passed:
        text = _("delmålet ”{title}” skulle ha varit nått {due} och är det inte")
    elif change.is_done:
        text = _("delmålet ”{title}” nåddes {done}")
    elif was is None:
        text = _("delmålet ”{title}” är nytt, till {due}")
    elif was.done_on and not now.done_on:
        text = _("delmålet ”{title}” är inte längre nått")
    elif change.is_moved:
        text = _("delmålet ”{title}” är flyttat från {before} till {due}")
    else:
        text = _("delmålet ”{title}” nåddes {done} och inte {was_done}")
    return text.format(
        title=now.title,
        due=day(now.due_on),
        done=_day_of(now.done_on),
        before=_day_of(was.due_on if was else None),
        was_done=_day_of(was.done_on if was else None),
    )


def _day_of(told: date | None) -> str:
    return day(told) if told else ""
