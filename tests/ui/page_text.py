"""What a reader sees of an HTML page."""

from __future__ import annotations

from html.parser import HTMLParser


class PageText(HTMLParser):
    """The words of a page, the marked words, and the tags with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._open_marks = 0
        self.words = ""
        self.marked = ""
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._open_marks += tag == "mark"

    def handle_endtag(self, tag: str) -> None:
        self._open_marks -= tag == "mark"

    def handle_data(self, data: str) -> None:
        self.words += data
        if self._open_marks:
            self.marked += data

    def ids(self) -> list[str | None]:
        return [attributes["id"] for _, attributes in self.tags if "id" in attributes]


def without_space(text: str) -> str:
    return "".join(text.split())
