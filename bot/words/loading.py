"""What the bot says to the person at the shell who loads an agreement: what would change, and from when. It decides nothing."""

import json
from collections.abc import Mapping

from bot.chat.markdown import Markdown, listed
from bot.chat.message import Facts, Message, facts, shortened, text
from bot.domain.agreement import Agreement
from bot.domain.agreement_changes import Change, ChangeKind
from bot.domain.loading import Plan
from bot.words.language import _, all_of, day, number, quoted, say, spoken, t

LONGEST_VALUE = 80


def planned(plan: Plan) -> Message:
    """Tell what loading would do."""
    agreement = plan.agreement
    title = agreement.name(spoken())
    if not plan.changes:
        return Message(say(_("“{title}” is loaded already, as version {number}"), title=title, number=plan.number))
    if plan.new:
        return Message(say(_("New agreement: “{title}”"), title=title), (_summary(agreement),))
    since = day(plan.effective_from, weekday=False)
    lead = say(_("Version {number} of “{title}”, in force from {day}"), number=plan.number, title=title, day=since)
    replaced = t(_("It takes the place of version {number}."), number=plan.replaces)
    parts = [text(replaced, *_later(plan)), text(t(_("**What changes**")), listed(map(_change, plan.changes)))]
    return Message(lead, tuple(parts))


def loaded(plan: Plan, version: int) -> Message:
    """Confirm that it is loaded, and from when it holds."""
    since = day(plan.effective_from, weekday=False)
    said = _("“{title}” is loaded: version {number}, in force from {day}")
    return Message(say(said, title=plan.agreement.name(spoken()), number=version, day=since))


def _summary(agreement: Agreement) -> Facts:
    since = day(agreement.in_force_from, weekday=False)
    if agreement.in_force_from_is_sample:
        since = say(_("{day} (a sample: the text bears no date)"), day=since)
    return facts(
        {
            _("In force since"): since,
            _("Between"): all_of(one.name(spoken()) for one in agreement.authorities),
            _("Parties"): number(len(agreement.units)),
            _("Tracks"): number(len(agreement.tracks)),
            _("Clauses"): number(len(agreement.clauses)),
            _("Duties"): number(len(agreement.duties)),
        }
    )


def _later(plan: Plan) -> list[Markdown]:
    """Warn of versions that take over later and do not hold these changes."""
    said = []
    for version, since in plan.later:
        template = _("Version {number} takes over on {day} and does not hold these changes; load its text anew if it should.")
        said.append(t(template, number=version, day=day(since, weekday=False)))
    return said


def _change(change: Change) -> Markdown:
    match change.kind:
        case ChangeKind.ADDED:
            return t(_("**{path}** added: {new}"), path=change.path, new=_value(change.new))
        case ChangeKind.REMOVED:
            return t(_("**{path}** removed: {old}"), path=change.path, old=_value(change.old))
        case ChangeKind.REORDERED:
            return t(_("**{path}** in another order: {new}"), path=change.path, new=_value(change.new))
        case ChangeKind.CHANGED:
            return t(_("**{path}**: {old} → {new}"), path=change.path, old=_value(change.old), new=_value(change.new))


def _value(value: object) -> str:
    """Return a value as the file's author knows it: an element by its name, a text in quotation marks."""
    if isinstance(value, Mapping):
        for key in ("names", "heading", "title"):
            if isinstance(named := value.get(key), Mapping):
                return shortened(quoted(named.get(spoken(), "")), LONGEST_VALUE)
    if isinstance(value, str):
        return quoted(shortened(value, LONGEST_VALUE))
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return shortened(", ".join(value), LONGEST_VALUE)
    return shortened(json.dumps(value, ensure_ascii=False), LONGEST_VALUE)
