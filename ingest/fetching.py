"""One document from the web: fetched as a careful visitor does, and never from inside the network it runs in."""

from __future__ import annotations

import ipaddress
import re
import socket
import time
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

import httpx

from ingest.errors import FetchError

_MAX_BYTES = 50_000_000
_SECONDS = 20.0  # to connect, and between two pieces of an answer
_TOTAL_SECONDS = 120.0
_MAX_REDIRECTS = 5
_HEADERS = {
    "User-Agent": "Wegwijs/0.1 (leest documenten over passend onderwijs)",
    "Accept": "text/html,application/pdf,*/*;q=0.5",
    "Accept-Encoding": "identity",  # Some servers pack all the same.
}
_PACKED_AS = frozenset({"", "identity", "gzip", "deflate"})  # What httpx unpacks.
_SUFFIXES = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/xhtml+xml": ".html",
    "text/html": ".html",
    "text/markdown": ".md",
    "text/csv": ".csv",
    "text/plain": ".txt",
}
_UNSPECIFIC = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/download"})


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document as a server gave it."""

    url: str  # where it was found in the end
    name: str  # for a file, with a suffix that fits
    content: bytes


def fetch(address: str, *, allow_private: bool = False) -> Fetched:
    """Fetch a document; https is tried first.

    Args:
        address: with or without `https://`.
        allow_private: addresses inside the own network are allowed too.

    Raises:
        FetchError: the document cannot be had; one line in Dutch that says why and what to do.
    """
    try:
        url = httpx.URL(address if "://" in address else f"https://{address}")
    except httpx.InvalidURL as exc:
        raise FetchError(f"{address}: is geen webadres; kijk of het klopt.") from exc
    if url.scheme not in {"http", "https"} or not url.host:
        raise FetchError(f"{address}: is geen webadres; begin met https://.")
    deadline = time.monotonic() + _TOTAL_SECONDS
    if url.scheme == "http" and url.port is None:
        try:
            return _follow(url.copy_with(scheme="https"), deadline, allow_private=allow_private)
        except FetchError as error:
            if not isinstance(error.__cause__, httpx.TransportError):
                raise
    return _follow(url, deadline, allow_private=allow_private)


def _follow(url: httpx.URL, deadline: float, *, allow_private: bool) -> Fetched:
    with httpx.Client(timeout=_SECONDS, trust_env=False, headers=_HEADERS) as client:
        for _ in range(_MAX_REDIRECTS + 1):
            if url.scheme not in {"http", "https"} or not url.host:
                raise FetchError(f"{url}: de site verwijst naar iets dat geen webpagina is; kies een ander adres.")
            if url.userinfo:  # It would be stored as where the document came from, and shown.
                raise FetchError(f"{url.host}: er staat een wachtwoord in het adres; laat dat weg.")
            response, content = _get(client, url, deadline, allow_private=allow_private)
            if response.has_redirect_location:
                url = url.join(response.headers["location"])
                continue
            if response.status_code != httpx.codes.OK:
                raise FetchError(f"{url}: de site geeft fout {response.status_code}; kijk of het adres klopt.")
            return Fetched(str(url), _name(url, response), content)
    raise FetchError(f"{url}: de site verwijst steeds door; kies het adres van het document zelf.")


def _get(client: httpx.Client, url: httpx.URL, deadline: float, *, allow_private: bool) -> tuple[httpx.Response, bytes]:
    # Connected to the address that was checked: a name can mean another one a moment later.
    pinned = url.copy_with(host=_address(url, allow_private=allow_private))
    request = client.build_request(
        "GET", pinned, headers={"Host": url.netloc.decode("ascii")}, extensions={"sni_hostname": url.host}
    )
    content = bytearray()
    try:
        response = client.send(request, stream=True)
        try:
            packed_as = response.headers.get("content-encoding", "").strip().lower()
            if packed_as not in _PACKED_AS:
                raise FetchError(f"{url}: komt ingepakt aan ({packed_as!r}); download het document zelf.")
            # Unpacked piece by piece, since what is packed may grow beyond all bounds.
            for piece in response.iter_bytes() if response.status_code == httpx.codes.OK else ():
                content += piece
                if len(content) > _MAX_BYTES:
                    raise FetchError(f"{url}: is groter dan {_MAX_BYTES // 1_000_000} MB; kies een kleiner document.")
                if time.monotonic() > deadline:
                    raise FetchError(f"{url}: duurt te lang; download het document zelf en voeg het bestand toe.")
        finally:
            response.close()
    except httpx.HTTPError as exc:
        raise FetchError(f"{url}: is niet te bereiken ({type(exc).__name__}); kijk of het adres klopt.") from exc
    return response, bytes(content)


def _address(url: httpx.URL, *, allow_private: bool) -> str:
    """Return an address of a host, and refuse one inside the own network."""
    try:
        found = socket.getaddrinfo(url.host, url.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as exc:  # UnicodeError: a name that no site can have
        raise FetchError(f"{url}: deze site bestaat niet of is niet te bereiken; kijk of het adres klopt.") from exc
    addresses = [str(address[4][0]).partition("%")[0] for address in found]
    if not allow_private and not all(ipaddress.ip_address(address).is_global for address in addresses):
        raise FetchError(f"{url}: is een adres binnen het eigen netwerk; sta dat toe met --allow-private.")
    return addresses[0]


def _name(url: httpx.URL, response: httpx.Response) -> str:
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    last = PurePosixPath(unquote(url.path)).name
    own = PurePosixPath(last).suffix.lower()
    if kind not in _SUFFIXES and kind not in _UNSPECIFIC:
        raise FetchError(f"{url}: is geen document maar {kind!r}; kies een webpagina, PDF of Word-document.")
    suffix = own if kind in _UNSPECIFIC or (kind == "text/plain" and own in _SUFFIXES.values()) else _SUFFIXES[kind]
    stem = re.sub(r"[^\w-]+", "-", PurePosixPath(last).stem or url.host).strip("-") or "document"
    return f"{stem[:80]}{suffix}"
