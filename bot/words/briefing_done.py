"""What the bot says once a step of a yearly briefing is done, and what comes next. Showing one is in briefing_shown.py."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.chat.markdown import Markdown, listed
from bot.chat.message import Button, Buttons, File, Menu, Message, Option, Part, facts, text
from bot.domain.agreement import Agreement
from bot.domain.briefing import BEFORE_APPROVAL, Deliverable
from bot.domain.briefing_dates import Plan, Step
from bot.domain.passage import Comment, Passage
from bot.words.briefing import OUTCOMES, body, inside, item, name, paragraphs, passage_title, ref
from bot.words.decision import where
from bot.words.initiative import short, shorts
from bot.words.language import _, all_of, day, moment, ngettext, number, say, t

MOST_OPTIONS = 100


def drafted(agreement: Agreement, rows: Sequence[Deliverable], *, kept: int, asked: Sequence[str], without: int) -> Message:
    """Confirm that a draft was written. `kept` counts passages in people's own words, `without` confidential initiatives left out."""
    one = rows[0]
    names = all_of(name(agreement, row) for row in rows)
    said = [
        t(
            _("Written from the records of {first} to {last}: {names}."),
            first=_on(one.period_first),
            last=_on(one.period_last),
            names=names,
        )
    ]
    if kept:
        keeping = ngettext(
            "{count} passage keeps the words people gave it.", "{count} passages keep the words people gave them.", kept
        )
        said.append(t(keeping, count=number(kept)))
    if without:
        leaving = ngettext(
            "{count} confidential initiative is left out: the document becomes public.",
            "{count} confidential initiatives are left out: the document becomes public.",
            without,
        )
        said.append(t(leaving, count=number(without)))
    if asked:
        said.append(t(_("These units are asked to check their own passages: {units}."), units=shorts(agreement, asked)))
    return Message(
        say(_("The draft is written: {name}"), name=name(agreement, one)),
        (
            text(*said),
            Buttons((_show(one, primary=True), Button(_("Get the document"), f"/briefing document {ref(one)}"))),
        ),
    )


def _on(value: date | None) -> str:
    return day(value, weekday=False) if value else "–"


def passage(
    agreement: Agreement,
    one: Deliverable,
    shown: Passage,
    *,
    titles: Mapping[str, str],
    sources: Sequence[str],
    may: frozenset[str],
) -> Message:
    """Show a passage: its words, whose they are, the records behind it, and what may be done with it."""
    typed = f"{ref(one)} {shown.key}"
    whose = [
        t(_("In people's own words.")) if shown.edited is not None else t(_("As the records say it.")),
        t(_("The records say something else now: {text}"), text=shown.generated) if shown.outdated else Markdown(""),
    ]
    parts: list[Part] = [text(*paragraphs(shown.text)), text(*whose)]
    agreed = ""
    if shown.unit:
        agreed = _("agreed") if shown.agreed else _("not agreed yet")
    parts.append(
        facts(
            {
                _("Unit"): short(agreement, shown.unit) if shown.unit else "",
                _("The unit's agreement"): agreed,
                _("Counted from"): ", ".join(sources),
            }
        )
    )
    buttons = []
    if "edit" in may:
        buttons.append(Button(_("Change the text"), f"/briefing edit {typed}"))
    if "agree" in may and not shown.agreed and one.state in BEFORE_APPROVAL:
        buttons.append(Button(_("Agree to our passages"), f"/briefing agree {ref(one)} {shown.unit}", "primary"))
    buttons += [Button(_("Add a comment"), f"/briefing comment {typed}"), _show(one)]
    return Message(passage_title(agreement, shown.key, titles), (*parts, Buttons(tuple(buttons))))


def rewritten(agreement: Agreement, one: Deliverable, key: str, titles: Mapping[str, str], *, reopened: bool) -> Message:
    """Confirm that a passage was changed."""
    said = [t(_("It stays as you wrote it, also when the draft is written anew from the records."))]
    if reopened:
        said.append(t(_("What was approved was another text, so the draft needs a new approval.")))
    return Message(
        say(_("Changed: {title}"), title=passage_title(agreement, key, titles)),
        (text(*said), Buttons((Button(_("Show the passage"), f"/briefing passage {ref(one)} {key}"), _show(one)))),
    )


def restored(agreement: Agreement, one: Deliverable, key: str, titles: Mapping[str, str]) -> Message:
    """Confirm that the records have the word again."""
    return Message(
        say(_("As the records say it: {title}"), title=passage_title(agreement, key, titles)), (Buttons((_show(one),)),)
    )


def commented(agreement: Agreement, one: Deliverable) -> Message:
    """Confirm a remark."""
    return Message(say(_("Your comment is kept: {name}"), name=name(agreement, one)), (Buttons((_comments(one), _show(one))),))


def comments(agreement: Agreement, one: Deliverable, said: Sequence[tuple[Comment, str]], titles: Mapping[str, str]) -> Message:
    """Show the remarks on a draft, first to last."""
    if not said:
        return Message(say(_("No comments: {name}"), name=name(agreement, one)), (Buttons((_show(one),)),))
    lines = listed(_comment(agreement, comment, by, titles) for comment, by in said)
    return Message(say(_("Comments: {name}"), name=name(agreement, one)), (text(lines), Buttons((_show(one),))))


def _comment(agreement: Agreement, one: Comment, by: str, titles: Mapping[str, str]) -> Markdown:
    about = passage_title(agreement, one.passage, titles) if one.passage else _("The whole")
    who = f"{by} ({short(agreement, one.unit)})" if one.unit else by
    when = moment(one.at, agreement.zone)
    return t("**{about}** – {who}, {when}: {text}", about=about, who=who, when=when, text=one.text)


def agreed(agreement: Agreement, one: Deliverable, units: Sequence[str], count: int, missing: Sequence[str]) -> Message:
    """Confirm that units agree to their passages."""
    if not count:
        return Message(say(_("{units} had agreed already"), units=shorts(agreement, units)), (Buttons((_show(one),)),))
    waiting = t(_("Still to agree expressly: {units}."), units=shorts(agreement, missing)) if missing else Markdown("")
    said = ngettext("{units} agree to {count} passage", "{units} agree to {count} passages", count)
    return Message(
        say(said, units=shorts(agreement, units), count=number(count)),
        (
            text(t(_("The agreement covers these very words. If they are changed, you are asked again.")), waiting),
            Buttons((_show(one),)),
        ),
    )


def approved(
    agreement: Agreement, rows: Sequence[Deliverable], plans: Mapping[str, Plan], silent: Sequence[str], today: date
) -> Message:
    """Confirm an approval, and what it covers."""
    one = rows[0]
    lines = [t(_("{name}: hand in by {on}."), name=name(agreement, row), on=_hand_in(plans[row.duty])) for row in rows]
    quiet = t("{said}", said=unheard(agreement, one, plans, silent, today)) if silent else Markdown("")
    return Message(
        say(_("Approved: {decision}"), decision=where(one.decision)),
        (
            text(listed(lines), quiet),
            Buttons(tuple(Button(say(_("Hand in {one}"), one=row.duty), f"/briefing hand-in {ref(row)}") for row in rows)),
        ),
    )


def unheard(agreement: Agreement, one: Deliverable, plans: Mapping[str, Plan], silent: Sequence[str], today: date) -> str:
    """Name the units that have said nothing; that is consent only once the check has ended."""
    closes = plans[one.duty].steps.get(Step.CHECK_CLOSES) or plans[plans[one.duty].lead].steps.get(Step.CHECK_CLOSES)
    over = closes is None or today > closes
    saying = (
        _("Said nothing, which counts as consent: {units}.")
        if over
        else _("Have not answered, though the check is still open: {units}.")
    )
    return say(saying, units=shorts(agreement, silent))


def _hand_in(plan: Plan) -> str:
    return day(plan.steps.get(Step.HAND_IN, plan.meets))


def handed_in(agreement: Agreement, one: Deliverable, plan: Plan, files: Sequence[File], digest: str) -> Message:
    """Confirm that it was handed in, and give what was."""
    return Message(
        say(_("Handed in: {name}"), name=name(agreement, one)),
        (
            text(
                t(_("This text stands now. SHA-256 of the .docx: {digest}"), digest=digest),
                t(
                    _("It is not delivered yet: {body} meets {on}. Enter what it did with it afterwards."),
                    body=inside(body(agreement, one)),
                    on=day(plan.meets),
                ),
            ),
            *files,
            Buttons((_show(one),)),
        ),
    )


def on_the_agenda(agreement: Agreement, one: Deliverable, plan: Plan) -> Message:
    """Confirm that it is on the agenda."""
    return Message(
        say(_("On the agenda: {name}"), name=name(agreement, one)),
        (
            text(
                t(
                    _("{body} meets {on}. I ask for the outcome on the next working day."),
                    body=body(agreement, one),
                    on=day(plan.meets),
                )
            ),
            Buttons((_show(one),)),
        ),
    )


def entered(agreement: Agreement, one: Deliverable, others: Sequence[str]) -> Message:
    """Confirm that the evidence is entered, and that another has to look at it."""
    said = t(_("Somebody other than you confirms it; then the duty is fulfilled."))
    if others:
        said = t(_("Somebody other than you confirms it, for example {names}; then the duty is fulfilled."), names=all_of(others))
    return Message(
        say(_("Entered, and not delivered until another confirms it: {name}"), name=name(agreement, one)),
        (text(t("{evidence}", evidence=_evidence(one)), said), Buttons((_show(one),))),
    )


def _evidence(one: Deliverable) -> str:
    assert one.delivered_on is not None
    assert one.outcome is not None
    return ", ".join(
        filter(None, (day(one.delivered_on), item(one), _(OUTCOMES[one.outcome]), _("in writing") if one.written else ""))
    )


def confirmed(agreement: Agreement, one: Deliverable, standing: str) -> Message:
    """Say that it is delivered."""
    return Message(
        say(_("Delivered: {name}"), name=name(agreement, one)),
        (text(t("{evidence}. {standing}.", evidence=_evidence(one), standing=standing.capitalize())), Buttons((_show(one),))),
    )


def deferred(agreement: Agreement, one: Deliverable, was: date, plan: Plan) -> Message:
    """Say that it was put off, and that the duty stays open."""
    said = t(
        _("It was planned for {was} and is now planned for {on}. The duty stays open until the body has been told."),
        was=day(was),
        on=day(plan.meets),
    )
    return Message(say(_("Put off: {name}"), name=name(agreement, one)), (text(said), Buttons((_show(one),))))


def which_day(agreement: Agreement, one: Deliverable, days: Sequence[date], command: str) -> Message:
    """Offer the body's next days."""
    options = tuple(Option(day(on), on.isoformat()) for on in days)
    return Message(
        say(_("To which day? {name}"), name=name(agreement, one)), (Menu(_("The body's next dates"), command, options),)
    )


def planned(agreement: Agreement, one: Deliverable, plan: Plan) -> Message:
    """Confirm the day it goes to the body."""
    return Message(
        say(_("Planned for {on}: {name}"), on=day(plan.meets), name=name(agreement, one)),
        (text(t(_("The steps are planned backwards from that day."))), Buttons((_show(one, primary=True),))),
    )


def _show(one: Deliverable, *, primary: bool = False) -> Button:
    return Button(_("Show"), f"/briefing show {ref(one)}", "primary" if primary else "plain")


def _comments(one: Deliverable) -> Button:
    return Button(_("All comments"), f"/briefing comments {ref(one)}")
