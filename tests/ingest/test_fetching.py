from __future__ import annotations

import contextlib
import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ingest.errors import FetchError
from ingest.fetching import fetch


class _Site(BaseHTTPRequestHandler):
    pages = {  # noqa: RUF012 - one table for the tests
        "/plan": (200, {"Content-Type": "text/html; charset=utf-8"}, b"<h1>Plan</h1>"),
        "/Ons%20plan.pdf": (200, {"Content-Type": "application/octet-stream"}, b"%PDF-"),
        "/oud": (302, {"Location": "/plan"}, b""),
        "/rond": (302, {"Location": "/rond"}, b""),
        "/bestand": (302, {"Location": "file:///etc/passwd"}, b""),
        "/nergens": (302, {}, b""),
        "/keuze": (300, {}, b""),
        "/onzin": (302, {"Location": "http://[::1"}, b""),
        "/geheim": (302, {"Location": "http://piet:geheim@127.0.0.1/plan"}, b""),
        "/ingepakt": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(b"<h1>Plan</h1>")),
        "/vreemd": (200, {"Content-Type": "text/html", "Content-Encoding": "compress"}, b"x"),
        "/stuk": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, b"<h1>Plan</h1>"),
        "/bom": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(bytes(50_000_001))),
        "/foto": (200, {"Content-Type": "image/png"}, b"x"),
        "/groot": (200, {"Content-Type": "text/html"}, b"x" * 50_000_001),
    }

    def do_GET(self) -> None:
        status, headers, content = self.pages.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        with contextlib.suppress(OSError):  # The client may have seen enough.
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "name", "content"),
    [
        ("/plan", "plan.html", b"<h1>Plan</h1>"),
        ("/oud", "plan.html", b"<h1>Plan</h1>"),
        ("/Ons%20plan.pdf", "Ons-plan.pdf", b"%PDF-"),
        ("/ingepakt", "ingepakt.html", b"<h1>Plan</h1>"),
    ],
)
def test_a_document_has_a_name_that_fits_its_content(site: str, path: str, name: str, content: bytes) -> None:
    fetched = fetch(f"{site}{path}", allow_private=True)
    assert (fetched.name, fetched.content) == (name, content)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/weg", "geeft fout 404"),
        ("/rond", "verwijst steeds door"),
        ("/bestand", "geen webpagina"),
        ("/foto", "is geen document maar 'image/png'"),
        ("/groot", "is groter dan 50 MB"),
        ("/bom", "is groter dan 50 MB"),
        ("/nergens", "geeft fout 302"),
        ("/keuze", "geeft fout 300"),
        ("/onzin", "is niet te bereiken"),
        ("/vreemd", "komt ingepakt aan \\('compress'\\)"),
        ("/stuk", "is niet te bereiken"),
    ],
)
def test_what_is_no_document_is_refused(site: str, path: str, expected: str) -> None:
    with pytest.raises(FetchError, match=expected):
        fetch(f"{site}{path}", allow_private=True)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "10.1.2.3", "169.254.169.254", "[::1]"])
def test_an_address_inside_the_own_network_is_refused(host: str) -> None:
    with pytest.raises(FetchError, match="binnen het eigen netwerk"):
        fetch(f"http://{host}:1/plan")


def test_a_site_that_does_not_answer_is_told() -> None:
    with pytest.raises(FetchError, match="is niet te bereiken"):
        fetch("http://127.0.0.1:1/plan", allow_private=True)
    with pytest.raises(FetchError, match="is geen webadres"):
        fetch("ftp://127.0.0.1/plan")


@pytest.mark.parametrize(
    "address", ["http://[::1", "https://swv.example:poort/", "x..nl", f"https://{'a' * 70}.nl/plan"]
)
def test_what_can_be_no_address_is_told(address: str) -> None:
    with pytest.raises(FetchError, match="kijk of het"):
        fetch(address)


@pytest.mark.parametrize("place", ["http://piet:geheim@{}/plan", "http://{}/geheim"])
def test_a_password_in_an_address_is_refused_and_not_shown(site: str, place: str) -> None:
    with pytest.raises(FetchError, match="laat dat weg") as refused:
        fetch(place.format(site.removeprefix("http://")), allow_private=True)
    assert "geheim" not in str(refused.value)
