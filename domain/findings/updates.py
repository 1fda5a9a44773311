"""What the page of updates says: how many points wait, and what was last said of one."""

from collections.abc import Sequence

from domain.findings.finding import Finding
from domain.points import StatusReport
from domain.tasks import Task, Urgency
from texts import _, plural
from texts.numbers import day, number_word, share
from texts.words import capitalised, sentence, sentences


def tasks_finding(tasks: Sequence[Task]) -> Finding:
    """Return how many points should be updated, and which of them first."""
    waiting = [task for task in tasks if task.needs]
    if not tasks:
        return Finding(
            _("Du har inga punkter att uppdatera"), _("Ingen punkt har din enhet som ansvarig.")
        )
    if not waiting:
        return Finding(
            _("Alla dina punkter är uppdaterade"),
            _("Du kan ändra när som helst: välj en punkt i listan."),
        )
    text = plural(
        "{n} punkt behöver uppdateras", "{n} punkter behöver uppdateras", len(waiting)
    ).format(n=capitalised(number_word(len(waiting))))
    return Finding(text, sentences(_sent_back(waiting), _first(waiting[0])))


def last_said(report: StatusReport | None) -> str:
    """Return when and by whom a point was last reported, and how far it then had come."""
    if report is None:
        return _("Ingen har lämnat en statusrapport ännu.")
    by = _("{day} av {who}").format(day=day(report.as_of_date), who=report.recorded_by)
    told = by if report.recorded_by else day(report.as_of_date)
    if report.progress_percent is not None:
        told = _("{told}: {share} klart").format(
            told=told, share=share(report.progress_percent / 100)
        )
    return sentence(_("Senast {told}").format(told=told))


def _sent_back(waiting: Sequence[Task]) -> str:
    count = sum(task.urgency is Urgency.SENT_BACK for task in waiting)
    if not count:
        return ""
    text = plural(
        "{n} är återsänd av förvaltningsdirektören",
        "{n} är återsända av förvaltningsdirektören",
        count,
    )
    return capitalised(text.format(n=number_word(count)))


def _first(task: Task) -> str:
    point = task.standing.point
    return _("Börja med punkt {number}, {title}").format(
        number=point.number, title=point.short_title
    )
