"""Pages as a browser would take them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "br", "img", "hr", "input", "wbr", "base"})


@dataclass
class Page(HTMLParser):
    """What a page consists of, as a browser would see it; `faults` are elements that are not properly nested."""

    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.pieces.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.pieces).split())

    def values(self, attribute: str) -> list[str]:
        return [given[attribute] or "" for _, given in self.tags if attribute in given]

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        return [given for name, given in self.tags if name == tag]

    def check(self) -> None:
        """Well nested, nothing that runs, nothing from elsewhere, nothing that the policy would block."""
        assert self.faults == []
        assert self.open == []
        names = {tag for tag, _ in self.tags}
        assert not names & {"script", "img", "iframe", "object", "embed", "link", "form", "base", "audio", "video"}
        attributes = {name for _, given in self.tags for name in given}
        assert not attributes & {"style", "src", "srcset", "action", "background", "ping"}
        assert not [name for name in attributes if name.startswith("on")]
        assert not [link for link in self.values("href") if ":" in link or link.startswith("//")]
        ids = self.values("id")
        assert len(ids) == len(set(ids))
        assert {link[1:] for link in self.values("href") if link.startswith("#")} <= set(ids)
        assert "Content-Security-Policy" in self.values("http-equiv")
