"""What has changed between two states, in sentences: what matters most comes first."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from config.statuses import word_of
from domain.changes import (
    Changes,
    MilestoneChange,
    Movement,
    PointChange,
    State,
    compare,
    has_new_report,
    has_withdrawn_report,
    milestone_changes,
    movement,
)
from domain.findings.finding import Finding
from domain.findings.milestone_changes import step_sentence
from domain.packs.content import Item
from domain.points import Point, PointStanding
from domain.statuses import Status
from domain.viewpoint import Viewpoint
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
    since = _("sedan {since}").format(since=compared.since)
    parts = [
        _how_many(len(changes), one, many)
        for changes, one, many in _by_weight(compared.changes.points)
        if changes
    ]
    lead = _lead(compared)
    if not parts:
        return Finding(_("Ingen punkt har ändrat status {since}").format(since=since), lead)
    title = _("{since} har {what}").format(since=capitalised(since), what=join_words(parts[:2]))
    rest = _("Dessutom har {what}").format(what=join_words(parts[2:])) if parts[2:] else ""
    return Finding(title, sentences(rest, lead))


def moved_items(compared: Compared) -> list[Item]:
    """Return each point that came, went or has another status, with the reason: backward first."""
    return _items(compared, (each for each in compared.changes.points if _has_moved(each)))


def reported_items(compared: Compared) -> list[Item]:
    """Return each point of which something else is told than before, with the reason given."""
    return _items(compared, (each for each in compared.changes.points if not _has_moved(each)))


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
                    number=each.number, title=titles.get(each.number, ""), what=step_sentence(each)
                )
            )
        )
        for each in found
    ]


def nothing_changed(what: str, compared: Compared) -> str:
    """Return that nothing of a kind has changed: "Inga delmål har ändrats sedan …"."""
    return _("{what} har ändrats sedan {since}.").format(what=what, since=compared.since)


def _lead(compared: Compared) -> str:
    points, since = compared.changes.points, compared.earlier.at
    reported = sum(has_new_report(each, since) for each in points)
    withdrawn = sum(has_withdrawn_report(each, since) for each in points)
    done = sum(each.is_done for each in compared.milestones)
    passed = sum(each.is_passed for each in compared.milestones)
    told = [
        plural("{n} punkt har en ny rapport", "{n} punkter har nya rapporter", reported).format(
            n=number_word(reported)
        )
        if reported
        else _("ingen punkt har en ny rapport")
    ]
    if withdrawn:
        text = plural("{n} rapport är återtagen", "{n} rapporter är återtagna", withdrawn)
        told.append(text.format(n=number_word(withdrawn)))
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


def _by_weight(
    changes: Sequence[PointChange],
) -> Iterator[tuple[list[PointChange], str, str]]:
    """Yield the points that another status has come to, each once, and what is said of them."""
    left = [each for each in changes if movement(each) is not Movement.NONE]
    for is_so, one, many in (
        (_came_to(Status.LATE), _("blivit försenad"), _("blivit försenade")),
        (_came_to(Status.DONE), _("blivit klar"), _("blivit klara")),
        (_went(Movement.BACKWARD), _("fått det svårare"), _("fått det svårare")),
        (_went(Movement.FORWARD), _("kommit närmare målet"), _("kommit närmare målet")),
        (
            _came_to(Status.DROPPED),
            _("avslutats utan genomförande"),
            _("avslutats utan genomförande"),
        ),
        (_is_removed, _("tagits bort"), _("tagits bort")),
        (_is_first_told, _("fått sin första status"), _("fått sin första status")),
        (_is_no_longer_told, _("inte längre någon status"), _("inte längre någon status")),
        (_went(Movement.ASIDE), _("tagits upp igen"), _("tagits upp igen")),
    ):
        yield [each for each in left if is_so(each)], one, many
        left = [each for each in left if not is_so(each)]


def _came_to(status: Status) -> Callable[[PointChange], bool]:
    return lambda change: change.after is not None and change.after.status is status


def _went(way: Movement) -> Callable[[PointChange], bool]:
    return lambda change: movement(change) is way


def _is_removed(change: PointChange) -> bool:
    return change.after is None


def _is_first_told(change: PointChange) -> bool:
    return change.before is None or change.before.status is None


def _is_no_longer_told(change: PointChange) -> bool:
    return change.after is not None and change.after.status is None


def _how_many(count: int, one: str, many: str) -> str:
    text = plural("{n} punkt {what}", "{n} punkter {what}", count)
    return text.format(n=number_word(count), what=one if count == 1 else many)


def _has_moved(change: PointChange) -> bool:
    is_other = change.before is None or change.after is None
    return is_other or movement(change) is not Movement.NONE


def _items(compared: Compared, changes: Iterable[PointChange]) -> list[Item]:
    since = compared.earlier.at
    return [
        Item(sentences(told), _reason(each, since))
        for each in sorted(changes, key=_weight)
        if (told := _moved(each, since))
    ]


def _weight(change: PointChange) -> tuple[int, int]:
    order = (Movement.BACKWARD, Movement.FORWARD, Movement.ASIDE, Movement.NONE)
    return order.index(movement(change)), change.key


def _moved(change: PointChange, since: Viewpoint) -> str:
    """Return what has become of a point, or an empty text for what its milestones tell alone."""
    if change.after is None:
        return _("Punkt {number} är borttagen").format(number=change.key)
    named = _("Punkt {number}, {title},").format(
        number=change.key, title=change.after.point.short_title
    )
    if change.before is None:
        return _("{point} är ny").format(point=named)
    told = [*_restated(change.before, change.after), *told_besides(change, since)]
    return f"{named} {join_words(told)}" if told else ""


def told_besides(change: PointChange, since: Viewpoint) -> list[str]:
    """Return what else than its status and its milestones is told otherwise of a point."""
    was, now = change.before, change.after
    if was is None or now is None:
        return []
    told = [*_progressed(was, now), *_rescheduled(was, now)]
    if has_withdrawn_report(change, since):
        told.append(_("har en rapport som är återtagen"))
    elif not told and was.status == now.status and has_new_report(change, since):
        told.append(_("har rapporterats på nytt, med samma status"))
    if was.point.short_title != now.point.short_title:
        told.append(_("hette förut ”{title}”").format(title=was.point.short_title))
    if _text_of(was.point) != _text_of(now.point):
        told.append(_("är beskriven på ett annat sätt"))
    return told


def _text_of(point: Point) -> Point:
    """Return a point without the day and the name, which are told of by themselves."""
    return replace(point, due_on=date.max, short_title="")


def _restated(was: PointStanding, now: PointStanding) -> Iterable[str]:
    if was.status != now.status:
        yield _("gick från ”{was}” till ”{now}”").format(
            was=word_of(was.status).label, now=word_of(now.status).label
        )


def _progressed(was: PointStanding, now: PointStanding) -> Iterable[str]:
    before = was.report.progress_percent if was.report else None
    after = now.report.progress_percent if now.report else None
    # That one is wholly done, or begins anew, is told by its status.
    if was.status == now.status and None not in (before, after) and before != after:
        yield _("gick från {before} till {after} % klart").format(before=before, after=after)


def _rescheduled(was: PointStanding, now: PointStanding) -> Iterable[str]:
    if was.point.due_on != now.point.due_on:
        yield _("ska vara klar {day} i stället för {before}").format(
            day=day(now.point.due_on), before=day(was.point.due_on)
        )
    before = was.report.forecast_date if was.report else None
    after = now.report.forecast_date if now.report else None
    if after and before != after and now.is_open():
        yield _("väntas bli klar {day}").format(day=day(after))


def _reason(change: PointChange, since: Viewpoint) -> str:
    report = change.after.report if change.after else None
    if report is None or not has_new_report(change, since):
        return ""
    return report.comment or _("Ingen förklaring är lämnad.")


def _titles(compared: Compared) -> dict[int, str]:
    points: Sequence[PointStanding] = [
        *compared.earlier.points.values(),
        *compared.later.points.values(),
    ]
    return {each.point.number: each.point.short_title for each in points}
