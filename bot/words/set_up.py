"""What the bot says while it is set up: binding a channel, who is missing, and which agreement a conversation is about."""

from collections.abc import Sequence

from bot.chat.form import Field, Form, Person
from bot.chat.message import Button, Buttons, Message, Part, facts, text
from bot.domain.agreement import Agreement
from bot.domain.role import Role
from bot.words import office as offices
from bot.words import party as parties
from bot.words.language import _, all_of, say, spoken, t


def form(agreement: Agreement, *, needs_facilitator: bool) -> Form:
    """Return the form that appoints facilitator, deputy facilitator and chair."""
    fields: tuple[Field, ...] = (
        Person(
            name="facilitator",
            label=offices.role(Role.FACILITATOR).capitalize(),
            required=needs_facilitator,
            aliases=("facilitator", "tovholder"),
        ),
        Person(
            name="deputy",
            label=offices.role(Role.FACILITATOR_DEPUTY).capitalize(),
            hint=_("Takes over when the facilitator is away."),
            aliases=("deputy", "stedfortræder"),
        ),
        offices.employed(agreement),
        Person(
            name="chair",
            label=offices.role(Role.CHAIR).capitalize(),
            hint=_("Leave it empty if there is none; the agreement names no chair."),
            aliases=("chair", "formand", "mødeleder"),
        ),
    )
    return Form(
        title=_("Set up the agreement"),
        command="/agreement setup",
        fields=fields,
        submit=_("Set up"),
        intro=offices.whose(agreement),
    )


def done(
    agreement: Agreement,
    contacts: Sequence[parties.Contacts],
    *,
    held: Sequence[tuple[Role, Sequence[str]]],
    outsiders: bool,
    new: bool,
) -> Message:
    """Tell what is set up, and what is missing with the command that mends it."""
    bound = _("This channel now belongs to “{title}”.") if new else _("This channel belongs to “{title}”.")
    said = [t(bound, title=agreement.name(spoken()))]
    if outsiders:
        said.append(
            t(
                _(
                    "People of other organisations read along here, so confidential initiatives are never mentioned in this channel."
                )
            )
        )
    parts: list[Part] = [text(*said), facts({_office(role): all_of(names) for role, names in held})]
    if lacking := parties.missing(contacts, may_appoint=True):
        parts.append(text(lacking))
    buttons = (Button(_("Appoint a contact"), "/party contact", "primary"), Button(_("Show the parties"), "/party list"))
    return Message(parties.connected(contacts), (*parts, Buttons(buttons)))


def _office(role: Role) -> str:
    return offices.role(role).capitalize()


def greeting(agreement: Agreement) -> Message:
    """Tell a channel what lives in it from now on."""
    said = t(
        _(
            "I keep the agreement “{title}” alive here. Status digests are posted in this channel; all else I answer to you alone."
        ),
        title=agreement.name(spoken()),
    )
    return Message(_("Hello, I am Pagt"), (text(said, t(_("Type `/help` to see what you can do."))),))


def released(agreement: Agreement) -> Message:
    """Confirm that a channel was let go."""
    said = t(_("Nothing of “{title}” is posted here any more. What was posted stays."), title=agreement.name(spoken()))
    return Message(_("This channel is let go"), (text(said),))


def chosen(agreement: Agreement) -> Message:
    """Confirm which agreement a direct conversation is about."""
    said = t(_("`/agreement use` chooses another one, whenever you like."))
    return Message(say(_("We talk about “{title}” now"), title=agreement.name(spoken())), (text(said),))


def chosen_for_channel(agreement: Agreement, *, new: bool) -> Message:
    """Confirm which agreement a channel belongs to, and say what comes next."""
    said = _("This channel now belongs to “{title}”") if new else _("This channel belongs to “{title}”")
    return Message(
        say(said, title=agreement.name(spoken())), (text(t(_("Next: `/agreement setup` appoints facilitator and chair."))),)
    )


def channel_shows(*, headline_only: bool) -> Message:
    """Confirm how much of a message a channel is shown."""
    if headline_only:
        said = t(_("Digests and notices come here as a headline. Whoever may read the rest asks me for it."))
        return Message(_("This channel gets headlines only"), (text(said),))
    return Message(_("This channel gets everything"))


def headline_only(message: Message) -> Message:
    """Return what a channel that gets headlines only is shown of a message."""
    said = t(_("Only the headline is posted here. `/status digest` shows the rest to whoever may read it."))
    return Message(message.headline, (text(said),))
