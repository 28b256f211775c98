"""Real-world-shaped files, made in memory."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from fpdf import FPDF

from ingest.document import Block, BlockKind, Document
from ingest.manuscript import Manuscript
from ingest.outline import outline
from tests.ingest.making import make_source

SENTENCE = (
    "De school legt de afspraken met ouders vast in het ontwikkelingsperspectief en bespreekt die twee keer per jaar. "
)
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"


def document_of(manuscript: Manuscript, title: str = "Proef") -> Document:
    """Make a document of a manuscript, and check what holds for each: its parts tile and lie where they say."""
    text = manuscript.text
    document = Document(
        make_source(Path("proef"), title), text, outline(text, title, manuscript.hints), manuscript.pages
    )
    assert "".join(section.span.of(text) for section in document.sections) == text
    assert "".join(page.of(text) for page in document.pages) in {text, ""}
    return document


def outline_of(document: Document) -> list[str]:
    """Return the path of each section, written with arrows."""
    return list(dict.fromkeys(" > ".join(section.path) for section in document.sections))


def blocks(document: Document, kind: BlockKind) -> list[Block]:
    return [block for section in document.sections for block in section.blocks if block.kind is kind]


def words(document: Document, kind: BlockKind) -> list[str]:
    return [document.readable(block.span) for block in blocks(document, kind)]


def rows(document: Document) -> list[list[str]]:
    return [[cell.of(document.text) for cell in block.cells] for block in blocks(document, BlockKind.ROW)]


def package(parts: Mapping[str, str]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as written:
        for name, part in parts.items():
            written.writestr(name, part)
    return content.getvalue()


def _properties(root: str, title: str) -> str:
    return f'<{root} xmlns:dc="http://purl.org/dc/elements/1.1/"><inside><dc:title>{title}</dc:title></inside></{root}>'


# --- Word ------------------------------------------------------------------------------------------------------------

_STYLES = "".join(
    f'<w:style w:styleId="{name}"><w:name w:val="{shown}"/>{more}</w:style>'
    for name, shown, more in (
        ("Titel", "Title", ""),
        ("Kop1", "heading 1", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'),
        (
            "Kop2",
            "heading 2",
            '<w:basedOn w:val="Kop1"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr>',
        ),
        ("Eigen", "Onze kop", '<w:basedOn w:val="Kaal"/>'),
        ("Kaal", "Kop zonder nummer", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'),
        ("Ondertitel", "Subtitle", ""),
        ("Inhopg1", "toc 1", ""),
        ("Inhopkop", "TOC Heading", '<w:basedOn w:val="Kop1"/>'),
    )
)


def word_level(level: int, form: str, text: str) -> str:
    return f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'


def word_list(number: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


_NUMBERING = (
    word_list(1, word_level(0, "decimal", "%1."), word_level(1, "decimal", "%1.%2"))
    + word_list(2, word_level(0, "bullet", ""), word_level(1, "lowerLetter", "%2)"))
    + word_list(3, word_level(0, "decimal", "Artikel %1"), word_level(1, "lowerRoman", "%2."))
    + word_list(5, word_level(0, "decimal", "%1."))
    + "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (1, 2, 3, 5))
    + '<w:num w:numId="4"><w:abstractNumId w:val="3"/><w:lvlOverride w:ilvl="0">'
    '<w:startOverride w:val="7"/></w:lvlOverride></w:num>'
)


def paragraph(
    text: str, style: str = "", number: tuple[int, int] | None = None, *, bold: bool = False, extra: str = ""
) -> str:
    """Return a paragraph; a number is a list and a depth in it."""
    numbered = f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>' if number else ""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    weight = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return (
        f'<w:p><w:pPr>{styled}{numbered}</w:pPr><w:r>{weight}<w:t xml:space="preserve">{text}</w:t></w:r>{extra}</w:p>'
    )


def word_table(*lines: tuple[str, ...], head: bool = False) -> str:
    """Return a table; a cell that is XML stays so."""
    written = ""
    for number, line in enumerate(lines):
        cells = "".join(f"<w:tc>{cell if cell.startswith('<') else paragraph(cell)}</w:tc>" for cell in line)
        written += f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' if head and not number else ''}{cells}</w:tr>"
    return f"<w:tbl>{written}</w:tbl>"


def word_file(body: str, notes: str = "", title: str = "") -> bytes:
    def part(name: str, content: str) -> str:
        return f'<w:{name} xmlns:w="{_WORD}">{content}</w:{name}>'

    return package(
        {
            "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
            "word/styles.xml": part("styles", _STYLES),
            "word/numbering.xml": part("numbering", _NUMBERING),
            "word/footnotes.xml": part("footnotes", notes),
            "docProps/core.xml": _properties("coreProperties", title),
        }
    )


# --- OpenDocument ----------------------------------------------------------------------------------------------------


def odt_file(body: str, styles: str = "", title: str = "") -> bytes:
    names = " ".join(f'xmlns:{name}="{_ODF}{name}:1.0"' for name in ("office", "text", "table", "style"))
    content = (
        f'<office:document-content {names} xmlns:fo="{_ODF}xsl-fo-compatible:1.0">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return package(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content,
            "meta.xml": _properties("meta", title),
        }
    )


# --- spreadsheets ----------------------------------------------------------------------------------------------------


def workbook(sheets: Mapping[str, list[list[str | float]]]) -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = "http://schemas.openxmlformats.org/package/2006/relationships"
    listed = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(sheets, 1))
    related = "".join(
        f'<Relationship Id="r{n}" Type="{office}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    root = f'<Relationship Id="r0" Type="{office}/officeDocument" Target="xl/workbook.xml"/>'
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{relation}">{root}</Relationships>',
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{relation}">{related}</Relationships>',
    }
    for number, lines in enumerate(sheets.values(), 1):
        written = ""
        for row, cells in enumerate(lines, 1):
            written += f'<row r="{row}">'
            for column, cell in zip("ABCDEFGH", cells, strict=False):
                if isinstance(cell, str):
                    written += f'<c r="{column}{row}" t="inlineStr"><is><t>{cell}</t></is></c>'
                else:
                    written += f'<c r="{column}{row}"><v>{cell}</v></c>'
            written += "</row>"
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{main}"><sheetData>{written}</sheetData></worksheet>'
        )
    return package(parts)


# --- PDF -------------------------------------------------------------------------------------------------------------


class Report(FPDF):
    """A report with a running head and page numbers, as word processors make them."""

    def __init__(self, head: str = "") -> None:
        super().__init__()
        self._head = head
        self.set_auto_page_break(auto=True, margin=25)
        self.add_page()
        self.body()

    def header(self) -> None:
        if self._head:
            self.set_font("helvetica", size=8)
            self.cell(0, 8, self._head)
            self.ln(14)

    def footer(self) -> None:
        if self._head:
            self.set_y(-15)
            self.set_font("helvetica", size=8)
            self.cell(0, 8, f"Pagina {self.page_no()} van 3", align="C")

    def body(self) -> None:
        self.set_font("helvetica", size=11)

    def heading(self, text: str, size: int = 16, *, style: str = "B") -> None:
        self.ln(4)
        self.set_font("helvetica", style, size)
        self.cell(0, 10, text)
        self.ln(12)
        self.body()

    def paragraph(self, text: str) -> None:
        self.multi_cell(0, 6, text, align="L")
        self.ln(4)

    def content(self) -> bytes:
        return bytes(self.output())
