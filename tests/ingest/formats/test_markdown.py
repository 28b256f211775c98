from __future__ import annotations

from ingest.document import BlockKind
from ingest.formats.markdown import read_markdown
from tests.ingest.formats.making import document_of, outline_of, rows, words

_PLAN = """---
title: Plan
tags: [swv]
---
# Aanmelden

Ouders melden **zelf** aan, via het
[loket](https://swv.example/loket).

Wat u nodig hebt
----------------

- een formulier
- een gesprek met:
  - de leraar
  - de ib'er
- [x] een handtekening

## De afspraken

1. Elke school heeft een plan dat twee keer per jaar met de ouders besproken wordt.
2. Elke school heeft een `ib'er`.

| Stap   | Termijn |
|--------|--------:|
| Intake | 2 weken |
| Besluit | 6 weken |

<script>alert("ja")</script>
"""


def test_headings_lists_and_tables_are_what_the_marks_say_and_the_marks_are_gone() -> None:
    document = document_of(read_markdown(_PLAN.encode()))
    assert outline_of(document) == ["Aanmelden", "Aanmelden > Wat u nodig hebt", "Aanmelden > De afspraken"]
    assert words(document, BlockKind.PARAGRAPH) == ["Ouders melden zelf aan, via het loket."]
    assert words(document, BlockKind.ITEM) == [
        *("• een formulier", "• een gesprek met:", "• de leraar", "• de ib'er", "• ☒ een handtekening")
    ]
    assert [section.label for section in document.sections if section.label] == ["afspraak 1", "afspraak 2"]
    assert rows(document) == [["Stap", "Termijn"], ["Intake", "2 weken"], ["Besluit", "6 weken"]]
    assert not [sign for sign in ("#", "*", "|", "`", "title", "alert") if sign in document.text]


def test_a_text_without_marks_stays_as_it_is() -> None:
    assert document_of(read_markdown("Eén zin.\r\n\r\nNog één.\r\n".encode("cp1252"))).text == "Eén zin.\n\nNog één."
