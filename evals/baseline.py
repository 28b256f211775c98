"""The baseline: llama-index as its quickstart shows it, with Chroma and the bundled model as it was published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from chromadb.api.client import Client
from chromadb.config import Settings
from llama_index.core import Document, StorageContext, VectorStoreIndex
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.retrievers import VectorIndexRetriever
from llama_index.core.schema import BaseNode, TextNode
from llama_index.vector_stores.chroma import ChromaVectorStore

from evals.cases import Case
from evals.places import Place
from evals.run import Search
from ingest.embedding import Embedder
from ingest.span import Span


def quickstart_search(texts: Mapping[str, str], embedder: Embedder, folder: Path, limit: int) -> Search:
    """Return the search of a quickstart program; it knows no history and no organisations.

    Args:
        texts: the text of each document, by its id.
        embedder: the embedding model.
        folder: where Chroma may write.
        limit: how many passages are found.
    """
    client = Client(settings=Settings(anonymized_telemetry=False, is_persistent=True, persist_directory=str(folder)))
    store = ChromaVectorStore(chroma_collection=client.create_collection("quickstart", embedding_function=None))
    index = VectorStoreIndex.from_documents(
        [Document(text=text, id_=document_id) for document_id, text in texts.items()],
        storage_context=StorageContext.from_defaults(vector_store=store),
        transformations=[SentenceSplitter()],
        embed_model=embedder.llama_index,
    )
    retriever = VectorIndexRetriever(index, similarity_top_k=limit)

    def search(case: Case) -> Sequence[Place]:
        return [_place(found.node) for found in retriever.retrieve(case.question)]

    return search


def _place(node: BaseNode) -> Place:
    if not isinstance(node, TextNode) or node.start_char_idx is None or node.end_char_idx is None:
        return Place("", Span(0, 0))  # llama-index lost the place, so nobody can be shown it.
    return Place(node.ref_doc_id or "", Span(node.start_char_idx, node.end_char_idx))
