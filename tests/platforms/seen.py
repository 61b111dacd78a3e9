"""HTML as its reader sees it: the tags that live in it, and the words between them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from typing_extensions import override

VOID = frozenset({"br", "img", "input", "link", "meta", "use"})


@dataclass
class Seen:
    """A parsed page: every tag with its attributes, every text, and whether the tags close as they opened."""

    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        return "".join(self.texts)

    @property
    def names(self) -> set[str]:
        return {name for name, _ in self.tags}

    def having(self, attribute: str) -> list[str | None]:
        return [attributes[attribute] for _, attributes in self.tags if attribute in attributes]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen = Seen()
        self.open: list[str] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> crosses another tag"

    @override
    def handle_data(self, data: str) -> None:
        self.seen.texts.append(data)


def seen(html: str) -> Seen:
    """Parse HTML; tags that cross or stay open fail the test."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == [], f"{reader.open} stay open"
    return reader.seen
