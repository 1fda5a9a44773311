"""What each role sees and may do, in the reader's words: the table of rights, read aloud."""

from domain.access import RIGHTS, Right, Role
from texts import _
from texts.words import join_words

SHARED = frozenset.intersection(*RIGHTS.values())
"""What every role may, which need not be said of each."""


def words_of_sight() -> dict[Right, str]:
    """Return what one sees by a right, by the rights that show something."""
    return {
        Right.SEE_FRAME: _("områden, målgrupper och vad orden betyder"),
        Right.SEE_POINTS: _("punkterna"),
        Right.SEE_COUNTS: _("teamets exakta antal"),
        Right.SEE_PUBLISHED: _("teamets publicerade antal"),
        Right.SEE_MONEY: _("alla pengar"),
        Right.SEE_OWN_MONEY: _("pengarna på den egna enhetens punkter"),
        Right.SEE_PACKS: _("nämndens sammanträdespaket"),
        Right.SEE_AUDIT: _("loggen över vad som har gjorts"),
    }


def words_of_deed() -> dict[Right, str]:
    """Return what one may do by a right, by the rights that let one do something."""
    return {
        Right.UPDATE_POINTS: _("uppdatera punkter"),
        Right.REGISTER_ACTIVITIES: _("registrera aktiviteter"),
        Right.KEEP_MONEY: _("läsa in budget och utfall"),
        Right.APPROVE: _("godkänna månader"),
        Right.PUBLISH: _("publicera antal"),
        Right.KEEP_MEETINGS: _("planera sammanträden och göra deras paket"),
        Right.ASK: _("ställa frågor om punkter och siffror"),
        Right.ANSWER: _("besvara nämndens frågor"),
        Right.IMPORT_FILES: _("läsa in filer"),
        Right.KEEP_FRAME: _("ändra områden och målgrupper"),
        Right.KEEP_ACCOUNTS: _("sköta konton och inloggningar"),
        Right.EXPORT: _("hämta tabellerna som filer"),
    }


def shared_sentence() -> str:
    """Return what everybody with an account sees."""
    seen = [word for right, word in words_of_sight().items() if right in SHARED]
    return _("Alla som har ett konto ser {what}.").format(what=join_words(seen))


def role_sentence(role: Role) -> str:
    """Return what a role sees and may do beyond what every role does, as the end of a line."""
    own = RIGHTS[role] - SHARED
    seen = [word for right, word in words_of_sight().items() if right in own]
    done = [word for right, word in words_of_deed().items() if right in own]
    told = [
        _("ser {what}").format(what=join_words(seen)) if seen else "",
        _("får {what}").format(what=join_words(done)) if done else "",
    ]
    return "; ".join(each for each in told if each)
