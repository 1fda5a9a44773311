"""What the database says when it refuses, as a sentence for the one who asked.

Its own words are English, and quote the row that it refuses.
"""

import re

from sqlalchemy.exc import DBAPIError

from data_access.engine import is_lost_connection
from texts import _

# What a server says at the door comes without a code; in English, unless it was set up otherwise.
_NOT_A_MEMBER = re.compile(r'permission denied to set role "(\w+)"')


def refusal_of(error: DBAPIError) -> str:
    """Return why the database refused, without the values of the row."""
    not_a_member = _NOT_A_MEMBER.search(str(error.orig))
    if not_a_member:
        return _(
            "Databasens inloggning är inte medlem i rollen {role}, som panelen arbetar med "
            "(docs/operations.md)."
        ).format(role=not_a_member[1])
    if is_lost_connection(error):
        # The driver's own words: where it tried, and why it failed. No row is in them.
        lines = str(error.orig).strip().splitlines() or ["?"]
        why = next((line for line in reversed(lines) if "failed:" in line), lines[0])
        return _("Databasen går inte att nå: {why}").format(why=why.strip())
    rule = rule_of(error)
    state = str(getattr(error.orig, "sqlstate", "") or "")
    reason = _by_rule().get(rule) or _by_state().get(state)
    if rule.endswith("_impersonal"):
        reason = _("En text innehåller ett personnummer. Här lagras bara antal.")
    if reason is None:
        return _("Databasen tog inte emot uppgifterna (kod {state}).").format(state=state or "?")
    # What the database tells of a closed month is its own: the month, and the area's name.
    which = getattr(getattr(error.orig, "diag", None), "message_detail", None) or "?"
    return reason.format(rule=rule, which=which)


def rule_of(error: DBAPIError) -> str:
    """Return the name of the rule of the database's that was broken; empty: it names none."""
    return getattr(getattr(error.orig, "diag", None), "constraint_name", None) or ""


def _by_rule() -> dict[str, str]:
    return {
        **_of_work(),
        **_of_publications(),
        **_of_meetings(),
        **_of_accounts(),
        **_of_the_frame(),
    }


def _of_work() -> dict[str, str]:
    return {
        "month_is_open": _(
            "Månaden är inlämnad eller godkänd, och kan inte ändras förrän den har öppnats igen: "
            "{which}."
        ),
        "month_takes_its_steps": _(
            "Månaden kan inte ändras så: den har ändrats av någon annan, eller din roll räcker "
            "inte."
        ),
        "month_opened_with_reason": _("Skriv varför."),
        "ck_reporting_period_comment_filled": _("Skriv varför."),
        "ck_reporting_period_wish_filled": _("Skriv varför månaden behöver öppnas."),
        "written_within_an_hour": _(
            "Det tog mer än en timme att skriva, och då sparas inget. Dela upp det i mindre delar."
        ),
        "replaced_is_withdrawn": _("Posten som ersätts måste dras tillbaka först."),
        "review_of_latest_report": _(
            "Det har kommit en nyare rapport sedan sidan visades. Läs den först."
        ),
        "uq_report_review_standing": _("Rapporten är redan återsänd."),
        "ck_report_review_comment_filled": _("Skriv vad som saknas i rapporten."),
        "month_is_over": _("En månad kan lämnas in först när den är slut."),
        "ck_draft_content_size": _("Utkastet är för långt för att sparas."),
    }


def _of_publications() -> dict[str, str]:
    return {
        "published_is_approved": _(
            "En månad som ska publiceras är inte godkänd längre. Se hur det nu är."
        ),
        "published_is_true": _("Siffrorna har ändrats sedan sidan visades. Inget är publicerat."),
        "published_is_not_small": _(
            "Ett tal som skulle publiceras är för litet. Inget är publicerat."
        ),
        "kind_of_published_counts": _(
            "Siffror om det är publicerade. Därför ändras inte om det gäller enskilda personer."
        ),
        "published_is_written_once": _("Det som är publicerat ändras inte."),
        "uq_publication_programme_id_month_version": _(
            "Någon annan publicerade månaden just nu. Se hur det nu är."
        ),
        "written_before_it_was_public": _(
            "Månaden publicerades medan det här sparades. Inget är sparat. Försök igen: {which}."
        ),
        "division_of_published_counts": _(
            "Siffror om området är publicerade. Därför kan det inte flyttas."
        ),
    }


def _of_meetings() -> dict[str, str]:
    return {
        "meeting_is_not_closed": _("Sammanträdet är stängt. Inget i det kan ändras längre."),
        "meeting_takes_its_steps": _(
            "Ett sammanträde planeras först, öppnas sedan och stängs sist."
        ),
        "ck_meeting_papers_complete": _(
            "Ett sammanträde som är öppet eller stängt måste ha diarienummer och dagordning."
        ),
        "uq_meeting_programme_id_held_on_title": _(
            "Det finns redan ett sammanträde med det namnet den dagen."
        ),
        "pack_replaces_latest": _(
            "Någon annan har gjort ett paket under tiden. Se det först, och gör sedan ett nytt."
        ),
        "pack_of_what_was_shown": _(
            "Sammanträdet har stängts under tiden, och visar läget vid en annan tid. Läs om sidan."
        ),
        "pack_is_of_the_past": _("Ett paket kan inte visa läget vid en tid som inte har varit."),
        "uq_meeting_pack_fingerprint": _("Det finns redan ett paket med precis samma innehåll."),
        "ck_meeting_pack_content_size": _("Paketet är för stort för att sparas."),
        "answered_question_stays": _("Frågan är besvarad och kan inte tas tillbaka."),
        "handled_question_stands": _("Frågan är återtagen av den som ställde den."),
    }


def _of_accounts() -> dict[str, str]:
    return {
        "app_user_keeps_an_administrator": _(
            "Programmet måste ha minst en systemadministratör. Bjud in en till först."
        ),
        "uq_app_user_email_caseless": _("Det finns redan ett konto med den adressen."),
        "ck_app_user_email_shaped": _("E-postadressen ska se ut som namn@kommunen.se."),
        "ck_app_user_name_filled": _("Kontot måste ha ett namn."),
        "ck_app_user_unit_filled": _("Enheten är tom. Lämna den hellre helt."),
    }


def _of_the_frame() -> dict[str, str]:
    return {
        "division_of_closed_months": _(
            "Området har månader som är inlämnade eller godkända, och kan inte flyttas."
        ),
        "day_inside_programme": _("Ett datum ligger utanför programmets dagar."),
        "day_has_come": _("Ett datum ligger för långt fram i tiden."),
        "programme_holds_its_days": _("Programmet har uppgifter utanför de nya dagarna."),
        "codes_exist": _("En kod i en lista finns inte i programmet."),
        "area_level_counts": _("En aktivitet ska stå på ett mellanområde eller primärområde."),
        "uq_programme_code": _("Det finns redan ett program med den koden."),
        "ck_programme_code_plain": _(
            "Programmets kod ska börja med en bokstav a–z och i övrigt bestå av a–z, 0–9 och "
            "bindestreck (TRYGGHET_PROGRAMME)."
        ),
        "ck_programme_name_filled": _("Programmet måste ha ett namn."),
        "ck_programme_days_in_order": _("Programmets sista dag ligger före den första."),
        "pk_funding_source": _("Det finns redan en finansieringskälla med den koden."),
        "uq_funding_source_code_caseless": _(
            "Det finns redan en finansieringskälla med den koden, med stora eller små bokstäver."
        ),
        "uq_funding_source_programme_id_name": _(
            "Det finns redan en finansieringskälla med det namnet."
        ),
        "ck_funding_source_code_plain": _(
            "Källans kod ska bestå av a–z, A–Z, 0–9, punkt, bindestreck, snedstreck och _."
        ),
        "ck_funding_source_name_filled": _("Källan måste ha ett namn."),
        "ck_funding_source_funder_filled": _("Källan måste ha en finansiär."),
        "ck_funding_source_purpose_filled": _("Källan måste ha ett ändamål."),
        "ck_funding_source_amount_not_negative": _("Källans belopp kan inte vara negativt."),
        "ck_funding_source_days_in_order": _("Källans sista dag ligger före den första."),
    }


def _by_state() -> dict[str, str]:
    return {
        "23502": _("En uppgift som måste finnas saknas."),
        "23503": _("Något som uppgifterna hänvisar till finns inte ({rule})."),
        "23505": _("Uppgiften finns redan ({rule})."),
        "23514": _("En uppgift bryter mot en av databasens regler ({rule})."),
        "22003": _("Ett tal är för stort."),
        "40001": _("Någon annan ändrade samma uppgifter samtidigt. Försök igen."),
        "40P01": _("Någon annan skrev samtidigt. Försök igen om en stund."),
        "42501": _("Databasens inloggning får inte göra detta (docs/operations.md)."),
        "55P03": _("Någon annan skrev samtidigt. Försök igen om en stund."),
        "57014": _("Databasen avbröt, för det tog för lång tid."),
    }
