"""What the documentation tells people to type works."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from assistant.api import create_api
from assistant.assistant import Assistant
from assistant.keys import KeyFile
from assistant.settings import Settings
from tests.assistant.serving import serving

PAGE = Path(__file__).parent.parent / "docs" / "api.md"
WRITTEN_ADDRESS = "http://127.0.0.1:8000"
WRITTEN_KEY = "wegwijs_..."


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_every_curl_example_succeeds(assistant: Assistant, tmp_path: Path) -> None:
    examples = re.findall(r"^```sh\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
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
