"""Commands about the person who asks: who they are to the bot, the language they are spoken to in, and the clocks they live by."""

from bot.chat.request import Reply, Request
from bot.domain.role import Role
from bot.refusal import Refusal
from bot.registry import command
from bot.words import person as words
from bot.words import zone as zones
from bot.words.language import N_, speaking, speaking_to
from storage.records import Records

_LANGUAGES = {
    **dict.fromkeys(("da", "dansk", "danish", "dk", "da-dk"), "da"),
    **dict.fromkeys(("en", "engelsk", "english", "uk", "en-gb", "en-us"), "en"),
}


@command("whoami", danish="hvem", may="person.self", aliases=("who", "hvemerjeg"))
def whoami(request: Request, records: Records) -> Reply:
    """Tell who you are here: your roles, your unit, your language."""
    facilitators = [one.name for one in records.people.holding(Role.FACILITATOR, request.today)]
    platforms = records.people.platforms([request.by.id]).get(request.by.id, [])
    return Reply(words.who(request.agreement, words.Known(request.by, platforms, facilitators)))


@command("language", danish="sprog", may="person.self", usage=N_("da|en"), changes=True, lasts=True)
def language(request: Request, records: Records) -> Reply:
    """Choose the language I speak to you in."""
    typed = request.words.strip().casefold()
    if not typed:
        return Reply(words.which_language(request.by.person.language))
    wanted = _LANGUAGES.get(typed)
    if wanted is None:
        raise Refusal("no_such_language", text=typed[:30])
    here = request.call.account
    person = records.people.meet(here.platform, here.user, name=request.call.name, language=wanted)
    already = person.language == wanted and bool(request.by.id)
    if person.language != wanted:
        records.people.speak(person, wanted)
    with speaking(wanted):
        return Reply(words.speaks(wanted, already=already), language=wanted)


@command("timezone", danish="tidszone", may="person.self", usage=N_("London"), changes=True)
def timezone(request: Request, records: Records) -> Reply:
    """Choose the clocks you live by: where they differ from the agreement's, I tell you both times."""
    here, typed = request.call.account, request.words.strip()
    known = request.by.person.model_copy(update={"zone": request.by.person.living(request.call.zone)})
    if not typed:
        return Reply(zones.lives(request.agreement, known, request.now))
    chosen = typed.casefold() not in zones.AS_KNOWN
    found = zones.named(typed) if chosen else [request.call.zone]
    if len(found) != 1:
        raise Refusal("which_zone" if found else "no_such_zone", text=typed[:60], zones=list(found[:5]))
    person = records.people.meet(here.platform, here.user, name=request.call.name, language=request.by.person.language)
    if (person.zone, person.zone_chosen) != (found[0], chosen):
        records.people.live(person, found[0], chosen=chosen)
    with speaking_to(person):
        return Reply(zones.lives(request.agreement, person, request.now))
