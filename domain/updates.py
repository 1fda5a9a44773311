"""A new report of a point as it is typed, and what has to be mended before it can be saved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from domain.points import Point
from domain.privacy import find_personal_identity_numbers
from domain.statuses import Status
from texts import _
from texts.numbers import day, number

LONGEST_TEXT = 2000
"""Characters of a comment: a reader at a meeting has time for half a page."""

LONGEST_AHEAD_YEARS = 10
"""A forecast further ahead is a typing error."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A milestone that the writer has changed. `was` is what it was when the form was opened."""

    title: str
    done_on: date | None
    was: date | None

    @property
    def is_changed(self) -> bool:
        """Whether the writer has changed it."""
        return self.done_on != self.was


@dataclass(frozen=True, slots=True)
class MilestoneChange:
    """A milestone that another has changed since the form was opened.

    `was` is when it was done as the writer saw it, `now` as it is, and `mine` as the writer has it;
    None: it is not done.
    """

    title: str
    was: date | None
    now: date | None
    mine: date | None

    @property
    def sentence(self) -> str:
        """What it is now, beside the writer's where that is another."""
        if self.mine in (self.was, self.now):
            text = _("”{title}” är nu {now}.")
            return text.format(title=self.title, now=_done_when(self.now))
        text = _("”{title}” är nu {now}, men {mine} i ditt formulär.")
        return text.format(title=self.title, now=_done_when(self.now), mine=_done_when(self.mine))


def _done_when(done_on: date | None) -> str:
    return _("klart {day}").format(day=day(done_on)) if done_on else _("inte klart")


@dataclass(frozen=True, slots=True)
class Update:
    """What a writer says of a point today; `progress_percent` is 0-100, None: not told."""

    status: Status
    progress_percent: int | None
    comment: str | None
    risk: str | None
    forecast_date: date | None
    ticks: tuple[Tick, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldFault:
    """What is wrong with a field, as a sentence that says what to do."""

    field: str
    text: str


class FaultyError(ValueError):
    """What is typed breaks a rule; nothing was written. `faults` tell which fields."""

    def __init__(self, faults: Sequence[FieldFault]) -> None:
        super().__init__("; ".join(fault.text for fault in faults))
        self.faults = faults


def faults_of(update: Update, point: Point, today: date) -> list[FieldFault]:
    """Return what has to be mended before an update can be saved, in the order of the form."""
    return [
        *_of_progress(update),
        *_of_forecast(update, today),
        *_of_ticks(update, point, today),
        *_of_text("comment", update.comment),
        *_of_text("risk", update.risk),
    ]


def text_faults(told: str | None, longest: int = LONGEST_TEXT) -> list[str]:
    """Return what is wrong with a free text: too long, or a person's number in it."""
    if told is None:
        return []
    faults = []
    if len(told) > longest:
        faults.append(
            _("Korta texten till {most} tecken; den har {n}.").format(
                most=number(longest), n=number(len(told))
            )
        )
    if find_personal_identity_numbers(told):
        faults.append(_("Texten innehåller ett personnummer. Ta bort det: här lagras bara antal."))
    return faults


def _of_text(field: str, told: str | None) -> Iterator[FieldFault]:
    for text in text_faults(told):
        yield FieldFault(field, text)


def _of_progress(update: Update) -> Iterator[FieldFault]:
    progress = update.progress_percent
    if progress is not None and not 0 <= progress <= 100:
        yield FieldFault("progress", _("Framdriften ska vara mellan 0 och 100 procent."))
        return
    if update.status is Status.DONE and progress not in (None, 100):
        yield FieldFault(
            "progress",
            _("En genomförd punkt är klar till 100 %. Ändra status eller framdrift."),
        )
    if update.status is Status.NOT_STARTED and progress:
        yield FieldFault(
            "progress", _("En punkt som inte har påbörjats är klar till 0 %. Ändra status.")
        )


def _of_forecast(update: Update, today: date) -> Iterator[FieldFault]:
    forecast = update.forecast_date
    if forecast is None or update.status.is_closed:
        return
    if forecast < today:
        yield FieldFault(
            "forecast",
            _("Prognosen {day} har redan varit. Skriv när punkten nu väntas bli klar.").format(
                day=day(forecast)
            ),
        )
    elif forecast.year > today.year + LONGEST_AHEAD_YEARS:
        yield FieldFault("forecast", _("Prognosen ligger för långt fram. Kontrollera årtalet."))


def _of_ticks(update: Update, point: Point, today: date) -> Iterator[FieldFault]:
    for tick in update.ticks:
        if tick.done_on is None or not tick.is_changed:
            continue
        if tick.done_on > today:
            text = _("Delmålet ”{title}” kan inte vara klart en dag som inte har varit.")
            yield FieldFault("milestones", text.format(title=tick.title))
        elif tick.done_on < point.starts_on:
            text = _("Delmålet ”{title}” kan inte vara klart före punktens start {day}.")
            yield FieldFault("milestones", text.format(title=tick.title, day=day(point.starts_on)))
