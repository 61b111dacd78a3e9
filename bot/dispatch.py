"""Call in, Reply out: find the command, authorise, guard, begin, run it, commit. The only place where failures become replies.

Synchronous; platforms run it off the event loop by `Store.run`. The answer leaves after the commit, never before.
"""

import json
import secrets
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias, cast

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.caller import Caller, caller_of
from bot.chat import answers, message
from bot.chat.form import Form, Values, parted, typed
from bot.chat.mentions import by_name
from bot.chat.request import Call, Reply, Request
from bot.cleaned import cleaned
from bot.domain import guard
from bot.domain.repeal import must_hold
from bot.refusal import Refusal
from bot.registry import Command, Registry
from bot.words import refusal as words
from bot.words.language import speaking
from storage.job import Lost
from storage.records import Installation, Records
from storage.store import Store
from storage.trouble import cut_off, trouble_of

log = structlog.get_logger()
NO_FIELDS: frozenset[str] = frozenset()
Found: TypeAlias = tuple[Command, str] | None


@dataclass(frozen=True)
class Dispatch:
    """Everything needed to answer a call."""

    store: Store
    registry: Registry
    now: Callable[[], datetime]

    def answer(self, call: Call) -> Reply:
        """Answer a call. Whatever happens, the person gets a sentence in their language."""
        try:
            return self._answer(call)
        except Lost:  # What others did in the same commit is gone, and this with it: it is asked anew, alone.
            raise
        except Exception as error:  # The one boundary: a bug is logged with a reference, and its text never reaches a chat.
            if (trouble := trouble_of(error)) is not None:
                log.error("storage.trouble", why=trouble)  # noqa: TRY400  # It is no fault of the code's.
                with speaking(call.spoken_in or call.language or "da"):
                    return Reply(words.refused(Refusal("not_kept", text=guard.masked(call.line))), refused=True)
            reference = secrets.token_hex(2).upper()
            log.exception("dispatch.broken", reference=reference, how=call.how, platform=call.account.platform)
            with speaking(call.spoken_in or self._language(call)):
                return Reply(words.broken(reference), refused=True)

    def _answer(self, call: Call, *, again: bool = False) -> Reply:
        """Answer a call, or refuse it; either in the language of whoever calls. A refusal undoes what was begun.

        What a cut connection undid is done anew once, where its key keeps it from being done twice. The database may have been
        started anew, or this process frozen for so long that it was cut off for the others' sake.
        """
        language, own, zone, found = call.spoken_in or call.language or "da", "", "", self.registry.find(call.line)
        caller: Caller | None = None
        try:
            try:
                with self.store.begin() if _changes(call, found) else self.store.read() as installation:
                    with speaking(language):
                        caller = self._caller(installation, call, found)
                    language, own = call.spoken_in or caller.language, caller.person.language if caller.person else ""
                    zone = caller.zone
                    with speaking(language, zone):
                        clean = cleaned(call)
                        same = clean is call or clean.line == call.line
                        reply = self._run(installation, clean, caller, found if same else self.registry.find(clean.line))
            except _Unfit as form:
                with speaking(language, zone):
                    reply = self._given_back(form)
            except SQLAlchemyError as error:
                if cut_off(error) and call.key and not again:
                    log.warning("storage.cut_off", command=found[0].name if found else "")
                    return self._answer(call, again=True)
                with speaking(language):
                    reply = self._unkept(error, cleaned(call), caller, found)
        except Refusal as no:
            with speaking(language, zone):
                reply = Reply(words.refused(no), refused=True)
        return reply.spoken_in(reply.language or own or None)

    def _unkept(self, error: SQLAlchemyError, call: Call, caller: Caller | None, found: Found) -> Reply:
        """Give back what a person wrote when the database cannot keep anything, as on a full disk; then nothing was changed.

        Raises:
            Refusal: with their line, when it was no form.
            SQLAlchemyError: the error itself, when it is any other.
        """
        trouble = trouble_of(error)
        if trouble is None:
            raise error
        log.error("storage.trouble", why=trouble, command=found[0].name if found else "")
        no = Refusal("not_kept", text=guard.masked(call.line))
        if found is None or caller is None or call.values is None or found[0].form is None:
            raise no
        return self._given_back(_Unfit(no, call, caller, *found))

    def _language(self, call: Call) -> str:
        """Return whoever's language it is, also when the database cannot tell."""
        try:
            with self.store.read() as installation:
                return self._caller(installation, call, self.registry.find(call.line)).language
        except Exception:  # noqa: BLE001  # What is broken has been logged.
            return call.language or "da"

    def _caller(self, installation: Installation, call: Call, found: Found) -> Caller:
        """Find out who calls, and which agreement they mean."""
        chosen = found[1].strip() if found and found[0].name == "agreement use" else None
        return caller_of(installation, call, self.now(), chosen)

    def _run(self, installation: Installation, call: Call, caller: Caller, found: Found) -> Reply:
        """Do what the call asks for; `found` is the command that its line names.

        Raises:
            Refusal: when it cannot be done.
            _Unfit: when a form was filled so that it cannot be done; it comes back as it was filled.
        """
        personal = self._guarded(call, caller)
        command, rest = self._understood(call, found)
        try:
            if personal:
                raise Refusal.of_fields({name: Refusal("person_data_here") for name in personal})
            if command.form and call.values is None:
                request, records = self._request(installation, call, caller, command, rest)
                form, values = _asked(command, request, records)
                if form and values is None:
                    return Reply(form=replace(form, zone=request.agreement.time_zone))
                call = replace(call, values=values)
            return self._done(installation, call, caller, command, rest)
        except Refusal as no:
            if call.values is None or command.form is None:
                raise
            raise _Unfit(no, call, caller, command, rest) from no

    def _done(self, asked: Installation, call: Call, caller: Caller, command: Command, rest: str) -> Reply:
        """Run the command: in the transaction in which it was asked, or, where that one may not change anything, in its own."""
        platform, key = call.account.platform, call.key if command.changes else None
        with self.store.begin() if command.changes and not asked.changes else nullcontext(asked) as installation:
            if command.changes:
                installation.agreements.lock(caller.agreement_id)
                caller = self._still(installation, asked, call, caller)
            if key and caller.answer is not None:
                return _remembered(caller.answer)
            request, records = self._request(installation, call, caller, command, rest)
            if command.changes and caller.person and call.name and caller.person.name == call.account.user:
                records.people.introduced(caller.person.id, call.name)  # Appointed by a mention, before we knew their name.
            if command.form and call.values is not None and (form := command.form(request, records)):
                when = answers.Clock(request.now, request.agreement.zone)
                request = replace(request, answers=answers.read(form, parted(form, call.values, when.zone), when))
            reply = command.handle(request, records)
            if reply.form is not None:
                reply = replace(reply, form=replace(reply.form, zone=request.agreement.time_zone))
            if key and reply.message:
                answer = _to_remember(reply.again or reply.message, replaces=reply.replaces)
                installation.handled.remember(caller.agreement_id, platform, key, answer=answer, at=request.now)
        return reply

    def _still(self, installation: Installation, asked: Installation, call: Call, caller: Caller) -> Caller:
        """Return what a caller holds now that nobody else changes anything: they were asked about before that, unless SQLite's writer was held."""
        if installation is asked and self.store.sqlite:
            return caller
        return caller_of(installation, call, self.now(), caller.agreement_id)

    def _request(
        self, installation: Installation, call: Call, caller: Caller, command: Command, rest: str
    ) -> tuple[Request, Records]:
        """Put together what a handler needs, and refuse who may not.

        Raises:
            Refusal: when the person does not hold the command's right on anything.
        """
        now = self.now()
        records = installation.within(caller.agreement_id, actor=caller.person.id if caller.person else "stranger", now=now)
        agreement = installation.agreements.at(caller.agreement_id, now, caller.versions)
        if agreement is None:
            raise Refusal("no_agreement")
        today = now.astimezone(agreement.zone).date()
        member = caller.member(call.name[:120] or call.account.user, today)
        member.must(command.may)
        if command.changes and not command.lasts and caller.turned:
            must_hold(records.turns.all(), today)
        about = None
        if call.thread is not None:
            above = records.outbox.about(caller.agreement_id, call.account.platform, call.thread)
            about = above.subject if above else None
        return Request(call, member, agreement, now, rest if command.people else by_name(rest), about=about), records

    def _understood(self, call: Call, found: Found) -> tuple[Command, str]:
        """Return the command that is meant and the words after it, which may be another than the line names.

        Raises:
            Refusal: for words that name no command, with the nearest ones.
        """
        line, spoken = call.line, call.how == "said" and not call.line.lstrip().startswith("/")
        if found and not (spoken and call.thread and found[1] and " " not in found[0].name):
            return found
        if not self.registry.stripped(line) and (everything := self.registry.find("help")):
            return everything
        if spoken and (plain := self.registry.find("status words")):
            return plain[0], line
        if (group := self.registry.group(line)) and (topic := self.registry.find(f"help {group}")):
            return topic
        raise Refusal("unknown_command", typed=" ".join(line.split())[:60], registry=self.registry)

    def _guarded(self, call: Call, caller: Caller) -> frozenset[str]:
        """Look for person data before anything of it is stored, logged or echoed; return the form's fields that hold some.

        Raises:
            Refusal: when it stands in the line; with the number masked and the rest as typed.
        """
        in_line, fields = bool(guard.find(call.line)), guard.guarded(call.values).fields if call.values else NO_FIELDS
        if in_line or fields:
            log.warning("guard.refused", rule="cpr", actor=caller.person.id if caller.person else "stranger")
        if in_line:
            raise Refusal("person_data", text=guard.masked(call.line))
        return fields

    def _given_back(self, unfit: "_Unfit") -> Reply:
        """Return a form as the person filled it, with a sentence beside each field that needs another look."""
        no, call, command = unfit.no, unfit.call, unfit.command
        assert command.form is not None
        with self.store.read() as installation:
            try:
                request, records = self._request(installation, call, unfit.caller, command, guard.masked(unfit.rest))
                form = command.form(request, records)
            except Refusal:
                raise no from None
        if form is None or call.values is None:
            raise no
        known = set(form.names())
        errors = {name if name in known else "": words.sentence(one) for name, one in no.fields.items()}
        errors = errors or {"": words.sentence(no)}
        kept = parted(form, cast("Values", guard.guarded(call.values).values), request.agreement.zone)
        return Reply(form=replace(form.filled(kept).refused(errors), zone=request.agreement.time_zone), refused=True)


def _changes(call: Call, found: Found) -> bool:
    """Tell whether a call is likely to change something, before anybody is asked: then one transaction does for all of it."""
    return found is not None and found[0].changes and (found[0].form is None or call.values is not None)


class _Unfit(Exception):  # noqa: N818  # It says what became of a form.
    """A refusal of a filled form, on its way out of the transaction that it undoes."""

    def __init__(self, no: Refusal, call: Call, caller: Caller, command: Command, rest: str) -> None:
        super().__init__(no.code)
        self.no, self.call, self.caller, self.command, self.rest = no, call, caller, command, rest


def _to_remember(said: message.Message, *, replaces: bool) -> str:
    """Return a reply as it is kept for a second delivery of the same call; the message is JSON already."""
    return f'{{"replaces": {json.dumps(replaces)}, "message": {message.to_json(said)}}}'


def _remembered(answer: str) -> Reply:
    """Return the reply that was given to the same delivery before."""
    kept = json.loads(answer)
    return Reply(message.from_json(json.dumps(kept["message"])), replaces=kept["replaces"])


def _asked(command: Command, request: Request, records: Records) -> tuple[Form | None, Values | None]:
    """Return the form a command wants filled, and its answers when they were all typed behind the command.

    Raises:
        Refusal: when the line has a `key:` the form does not know.
    """
    form = command.form(request, records) if command.form else None
    if form is None or form.again:
        return form, None
    _lead, values, strangers = typed(form.fields, request.words)
    if strangers:
        raise Refusal("unknown_keys", keys=strangers, known=[field.label for field in form.fields])
    return form, {field.name: field.value for field in form.fields} | values if values else None
