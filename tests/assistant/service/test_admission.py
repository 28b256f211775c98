"""Who may use the API: with a key, without one, from a page, and while it is off."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import httpx
import openai
import pytest
from openai import OpenAI

from assistant.assistant import Assistant
from assistant.service.api import create_api
from assistant.service.keys import KeyFile
from assistant.settings import Settings
from tests.assistant.serving import serving

SITE = "https://www.school.nl"
HALLO = {"question": "Hallo"}
READ_PATHS = ["/api/v1/documents", "/api/v1/glossary", "/v1/models", "/api/v1/nergens"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def client(assistant: Assistant, home: Path) -> Iterator[httpx.Client]:
    """An API where keys are welcome."""
    with serving(lambda: create_api(assistant, Settings(home=home))) as client:
        yield client


@pytest.fixture(scope="module")
def strict(assistant: Assistant, home: Path) -> Iterator[httpx.Client]:
    """An API where programs need a key."""
    settings = Settings(home=home, require_key=True, allowed_origins=(SITE,))
    with serving(lambda: create_api(assistant, settings)) as client:
        yield client


@pytest.fixture
def keys(home: Path) -> Iterator[KeyFile]:
    """No keys, before and after each test."""
    yield KeyFile(home)
    (home / "keys.json").unlink(missing_ok=True)


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def ask(client: httpx.Client, secret: str | None = None, **fields: object) -> httpx.Response:
    return client.post("/api/v1/ask", json=HALLO | fields, headers=bearer(secret) if secret else {})


def refused(response: httpx.Response, status: int, says: str) -> bool:
    return (
        response.status_code == status
        and response.headers["content-type"] == "application/problem+json"
        and says in response.json()["detail"]
    )


# --- keys ------------------------------------------------------------------------------------------------------------


def test_new_key_works_at_once_and_a_withdrawn_one_no_more(client: httpx.Client, keys: KeyFile) -> None:
    secret = keys.add("website")
    asked = ask(client, secret)
    keys.remove("website")
    again = ask(client, secret)

    assert asked.status_code == 200
    assert refused(again, 401, "geldt niet")
    assert again.headers["www-authenticate"] == 'Bearer realm="Wegwijs", error="invalid_token"'


@pytest.mark.parametrize("path", READ_PATHS)
def test_wrong_key_is_refused_everywhere_even_where_none_is_needed(
    client: httpx.Client, keys: KeyFile, path: str
) -> None:
    keys.add("website")

    assert refused(client.get(path, headers=bearer("verkeerd")), 401, "geldt niet")
    assert client.get(path).status_code in {200, 404}


def test_program_for_openai_may_send_anything_while_there_are_no_keys(client: httpx.Client, keys: KeyFile) -> None:
    with OpenAI(base_url=str(client.base_url.join("/v1")), api_key="geen", max_retries=0) as program:
        assert len(program.models.list().data) == 3
        keys.add("website")
        with pytest.raises(openai.AuthenticationError, match="geldt niet"):
            program.models.list()


def test_other_authorization_is_no_key(client: httpx.Client, keys: KeyFile) -> None:
    keys.add("website")

    assert client.post("/api/v1/ask", json=HALLO, auth=("gebruiker", "wachtwoord")).status_code == 200


def test_key_stays_out_of_the_log(client: httpx.Client, keys: KeyFile, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    secret = keys.add("website")

    ask(client, secret)
    ask(client, secret + "x")

    assert secret not in caplog.text


def test_keys_that_cannot_be_read_let_nobody_pass(client: httpx.Client, keys: KeyFile, home: Path) -> None:
    secret = keys.add("website")
    (home / "keys.json").write_text("[")

    assert refused(ask(client, secret), 503, "Sleutels")
    assert ask(client).status_code == 200


# --- keys for some organisations -------------------------------------------------------------------------------------


def test_key_of_one_organisation_asks_there_only(client: httpx.Client, keys: KeyFile) -> None:
    secret = keys.add("bepo", ["bepo"])
    question = "Wat is plusondersteuning?"

    unsaid, said = (ask(client, secret, question=question, organisation=one) for one in (None, "bepo"))
    other = ask(client, secret, question=question, organisation="koers-vo")
    model = client.post(
        "/v1/chat/completions",
        json={"model": "wegwijs/koers-vo", "messages": [{"role": "user", "content": question}]},
        headers=bearer(secret),
    )

    assert unsaid.json()["answer"] == said.json()["answer"]
    assert {citation["document"]["organisation"] for citation in unsaid.json()["citations"]} <= {"bepo", None}
    assert refused(other, 403, "alleen vragen over: bepo")
    assert refused(model, 403, "alleen vragen over: bepo")


def test_question_that_names_another_organisation_in_its_words_is_refused_too(
    client: httpx.Client, keys: KeyFile
) -> None:
    secret = keys.add("bepo", ["bepo"])
    question = "Wat doet de begeleider passend onderwijs bij Koers VO?"

    cited = ask(client, question=question).json()["citations"]
    response = ask(client, secret, question=question)

    assert {citation["document"]["organisation"] for citation in cited} == {"koers-vo"}
    assert refused(response, 403, "'koers-vo'")


def test_key_of_several_organisations_must_choose_one(client: httpx.Client, keys: KeyFile) -> None:
    secret = keys.add("samen", ["bepo", "koers-vo"])

    assert refused(ask(client, secret), 422, "Kies er een: bepo, koers-vo")
    assert ask(client, secret, organisation="koers-vo").status_code == 200


# --- where a key is needed -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", READ_PATHS)
def test_program_needs_a_key_where_the_operator_says_so(strict: httpx.Client, keys: KeyFile, path: str) -> None:
    without = strict.get(path)

    assert refused(without, 401, "sleutel nodig")
    assert without.headers["www-authenticate"] == 'Bearer realm="Wegwijs"'
    assert refused(strict.get(path, headers=bearer("geen")), 401, "geldt niet")
    assert strict.get(path, headers=bearer(keys.add("website"))).status_code in {200, 404}


def test_pages_of_wegwijs_and_of_listed_sites_need_none(strict: httpx.Client) -> None:
    own = f"http://{strict.base_url.netloc.decode()}"
    pages = [{"Origin": own}, {"Origin": SITE}, {"Sec-Fetch-Site": "same-origin"}, {"Referer": f"{own}/chat"}]

    statuses = [strict.get("/api/v1/organisations", headers=page).status_code for page in pages]

    assert statuses == [200, 200, 200, 200]
    assert strict.get("/api/v1/organisations", headers={"Referer": f"{SITE}/"}).status_code == 401


def test_what_is_no_api_needs_none(strict: httpx.Client) -> None:
    assert [strict.get(path).status_code for path in ("/healthz", "/readyz", "/metrics", "/docs")] == [200] * 4


@pytest.mark.parametrize("required", [False, True])
def test_description_says_whether_a_key_is_needed(client: httpx.Client, strict: httpx.Client, required: bool) -> None:
    description = (strict if required else client).get("/openapi.json").json()

    needed = description["paths"]["/api/v1/ask"]["post"]["security"]
    assert needed == ([{"sleutel": []}] if required else [{}, {"sleutel": []}])
    assert "security" not in description["paths"]["/healthz"]["get"]
    assert description["components"]["securitySchemes"]["sleutel"]["scheme"] == "bearer"


# --- off -------------------------------------------------------------------------------------------------------------


def test_api_that_is_off_says_why_also_to_a_listed_site_and_stays_alive(assistant: Assistant, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, allowed_origins=(SITE,), api_off="Tot maandag dicht.")
    with serving(lambda: create_api(assistant, settings)) as client:
        responses = [client.get("/api/v1/documents"), client.get("/v1/models"), ask(client)]
        from_site = client.post("/api/v1/ask", json=HALLO, headers={"Origin": SITE})
        alive = [client.get(path).status_code for path in ("/healthz", "/readyz", "/docs")]

    assert all(refused(response, 503, "Tot maandag dicht.") for response in responses)
    assert from_site.headers["access-control-allow-origin"] == SITE
    assert alive == [200, 200, 200]
