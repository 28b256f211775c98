from __future__ import annotations

import pytest

from ingest.ids import owner_of, passage_id, question_id, statement_id

_ODD = "plan-2024:deel#1?"


@pytest.mark.parametrize("document_id", ["plan", "plan-2024", _ODD])
def test_the_owner_of_a_part_is_what_its_id_was_made_with(document_id: str) -> None:
    passage = passage_id(document_id, 120)
    assert owner_of(passage) == owner_of(question_id(document_id, 0)) == document_id
    assert owner_of(statement_id(passage, 10)) == passage


def test_no_two_parts_have_one_id() -> None:
    assert len({passage_id("plan", 1), question_id("plan", 1), statement_id(passage_id("plan", 1), 1)}) == 3
