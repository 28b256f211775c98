from __future__ import annotations

from ingest.document import BlockKind
from ingest.formats.odt import read_odt
from tests.ingest.formats.making import document_of, odt_file, outline_of, rows, words

_LIST = (
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="a" '
    'style:num-suffix=")"/><text:list-level-style-bullet text:level="2"/></text:list-style>'
)


def test_headings_lists_notes_and_tables_of_an_open_document() -> None:
    body = (
        '<text:p text:style-name="Title">Handreiking</text:p><text:h text:outline-level="1">Aanvragen</text:h>'
        "<text:p>Een aanvraag<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>Met formulier.</text:p></text:note-body></text:note> bevat:</text:p>"
        '<text:list text:style-name="L1"><text:list-item><text:p>een plan</text:p><text:list><text:list-item>'
        "<text:p>met doelen</text:p></text:list-item></text:list></text:list-item>"
        "<text:list-item><text:p>een<text:s/><text:span>advies</text:span></text:p></text:list-item></text:list>"
        '<text:h text:outline-level="2">Termijnen</text:h><table:table><table:table-header-rows><table:table-row>'
        "<table:table-cell><text:p>Stap</text:p></table:table-cell><table:table-cell><text:p>Weken</text:p>"
        "</table:table-cell></table:table-row></table:table-header-rows><table:table-row><table:table-cell>"
        "<text:p>Intake</text:p></table:table-cell><table:table-cell><text:p>2</text:p></table:table-cell>"
        "</table:table-row></table:table>"
    )
    document = document_of(read_odt(odt_file(body, _LIST)))
    assert outline_of(document) == ["Aanvragen", "Aanvragen > Termijnen"]
    assert words(document, BlockKind.ITEM) == ["a) een plan", "• met doelen", "b) een advies"]
    assert words(document, BlockKind.REMARK) == ["¹ Met formulier."]
    assert rows(document) == [["Stap", "Weken"], ["Intake", "2"]]
