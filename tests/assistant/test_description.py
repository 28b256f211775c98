"""The API does what its OpenAPI description says, with right and with wrong requests."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Generator, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.answer import Told, Turn
from assistant.assistant import Assistant
from assistant.finding import Finding
from assistant.pieces import pieces_of
from assistant.service.api import create_api
from assistant.settings import Settings
from tests.assistant.serving import serving

SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")
CONFIGURATION = Path(__file__).with_name("schemathesis.toml")


class Repeating(Assistant):
    """Gives one real answer to every question: hundreds are asked, for the sake of their form."""

    def __init__(self, assistant: Assistant) -> None:
        self.index = assistant.index
        self.glossary = assistant.glossary
        self._real = assistant
        self._answer_to_all = assistant.ask("Wat is plusondersteuning?")

    def find(self, question: str, history: Sequence[Turn] = (), organisation: str | None = None) -> Finding:
        return self._real.find(question, history, organisation)

    def tell(
        self,
        question: str,
        history: Sequence[Turn] = (),  # noqa: ARG002
        organisation: str | None = None,  # noqa: ARG002
    ) -> Generator[Told | None]:
        answer = replace(self._answer_to_all, question=question)
        yield answer.status
        yield from pieces_of(answer)
        yield answer


def test_schemathesis_finds_nothing(assistant: Assistant, tmp_path: Path) -> None:
    repeating = Repeating(assistant)
    with serving(lambda: create_api(repeating, Settings(home=tmp_path))) as client:
        found = subprocess.run(
            [SCHEMATHESIS, "--config-file", CONFIGURATION, "run", str(client.base_url.join("/openapi.json")),
             "--phases", "examples,coverage", "--max-examples", "1", "--seed", "1"],
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )  # fmt: skip

    assert found.returncode == 0, found.stdout + found.stderr


def test_description_names_the_organisations_and_models(assistant: Assistant, tmp_path: Path) -> None:
    with serving(lambda: create_api(assistant, Settings(home=tmp_path))) as client:
        schemas = client.get("/openapi.json").json()["components"]["schemas"]

    assert schemas["AskRequest"]["properties"]["organisation"]["anyOf"][0]["enum"] == ["bepo", "koers-vo"]
    assert schemas["ChatRequest"]["properties"]["model"]["enum"] == ["wegwijs", "wegwijs/bepo", "wegwijs/koers-vo"]
