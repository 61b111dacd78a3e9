"""The words people answer an invitation with, in both languages. What the bot says to them stands in invitation.py."""

from bot.domain.rsvp import Coming, Words

# In either language, whatever is being spoken: people answer as they think.
_PHRASES = {
    Coming.YES: (
        "ja",
        "ja tak",
        "yes",
        "yes please",
        "yep",
        "kommer",
        "jeg kommer",
        "vi kommer",
        "deltager",
        "jeg deltager",
        "vi deltager",
        "coming",
        "i am coming",
        "i'm coming",
        "we are coming",
        "i'll be there",
        "👍",
    ),
    Coming.NO: (
        "nej",
        "nej tak",
        "no",
        "no thanks",
        "afbud",
        "melder afbud",
        "jeg melder afbud",
        "vi melder afbud",
        "kommer ikke",
        "jeg kommer ikke",
        "vi kommer ikke",
        "deltager ikke",
        "jeg deltager ikke",
        "vi deltager ikke",
        "kan ikke",
        "jeg kan ikke",
        "vi kan ikke",
        "jeg kan ikke komme",
        "vi kan ikke komme",
        "desværre",
        "desværre ikke",
        "er forhindret",
        "forhindret",
        "jeg er forhindret",
        "regrets",
        "not coming",
        "i am not coming",
        "i'm not coming",
        "we are not coming",
        "cannot",
        "can't",
        "i cannot come",
        "i can't come",
        "i can't make it",
        "i cannot make it",
        "👎",
    ),
    Coming.SUBSTITUTE: (
        "stedfortræder",
        "stedfortraeder",
        "substitute",
        "stand-in",
        "suppleant",
        "suppleanten",
        "suppleanten kommer",
        "my deputy",
        "the deputy",
        "the deputy comes",
        "min suppleant",
        "min suppleant kommer",
        "deputy",
    ),
}
_INSTEAD = (
    "kommer i stedet",
    "kommer i stedet for mig",
    "kommer i stedet for os",
    "deltager i stedet",
    "comes instead",
    "is coming instead",
    "will come instead",
    "comes instead of me",
)


def spoken_answers() -> Words:
    """Return the phrases people answer with."""
    return Words(_PHRASES, _INSTEAD)


def phrases(answer: Coming) -> tuple[str, ...]:
    """Return everything people type for one answer."""
    return _PHRASES[answer]
