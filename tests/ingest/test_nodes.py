from __future__ import annotations

from llama_index.core.schema import Document as LlamaDocument
from llama_index.core.schema import MetadataMode, TextNode

from ingest.nodes import StructureNodeParser, passage_node
from ingest.passages import passages_of
from tests.ingest.making import make_document

_TEXT = (
    "De afspraken\n\n1. Moet elke school een plan hebben?\n\nJa\n\n2. Moet elke school dat evalueren?\n\nJa\n\n"
    "Vervoer\n\nDe gemeente betaalt de bus.\n\nHulpmiddelen\n\nDe gemeente betaalt de bus.\n"
)


def parse(*documents: LlamaDocument) -> list[TextNode]:
    nodes = StructureNodeParser().get_nodes_from_documents(documents)
    return [node for node in nodes if isinstance(node, TextNode)]


def test_nodes_have_the_exact_place_of_words_that_come_back() -> None:
    nodes = parse(LlamaDocument(text=_TEXT, id_="plan"))
    assert len(nodes) == 4
    assert all(_TEXT[node.start_char_idx : node.end_char_idx] == node.text for node in nodes)
    assert nodes[-1].start_char_idx == _TEXT.index("Hulpmiddelen")


def test_a_node_has_its_own_place_when_its_words_stand_in_the_node_before_it_too() -> None:
    text = "De afspraken\n\n1. Elke school belt, zie ook 2. Bel nu. Dat is de afspraak van alle scholen.\n2. Bel nu.\n"
    nodes = parse(LlamaDocument(text=text, id_="plan"))
    assert [node.start_char_idx for node in nodes] == [
        passage.span.start for passage in passages_of(make_document(text))
    ]


def test_nodes_know_their_headings_and_label() -> None:
    nodes = parse(LlamaDocument(text=_TEXT, id_="plan", metadata={"title": "Plan"}))
    assert [(node.metadata["section"], node.metadata["label"]) for node in nodes] == [
        ("De afspraken", "afspraak 1"),
        ("De afspraken", "afspraak 2"),
        ("Vervoer", ""),
        ("Hulpmiddelen", ""),
    ]


def test_the_title_of_the_document_may_name_its_units() -> None:
    text = (
        "Beleid\n\n1. Elke school heeft een plan en evalueert dat elk jaar.\n2. Elke school overlegt met de ouders.\n"
    )
    nodes = parse(LlamaDocument(text=text, id_="plan", metadata={"title": "Onze 2 ijkpunten"}))
    assert [node.metadata["label"] for node in nodes] == ["ijkpunt 1", "ijkpunt 2"]


def test_nodes_of_several_documents_keep_their_own_ids() -> None:
    nodes = parse(LlamaDocument(text=_TEXT, id_="plan"), LlamaDocument(text=_TEXT, id_="gids"))
    assert len({node.node_id for node in nodes}) == len(nodes) == 8
    assert {node.ref_doc_id for node in nodes} == {"plan", "gids"}


def test_a_node_of_a_passage_is_embedded_without_its_metadata() -> None:
    (passage, *_) = passages_of(make_document(_TEXT))
    node = passage_node(passage)
    assert (node.node_id, node.text) == (passage.id, passage.text)
    assert node.get_content(metadata_mode=MetadataMode.EMBED) == passage.text
    assert node.metadata["organisation"] == ""
