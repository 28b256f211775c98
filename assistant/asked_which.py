"""Whether words name any of what a question asks which ones of: "welke scholen?" is not told by "deze scholen"."""

from __future__ import annotations

import re

from assistant.evidence import Form
from assistant.finding import Finding
from assistant.language import Language
from assistant.question import Question
from ingest.terms import terms

_LISTING = frozenset({Form.LIST, Form.SELECTION, Form.ITEM, Form.ROW, Form.STEPS})
_PLURAL = re.compile(r"\w{2,}(?:en|s)")
_NAMED = re.compile(r"(?<!\bdeze )(?<!\bdie )(?<!\bdezelfde )(?<!\bzulke )(?<!\balle )\b\w+")  # And not pointed at.


def names_some(question: Question, finding: Finding) -> bool:
    """Tell whether what was found names some of what a question asks for in the plural, or it asks for nothing so."""
    asked = [noun.lower() for noun in question.which if _PLURAL.fullmatch(noun.lower())]
    if not asked or not finding.evidence or question.language is not Language.DUTCH:
        return True
    nearest = finding.hits[0].bank_question if finding.hits else None
    evidence = finding.evidence
    said = " ".join([*evidence.announcing, *map(evidence.readable, evidence.parts)]).lower()
    if evidence.form in _LISTING:
        known = f"{said} {nearest.question.lower() if nearest else ''}"
        return any(word in known for noun in asked for word in (noun, *terms(noun)))
    return any(word.endswith(tuple(asked)) for word in _NAMED.findall(said))
