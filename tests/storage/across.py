"""What of storage/ is not asked within one agreement, and why it may be: an agreement's own questions stand in worlds.py."""


def all_of(noun: str, why: str, methods: str) -> dict[str, str]:
    """Return methods of one noun with the same reason."""
    return {f"{noun}.{method}": why for method in methods.split()}


# What is asked of the whole installation, and why it may be: the answer is about the caller, or never reaches a person.
ACROSS = {
    "feed_at": "finds out whose a secret address is, for whoever knows it",
    "place_at": "finds out which agreement a place belongs to",
    "agreements_with_due": "tells the tick which agreements to look at",
    "database_now": "is about no agreement",
    "Accounts.known": "finds out under which agreements the caller is known",
    "ask": "puts the question of whoever calls it",
    "put": "makes the change of whoever calls it",
    "with_links": "is given the agreement by whoever calls it",
    "connection_of": "is about no agreement",
    **all_of("Agreements", "names the agreement it is asked of", "ids lock on at versions latest add_version loaded_at"),
    **all_of(
        "Deliveries", "carries messages out", "claim held chosen sent postponed unanswered settled let_go by_key edits waiting"
    ),
    **all_of("Deliveries", "tells the operator what is on its way, and settles it", "unsettled arrived send_again counted"),
    **all_of("Deliveries", "waits for a platform's pace", "put_off next_wait"),
    **all_of("Paces", "keeps to a platform's pace", "take try_again forget_full rests_until rest"),
    **all_of("Outages", "watches whether platforms take anything", "waiting got_through told"),
    **all_of("Handled", "knows a platform's delivery again, for its sender", "answer remember forget_before"),
    **all_of("Arrivals", "knows a platform's delivery again", "take done release forget forget_older_than"),
    **all_of("ReadUntil", "remembers how far a platform's conversation was read", "reached mark"),
    **all_of("MattermostCommands", "keeps the tokens of a server's commands", "teams keep of forget digest"),
    **all_of(
        "Reached", "tells ids to the platform that gave them", "users places lives language channels asks asked_since moved"
    ),
}
