"""Word and OpenDocument files are zip packages of XML: opened here, within bounds."""

from __future__ import annotations

import io
import zipfile
import zlib
from xml.etree.ElementTree import Element, ParseError  # The type only; parsing is defusedxml's.

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from ingest.errors import UnreadableError

_MAX_UNPACKED_BYTES = 200_000_000  # A book of 500 pages is a tenth of this without its pictures.
_MAX_PART_BYTES = 60_000_000
_MAX_PARTS = 5000
_TITLE = "{http://purl.org/dc/elements/1.1/}title"


class OfficePackage:
    """The parts of a package by name.

    Raises:
        UnreadableError: the package is damaged, or grows beyond all bounds when it is unpacked.
    """

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as exc:
            raise UnreadableError("is beschadigd of niet volledig; open het en sla het opnieuw op") from exc
        parts = self._zip.infolist()
        if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > _MAX_UNPACKED_BYTES:
            raise UnreadableError(
                f"wordt bij het uitpakken groter dan {_MAX_UNPACKED_BYTES // 1_000_000} MB; "
                "haal de plaatjes eruit of splits het document"
            )

    def __contains__(self, name: str) -> bool:
        return name in self._zip.namelist()

    def title(self, properties: str) -> str:
        """Return the title in the part that holds the properties; "" when there is none that can be read."""
        try:
            return self.xml(properties).findtext(f".//{_TITLE}") or ""
        except UnreadableError:
            return ""

    def xml(self, name: str) -> Element:
        """Return the root element of a part.

        Raises:
            UnreadableError: it is not there, too large, damaged, or holds declarations that only attacks have.
        """
        try:
            with self._zip.open(name) as part:
                content = part.read(_MAX_PART_BYTES + 1)
            if len(content) > _MAX_PART_BYTES:
                raise UnreadableError("bevat te veel tekst voor één document; splits het")
            root: Element = fromstring(content, forbid_dtd=True)
        except DefusedXmlException as exc:
            raise UnreadableError("bevat verboden XML; open het en sla het opnieuw op") from exc
        except RuntimeError as exc:  # zipfile's word for a part that is encrypted
            raise UnreadableError("is beveiligd met een wachtwoord; sla het op zonder wachtwoord") from exc
        except (
            LookupError,
            ValueError,
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            ParseError,
            NotImplementedError,
        ) as exc:
            raise UnreadableError("is beschadigd of niet volledig; open het en sla het opnieuw op") from exc
        return root
