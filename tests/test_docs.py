"""What the documentation tells people to type works."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.service.api import create_api
from assistant.service.keys import KeyFile
from assistant.settings import Settings
from tests.assistant.serving import serving
from ui.command_line import _parser

DOCS = Path(__file__).parent.parent / "docs"
PAGE = DOCS / "api.md"
WRITTEN_ADDRESS = "http://127.0.0.1:8000"
WRITTEN_KEY = "wegwijs_..."


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_every_curl_example_succeeds(assistant: Assistant, tmp_path: Path) -> None:
    examples = _blocks(PAGE.read_text(encoding="utf-8"), "sh")
    commands = [command for example in examples for command in re.split(r"^(?=curl )", example, flags=re.MULTILINE)]
    commands = [command for command in commands if command]
    assert len(commands) >= 14

    secret = KeyFile(tmp_path).add("voorbeeld")
    with serving(lambda: create_api(assistant, Settings(home=tmp_path))) as client:
        address = str(client.base_url).rstrip("/")
        for command in commands:
            failing = (
                command.replace("curl ", "curl --fail-with-body ", 1)
                .replace(WRITTEN_ADDRESS, address)
                .replace(WRITTEN_KEY, secret)
            )
            done = subprocess.run(["bash", "-c", failing], capture_output=True, encoding="utf-8", check=False)
            assert done.returncode == 0, command + done.stdout + done.stderr


def test_every_command_for_other_assistants_is_understood() -> None:
    page = (DOCS / "mcp.md").read_text(encoding="utf-8")
    servers = [json.loads(one)["mcpServers"]["wegwijs"] for one in _blocks(page, "json")]
    typed = [line for block in _blocks(page, "sh") for line in block.splitlines()]
    assert len(servers) == 3
    assert len(typed) == 2

    for line in (*typed, *(f"wegwijs {' '.join(server['args'])}" for server in servers if "command" in server)):
        program, *arguments = line.split()
        assert program == "wegwijs"
        parsed = _parser().parse_args(arguments)
        assert {server["url"] for server in servers if "url" in server} == {f"http://{parsed.host}:{parsed.port}/mcp"}


def test_the_example_for_llama_index_cuts_a_document() -> None:
    (example,) = _blocks((DOCS.parent / "README.md").read_text(encoding="utf-8"), "python")
    done = subprocess.run(
        [sys.executable, "-c", example], capture_output=True, encoding="utf-8", check=False, cwd=DOCS.parent
    )
    assert done.returncode == 0, done.stderr
    assert any(line.endswith("afspraak 22") for line in done.stdout.splitlines())


def _blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
