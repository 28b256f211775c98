"""Web pages: the main content, without menus, cookie banners, scripts and what else stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, product

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.errors import UnreadableError
from ingest.formats.flow import CELL_CHARS, carried, cell_words, write_table
from ingest.formats.plain_text import decoded
from ingest.list_numbers import letters, roman, superscript, whole
from ingest.manuscript import Manuscript, ManuscriptWriter

_MAX_DEPTH = 200  # Pages of people nest 30 deep; the tree is walked by recursion.
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_ROUND_ABOUT = (
    "script, style, noscript, template, svg, iframe, object, canvas, audio, video, head, nav, aside, dialog, select, "
    "[hidden], [aria-hidden=true], [role=navigation], [role=banner], [role=contentinfo], [role=complementary], "
    "[role=dialog], [role=alertdialog], [role=search], [role=menu]"
)
_BANNER = re.compile(
    r"(?:^|[\s_-])(?:cookies?|cookie\w*|consent|gdpr|breadcrumbs?|kruimelpad|skip-?link|sr-only|visually-hidden|social|share|"
    r"sidebar|menu|navbar|pagination|newsletter)(?:$|[\s_-])",
    re.IGNORECASE,
)
_FOOT = "body > footer, body > div > footer, [role=contentinfo]"
# A telephone number, an e-mail address, or a postal code with a place.
_CONTACT = re.compile(
    r"\b0\d{1,3}[\s-]{1,3}\d[\d\s-]{4,10}\d\b|\+31[\s\d()-]{8,}|\S@\w+\.\w|\b[1-9]\d{3} ?[A-Z]{2} +[A-Z]"
)
_CONTENTS_LINE = re.compile(r"op deze pagina|inhoud(?:sopgave)?\b|(?:ga )?(?:direct|snel) naar", re.IGNORECASE)
_FEWEST_LINKS = 2
_CONTENTS_WORDS = 8  # of what stands above a list of what is on the page
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLOCKS = frozenset(
    "address article blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 "
    "h6 header hgroup html li main menu ol p pre search section summary table ul".split()
)
_DEEPEST_HEADING = 6


def read_html(content: bytes) -> Manuscript:
    """Return the manuscript of a web page.

    Raises:
        UnreadableError: the page nests deeper than any page of people.
    """
    tree = LexborHTMLParser(_decoded(content))
    title = tree.css_first("title")
    title_words = title.text() if title is not None else ""
    contact = [foot for foot in tree.css(_FOOT) if _CONTACT.search(_words(foot))]
    feet = {foot.mem_id for foot in contact}
    named = filter(_is_round_about, tree.css("[class], [id], [style]"))
    around = [node for node in (*tree.css(_ROUND_ABOUT), *named) if node.mem_id not in feet]
    _remove(
        [
            *around,
            *_own_contents(tree),
            *(links for foot in contact for links in foot.css("ul, p") if _only_links(links)),
        ]
    )
    mains = tree.css("main, [role=main]") or tree.css("article")
    root = mains[0] if len(mains) == 1 else tree.body
    if root is None:
        return Manuscript("")
    if root.tag == "body":
        around = tree.css("body > header, body > footer, body > div > header, body > div > footer")
        _remove([node for node in around if node.css_first("h1") is None and node.mem_id not in feet])
    reader = _Reader()
    reader.blocks(root, 0)
    for foot in tree.css(_FOOT) if root.tag != "body" else ():
        if foot.mem_id in feet and not any(above.mem_id == root.mem_id for above in _above(foot)):
            reader.foot(foot, 0)
    return replace(reader.writer.manuscript(), title=title_words)


def _decoded(content: bytes) -> str:
    text = decoded(content)
    declared = _CHARSET.search(content[:4096])
    if "\ufffd" in text or not declared or declared[1].lower() in {b"utf-8", b"utf8"}:
        return text
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return content.decode(declared[1].decode("ascii"), errors="replace")
        except LookupError:
            return text
    return text


def _remove(nodes: Sequence[LexborNode]) -> None:
    """Remove elements from their tree; those inside another of them go with it, and must not be touched after it."""
    removed = {node.mem_id for node in nodes}
    outermost = {node.mem_id: node for node in nodes if not any(above.mem_id in removed for above in _above(node))}
    for node in outermost.values():
        node.decompose()


def _above(node: LexborNode) -> Iterator[LexborNode]:
    while (parent := node.parent) is not None:
        yield parent
        node = parent


def _is_round_about(node: LexborNode) -> bool:
    if node.tag in {"body", "html", "main", "article", "h1"} or node.css_first("main, article") is not None:
        return False
    attributes = node.attributes
    named = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    return bool(_BANNER.search(named) or _INVISIBLE.search(attributes.get("style") or ""))


def _own_contents(tree: LexborHTMLParser) -> Iterator[LexborNode]:
    """Yield the lists that only lead to places on the page itself, each with the short line above it."""
    places = {node.attributes.get("id") for node in tree.css("[id]")}
    for links in tree.css("ul, ol"):
        targets = [link.attributes.get("href") or "" for link in links.css("a")]
        if not _only_links(links) or len(targets) < _FEWEST_LINKS:
            continue
        if all(target[:1] == "#" and target[1:] in places for target in targets):
            yield links
            above = links.prev
            while above is not None and above.tag == "-text" and not (above.text_content or "").strip():
                above = above.prev
            if above is not None and above.tag != "-text" and _announces_contents(_words(above)):
                yield above


def _announces_contents(words: str) -> bool:
    return len(words.split()) <= _CONTENTS_WORDS and (words.endswith(":") or bool(_CONTENTS_LINE.match(words)))


def _only_links(links: LexborNode) -> bool:
    """Tell whether every word of a list or line is of a link, and none leads to somebody's mailbox or telephone."""
    linked = " ".join(_words(link) for link in links.css("a"))
    reaches = any((link.attributes.get("href") or "").startswith(("mailto:", "tel:")) for link in links.css("a"))
    return bool(linked) and _letters(linked) == _letters(_words(links)) and not reaches


def _letters(words: str) -> str:
    return re.sub(r"\W", "", words)


class _Reader:
    def __init__(self) -> None:
        self.writer = ManuscriptWriter()
        self._level = 0  # of the last heading
        self._title = ""  # the first heading of level 1
        self._lowest = _DEEPEST_HEADING  # that a heading may stand

    def foot(self, node: LexborNode, depth: int) -> None:
        """Write the foot of a page, which belongs to the page and not to its last chapter; its title may come back."""
        self._lowest = 2
        if self._title and node.css_first("h1, h2, h3, h4, h5, h6") is None:
            self.writer.heading(self._title, 1)
        self.blocks(node, depth)
        self._lowest = _DEEPEST_HEADING

    def blocks(self, parent: LexborNode, depth: int) -> None:
        """Write what is in an element: its blocks, and the running text between them."""
        if depth > _MAX_DEPTH:
            raise UnreadableError("is te diep genest; sla de pagina opnieuw op")
        running: list[LexborNode] = []
        for child in parent.iter(include_text=True):
            if child.tag in _BLOCKS or _has_block(child):
                self._running(running)
                running = []
                self._block(child, depth)
            else:
                running.append(child)
        self._running(running)

    def _block(self, node: LexborNode, depth: int) -> None:
        if re.fullmatch(r"h[1-6]", node.tag or ""):
            self._level = min(int((node.tag or "h1")[1]), self._lowest)
            self.writer.heading(_words(node), self._level)
            self._title = self._title or (_words(node) if self._level == 1 else "")
        elif node.tag in {"summary", "dt"}:
            self.writer.heading(_words(node), min(self._level + 1, _DEEPEST_HEADING))
        elif node.tag == "dl":
            self._terms(node, depth)
        elif node.tag in {"ul", "ol", "menu"}:
            self._list(node, 0, depth)
        elif node.tag == "table":
            self._table(node, depth)
        elif node.tag == "footer":
            self.foot(node, depth + 1)
        elif node.tag == "pre":
            self.writer.paragraph(node.text())
        else:
            self.blocks(node, depth + 1)

    def _running(self, nodes: Sequence[LexborNode]) -> None:
        words = "".join(word for node in nodes for word in _inline(node))
        bare = [node for node in nodes if _says([node])]
        bold = bool(bare) and all(node.tag in {"b", "strong"} for node in bare)
        self.writer.paragraph(_trimmed(words), bold=bold)

    def _list(self, node: LexborNode, level: int, depth: int) -> None:
        if depth > _MAX_DEPTH:
            raise UnreadableError("is te diep genest; sla de pagina opnieuw op")
        number = whole(node.attributes.get("start"), 1)
        for item in node.iter():
            if item.tag in {"ul", "ol", "menu"}:  # Not allowed there, and often done.
                self._list(item, level + 1, depth + 1)
            if item.tag != "li":
                continue
            number = whole(item.attributes.get("value"), number)
            marker = _marker(node, number)
            number += 1
            self._item(item, marker, level, depth)

    def _item(self, item: LexborNode, marker: str, level: int, depth: int) -> None:
        """Write a list item: its first words behind the marker, then the blocks and lists inside it."""
        running: list[LexborNode] = []
        written = False
        for child in _unpacked(item):
            if child.tag not in _BLOCKS or (
                child.tag in {"p", "div"} and not written and not _says(running) and not _has_block(child)
            ):
                running.append(child)
                continue
            written = self._item_words(running, marker, level, written=written)
            running = []
            if child.tag in {"ul", "ol", "menu"}:
                self._list(child, level + 1, depth + 1)
            else:
                self._block(child, depth + 1)
        self._item_words(running, marker, level, written=written)

    def _item_words(self, nodes: Sequence[LexborNode], marker: str, level: int, *, written: bool) -> bool:
        words = " ".join(_trimmed("".join(word for node in nodes for word in _inline(node))).split())
        if not words:
            return written
        if written:
            self.writer.paragraph(words)
        elif not level and marker[0].isdigit():
            self.writer.paragraph(f"{marker} {words}")  # Whether these are agreements or a list, their form tells.
        else:
            self.writer.item(f"{marker} {words}", level)
        return True

    def _terms(self, node: LexborNode, depth: int) -> None:
        """Write a row for each term with each of its meanings; terms that ask or hold more are headings."""
        members = [one for one in _unpacked(node) if one.tag in {"dt", "dd"} or _says([one])]
        groups = [list(group) for _, group in groupby(members, key=lambda one: one.tag)]
        beside = [one.tag for one in members[:1] + members[-1:]] == ["dt", "dd"] and all(map(_is_beside, members))
        if not beside:
            self.blocks(node, depth + 1)
            return
        pairs = [
            pair for terms, meanings in zip(groups[::2], groups[1::2], strict=True) for pair in product(terms, meanings)
        ]
        for number, (term, meaning) in enumerate(pairs):
            self.writer.row([_words(term), _words(meaning)], first=number == 0)

    def _tables(self, cell: LexborNode | None, depth: int) -> None:
        for table in _tables(cell) if cell is not None else ():
            self._table(table, depth)

    def _table(self, table: LexborNode, depth: int) -> None:
        own = [[cell for cell in row.iter() if cell.tag in {"td", "th"}] for row in _rows(table)]
        head = bool(own and own[0]) and (
            all(cell.tag == "th" for cell in own[0]) or (len(own) > 1 and _bold(own[0]) and not _bold(own[1]))
        )
        rows, words = _grid(own)
        caption = next((child for child in table.iter() if child.tag == "caption"), None)
        if caption is not None:
            self.writer.paragraph(_words(caption))
        write_table(
            self.writer,
            words,
            head=head,
            flow=lambda row, column: self._flow(rows[row][column], depth),
            nested=lambda row, column: self._tables(rows[row][column], depth + 1),
        )

    def _flow(self, cell: LexborNode | None, depth: int) -> None:
        if cell is not None:
            self.blocks(cell, depth + 1)


def _has_block(node: LexborNode) -> bool:
    return node.tag not in {"-text", "-comment"} and any(
        child.tag in _BLOCKS or _has_block(child) for child in node.iter()
    )


def _says(nodes: Sequence[LexborNode]) -> bool:
    return any((node.text() or "").strip() for node in nodes)


def _unpacked(item: LexborNode) -> Iterator[LexborNode]:
    """Yield the children of a list item, those of a wrapper around blocks instead of the wrapper."""
    for child in item.iter(include_text=True):
        if _has_block(child) and (child.tag not in _BLOCKS or child.tag in {"div", "section"}):
            yield from _unpacked(child)
        else:
            yield child


def _is_beside(node: LexborNode) -> bool:
    """Tell whether this is a term or a meaning that stands beside the other: it asks nothing, and fits in a cell."""
    words = _words(node)
    asks = node.tag == "dt" and words.endswith("?")
    fits = len(words) <= CELL_CHARS and node.css_first("ul, ol, menu, dl, table, p ~ p") is None
    return node.tag in {"dt", "dd"} and fits and not asks


def _marker(node: LexborNode, number: int) -> str:
    if node.tag != "ol":
        return "•"
    kind = node.attributes.get("type") or "1"
    written = {"a": letters, "A": letters, "i": roman, "I": roman}.get(kind, str)(number)
    return f"{written.upper() if kind.isupper() else written}."


def _rows(table: LexborNode) -> Iterator[LexborNode]:
    for child in table.iter():
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from _rows(child)


def _tables(node: LexborNode) -> Iterator[LexborNode]:
    for child in node.iter():
        if child.tag == "table":
            yield child
        else:
            yield from _tables(child)


def _grid(own: Sequence[Sequence[LexborNode]]) -> tuple[list[list[LexborNode | None]], list[list[str]]]:
    """Return the cells of each row, and their words; of a cell that goes on below only its words stand there too."""
    rows: list[list[LexborNode | None]] = []
    written: list[list[str]] = []
    below: dict[int, tuple[str, int]] = {}  # by column: the words of a cell, and the rows that it goes on in
    for cells in own:
        row: list[LexborNode | None] = []
        words: list[str] = []
        waiting = list(cells)
        while waiting or len(row) in below:
            if len(row) in below:
                said, left = below.pop(len(row))
                if left > 1:
                    below[len(row)] = (said, left - 1)
                row.append(None)
            else:
                cell = waiting.pop(0)
                said = _cell(cell)
                if (over := whole(cell.attributes.get("rowspan"), 1)) > 1:
                    below[len(row)] = (carried(said), over - 1)
                row.append(cell)
            words.append(said)
        rows.append(row)
        written.append(words)
    return rows, written


def _cell(cell: LexborNode) -> str:
    return cell_words(
        "".join(word for child in cell.iter(include_text=True) for word in _inline(child, "\n")).split("\n")
    )


def _bold(cells: Sequence[LexborNode]) -> bool:
    strong = [cell.css_first("b, strong") for cell in cells]
    return all(
        cell.tag == "th" or (bold is not None and bold.text() == cell.text())
        for cell, bold in zip(cells, strong, strict=True)
    )


def _words(node: LexborNode) -> str:
    return " ".join("".join(word for child in node.iter(include_text=True) for word in _inline(child)).split())


def _inline(node: LexborNode, between: str = " ") -> Iterator[str]:
    """Yield the words of an element as they run on, with a line break for each `<br>`.

    Args:
        node: the element.
        between: what stands between the blocks in it.
    """
    if node.tag == "-text":
        yield re.sub(r"\s+", " ", node.text_content or "")
    elif node.tag == "br":
        yield "\n"
    elif node.tag == "sup" and re.fullmatch(r"\[?\d{1,3}\]?", (node.text() or "").strip()):
        yield superscript((node.text() or "").strip(" []\n"))
    elif node.tag == "input":
        kind = node.attributes.get("type")
        yield "" if kind not in {"checkbox", "radio"} else "☒" if "checked" in node.attributes else "☐"
    elif node.tag not in {"-comment", "textarea", "table"}:
        apart = between if node.tag in _BLOCKS or node.tag in {"td", "th"} else ""
        yield apart
        for child in node.iter(include_text=True):
            yield from _inline(child, between)
        yield apart


def _trimmed(words: str) -> str:
    return "\n".join(line.strip() for line in words.split("\n")).strip("\n")
