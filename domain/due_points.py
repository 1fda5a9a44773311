"""What is due of a point: a day that has passed or comes soon, a question, silence."""

from collections.abc import Iterator, Mapping
from datetime import date

from domain.dues import Due, DueKind
from domain.points import Point, PointStanding, Review
from domain.tasks import SOON_DAYS, UPDATE_DAYS
from texts import _
from texts.numbers import day


def dues_of_point(
    standing: PointStanding, reviews: Mapping[int, Review], today: date
) -> Iterator[Due]:
    """Yield what is due of a point."""
    review = reviews.get(standing.point.number)
    if review:
        yield _about(
            standing.point,
            DueKind.REPORT_SENT_BACK,
            review.on,
            _("Rapporten är återsänd av {who}: {comment}").format(
                who=review.by, comment=review.comment
            ),
            f"/{review.report_id}",
        )
    if standing.is_open():
        for rule in (_due_date, _forecast, _milestones, _silence):
            yield from rule(standing, today)


def _due_date(standing: PointStanding, today: date) -> Iterator[Due]:
    point, report = standing.point, standing.report
    forecast = report.forecast_date if report else None
    if forecast and forecast >= today and forecast > point.due_on:
        # A day after it has been told, and has not come: there is nothing new to say.
        return
    if point.due_on < today:
        text = _("Slutdatum {day} har passerat.").format(day=day(point.due_on))
        yield _about(point, DueKind.POINT_PAST_DUE, point.due_on, text)
    elif _is_soon(point.due_on, today):
        text = _("Slutdatum är {day}.").format(day=day(point.due_on))
        yield _about(point, DueKind.POINT_DUE_SOON, point.due_on, text)


def _forecast(standing: PointStanding, today: date) -> Iterator[Due]:
    point, report = standing.point, standing.report
    forecast = report.forecast_date if report else None
    if forecast is None or forecast == point.due_on:
        return
    if forecast < today:
        text = _("Prognosen {day} har passerat. Ange en ny.").format(day=day(forecast))
        yield _about(point, DueKind.FORECAST_PASSED, forecast, text)
    elif _is_soon(forecast, today):
        text = _("Enligt prognosen är punkten klar {day}.").format(day=day(forecast))
        yield _about(point, DueKind.FORECAST_SOON, forecast, text)


def _milestones(standing: PointStanding, today: date) -> Iterator[Due]:
    for milestone in standing.milestones:
        if milestone.is_passed(today):
            kind, text = DueKind.MILESTONE_PASSED, _("Delmålet ”{title}” skulle vara klart {day}.")
        elif milestone.done_on is None and _is_soon(milestone.due_on, today):
            kind, text = DueKind.MILESTONE_SOON, _("Delmålet ”{title}” ska vara klart {day}.")
        else:
            continue
        text = text.format(title=milestone.title, day=day(milestone.due_on))
        yield _about(standing.point, kind, milestone.due_on, text, f"/{milestone.title}")


def _silence(standing: PointStanding, today: date) -> Iterator[Due]:
    report = standing.report
    since = report.as_of_date if report else standing.point.starts_on
    if (today - since).days < UPDATE_DAYS:
        return
    text = (
        _("Senaste rapporten är från {day}.").format(day=day(since))
        if report
        else _("Punkten började {day}, men ingen rapport har lämnats.").format(day=day(since))
    )
    yield _about(standing.point, DueKind.POINT_SILENT, since, text)


def _is_soon(on: date, today: date) -> bool:
    return 0 <= (on - today).days <= SOON_DAYS


def _about(point: Point, kind: DueKind, on: date, text: str, further: str = "") -> Due:
    return Due(
        kind,
        subject=f"{point.number}{further}",
        on=on,
        about=_("Punkt {number}, {title}").format(number=point.number, title=point.short_title),
        text=text,
        path=f"/uppdatera?nummer={point.number}",
    )
