"""Passages as llama-index nodes, and our way of cutting as a llama-index node parser."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from llama_index.core.node_parser import NodeParser
from llama_index.core.schema import BaseNode, MetadataMode, NodeRelationship, TextNode
from llama_index.core.schema import Document as LlamaDocument

from ingest.catalogue import Source
from ingest.document import Document
from ingest.outline import outline
from ingest.passages import Passage, passages_of


def passage_node(passage: Passage) -> TextNode:
    """Return a passage as a node whose character offsets are exact."""
    source = passage.document.source
    return TextNode(
        id_=passage.id,
        text=passage.text,
        start_char_idx=passage.span.start,
        end_char_idx=passage.span.end,
        metadata={
            "document": source.id,
            "organisation": source.organisation_id,
            "label": passage.section.label or "",
            "section": " > ".join(passage.section.path),
        },
        excluded_embed_metadata_keys=["document", "organisation", "label", "section"],
        excluded_llm_metadata_keys=["document", "organisation"],
    )


class StructureNodeParser(NodeParser):
    """Cuts llama-index documents at their own structure: headings, numbered units, whole lists.

    For llama-index programs of others; Wegwijs itself makes its nodes of passages with `passage_node`.
    """

    @classmethod
    def class_name(cls) -> str:
        """Return the name under which llama-index saves this parser."""
        return "StructureNodeParser"

    def _parse_nodes(self, nodes: Sequence[BaseNode], show_progress: bool = False, **kwargs: Any) -> list[BaseNode]:  # noqa: ANN401, ARG002 - llama-index's signature
        return [_with_source(passage_node(passage), node) for node in nodes for passage in passages_of(_document(node))]

    def _postprocess_parsed_nodes(
        self, nodes: list[BaseNode], parent_doc_map: dict[str, LlamaDocument]
    ) -> list[BaseNode]:
        # llama-index searches for the text of a node to find its place, which goes wrong where words come back.
        parsed = [node for node in nodes if isinstance(node, TextNode)]
        places = [(node.start_char_idx, node.end_char_idx) for node in parsed]
        processed = super()._postprocess_parsed_nodes(nodes, parent_doc_map)
        for node, (start, end) in zip(parsed, places, strict=True):
            node.start_char_idx, node.end_char_idx = start, end
        return processed


def _with_source(node: TextNode, source: BaseNode) -> TextNode:
    node.relationships[NodeRelationship.SOURCE] = source.as_related_node_info()
    return node


def _document(node: BaseNode) -> Document:
    text = node.get_content(metadata_mode=MetadataMode.NONE)
    title = str(node.metadata.get("title", ""))
    source = Source(node.node_id, title, Path(), None, None, None, None, None, None)
    return Document(source, text, outline(text, title))
