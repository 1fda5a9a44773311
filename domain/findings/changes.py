"""What has changed between two states, in sentences: what matters most comes first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from config.statuses import word_of
from domain.changes import (
    Changes,
    MilestoneChange,
    Movement,
    PointChange,
    State,
    compare,
    has_new_report,
    milestone_changes,
    movement,
)
from domain.findings.finding import Finding
from domain.packs.content import Item
from domain.points import PointStanding
from domain.statuses import Status
from texts import _, plural
from texts.numbers import day, number_word
from texts.words import capitalised, join_words, sentences


@dataclass(frozen=True, slots=True)
class Compared:
    """Two states to compare. `since` names the earlier one: "sammanträdet 27 augusti 2026"."""

    earlier: State
    later: State
    since: str

    @property
    def changes(self) -> Changes:
        """What differs."""
        return compare(self.earlier, self.later)

    @property
    def milestones(self) -> list[MilestoneChange]:
        """Which milestones came, were done, moved or passed by."""
        return milestone_changes(self.earlier, self.later)


def changes_finding(compared: Compared) -> Finding:
    """Return what weighs most of what has changed, and how the rest went."""
    points = compared.changes.points
    done = [each for each in points if each.after and _came_to(each, Status.DONE)]
    late = [each for each in points if _came_to(each, Status.LATE)]
    back = [each for each in points if movement(each) is Movement.BACKWARD and each not in late]
    forward = [each for each in points if movement(each) is Movement.FORWARD and each not in done]
    told = [
        (len(late), _("blivit försenad"), _("blivit försenade")),
        (len(done), _("blivit klar"), _("blivit klara")),
        (len(back), _("fått det svårare"), _("fått det svårare")),
        (len(forward), _("kommit närmare planen"), _("kommit närmare planen")),
    ]
    since = _("sedan {since}").format(since=compared.since)
    parts = [_how_many(count, one, many) for count, one, many in told if count]
    lead = _lead(compared)
    if not parts:
        return Finding(_("Ingen punkt har ändrat status {since}").format(since=since), lead)
    title = _("{since} har {what}").format(since=capitalised(since), what=join_words(parts[:2]))
    rest = _("Dessutom har {what}").format(what=join_words(parts[2:])) if parts[2:] else ""
    return Finding(title, sentences(rest, lead))


def moved_items(compared: Compared) -> list[Item]:
    """Return each point that came, went or has another status, with the reason: backward first."""
    return _items(each for each in compared.changes.points if _has_moved(each))


def reported_items(compared: Compared) -> list[Item]:
    """Return each point of which something else is told than before, with the reason given."""
    return _items(each for each in compared.changes.points if not _has_moved(each))


def milestone_items(compared: Compared) -> list[Item]:
    """Return what has become of the milestones: those that were passed by first."""
    found = sorted(
        compared.milestones, key=lambda each: (not each.is_passed, not each.is_done, each.number)
    )
    titles = _titles(compared)
    return [
        Item(
            sentences(
                _("Punkt {number}, {title}: {what}").format(
                    number=each.number, title=titles.get(each.number, ""), what=_stepped(each)
                )
            )
        )
        for each in found
    ]


def nothing_changed(what: str, compared: Compared) -> str:
    """Return that nothing of a kind has changed: "Inga delmål har ändrats sedan …"."""
    return _("{what} har ändrats sedan {since}.").format(what=what, since=compared.since)


def _lead(compared: Compared) -> str:
    reported = sum(has_new_report(each) for each in compared.changes.points)
    done = sum(each.is_done for each in compared.milestones)
    passed = sum(each.is_passed for each in compared.milestones)
    told = [
        plural("{n} punkt har en ny rapport", "{n} punkter har nya rapporter", reported).format(
            n=number_word(reported)
        )
        if reported
        else _("ingen punkt har en ny rapport")
    ]
    if done:
        told.append(
            plural("{n} delmål är nått", "{n} delmål är nådda", done).format(
                n=number_word(done, neuter=True)
            )
        )
    if passed:
        text = plural(
            "{n} delmål har passerat sin dag utan att vara nått",
            "{n} delmål har passerat sin dag utan att vara nådda",
            passed,
        )
        told.append(text.format(n=number_word(passed, neuter=True)))
    return sentences(join_words(told))


def _how_many(count: int, one: str, many: str) -> str:
    text = plural("{n} punkt {what}", "{n} punkter {what}", count)
    return text.format(n=number_word(count), what=one if count == 1 else many)


def _came_to(change: PointChange, status: Status) -> bool:
    was = change.before.status if change.before else None
    return change.after is not None and change.after.status is status and was is not status


def _has_moved(change: PointChange) -> bool:
    is_other = change.before is None or change.after is None
    return is_other or movement(change) is not Movement.NONE


def _items(changes: Iterable[PointChange]) -> list[Item]:
    points = sorted(changes, key=_weight)
    return [Item(sentences(_moved(each)), _reason(each)) for each in points if _moved(each)]


def _weight(change: PointChange) -> tuple[int, int]:
    order = (Movement.BACKWARD, Movement.FORWARD, Movement.ASIDE, Movement.NONE)
    return order.index(movement(change)), change.key


def _moved(change: PointChange) -> str:
    """Return what has become of a point, or an empty text for what its milestones tell alone."""
    if change.after is None:
        return _("Punkt {number} är borttagen").format(number=change.key)
    named = _("Punkt {number}, {title},").format(
        number=change.key, title=change.after.point.short_title
    )
    if change.before is None:
        return _("{point} är ny").format(point=named)
    was, now = change.before, change.after
    if was.status != now.status:
        return _("{point} gick från ”{was}” till ”{now}”").format(
            point=named, was=word_of(was.status).label, now=word_of(now.status).label
        )
    told = [
        *_progressed(was, now),
        *_rescheduled(was, now),
    ]
    if not told and has_new_report(change):
        told = [_("har rapporterats på nytt, med samma status")]
    return f"{named} {join_words(told)}" if told else ""


def _progressed(was: PointStanding, now: PointStanding) -> Iterable[str]:
    before = was.report.progress_percent if was.report else None
    after = now.report.progress_percent if now.report else None
    if before is not None and after is not None and before != after:
        yield _("gick från {before} till {after} % klart").format(before=before, after=after)


def _rescheduled(was: PointStanding, now: PointStanding) -> Iterable[str]:
    if was.point.due_on != now.point.due_on:
        yield _("ska vara klar {day} i stället för {before}").format(
            day=day(now.point.due_on), before=day(was.point.due_on)
        )
    before = was.report.forecast_date if was.report else None
    after = now.report.forecast_date if now.report else None
    if after and before != after:
        yield _("väntas bli klar {day}").format(day=day(after))


def _reason(change: PointChange) -> str:
    report = change.after.report if change.after else None
    if report is None or not has_new_report(change):
        return ""
    return report.comment or _("Ingen förklaring är lämnad.")


def _stepped(change: MilestoneChange) -> str:
    step = change.after or change.before
    title = step.title if step else ""
    if change.after is None:
        return _("delmålet ”{title}” är borttaget").format(title=title)
    if change.is_passed:
        return _("delmålet ”{title}” skulle ha varit nått {day} och är det inte").format(
            title=title, day=day(change.after.due_on)
        )
    if change.is_done and change.after.done_on:
        return _("delmålet ”{title}” nåddes {day}").format(
            title=title, day=day(change.after.done_on)
        )
    if change.is_new:
        return _("delmålet ”{title}” är nytt, till {day}").format(
            title=title, day=day(change.after.due_on)
        )
    if change.is_moved and change.before:
        return _("delmålet ”{title}” är flyttat från {before} till {day}").format(
            title=title, before=day(change.before.due_on), day=day(change.after.due_on)
        )
    return _("delmålet ”{title}” är inte längre nått").format(title=title)


def _titles(compared: Compared) -> dict[int, str]:
    points: Sequence[PointStanding] = [
        *compared.earlier.points.values(),
        *compared.later.points.values(),
    ]
    return {each.point.number: each.point.short_title for each in points}
