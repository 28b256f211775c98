"""All that lists of the documents name for a case: "Mijn zoon heeft dyslexie, is daar iets voor op school?"."""

from __future__ import annotations

from assistant.confidence import of_its_case
from assistant.evidence import Evidence, Form
from assistant.finding import Finder, Finding
from assistant.lists import members_that_name, named_in_members
from assistant.question import Question
from assistant.shapes import sort_listed
from ingest.span import Span

_LOWER = 0.3  # Difference in score from the best passage within which another may be about the same case.
_MOST = 8


class Provisions:
    """Gathers what there is for a case from the lists that were found."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder

    def all_of(self, finding: Finding) -> tuple[Evidence, ...]:
        """Return each member of a list that is known by the same words of the question, the nearest first.

        None when the question does not ask what there is, or asks for one sort of things, or one member is all.
        """
        first, question = finding.answers, finding.question
        if first is None or not first.is_from_a_list or _names_its_sort(question, first):
            return ()
        if not of_its_case(question, finding.hits[0], first, is_near=True):  # What answers is near.
            return ()
        known = finding.hits[0].known
        named = named_in_members(question, first) & known.rare
        members = [_member(first, part) for part in first.parts]
        for hit in finding.hits[1:]:
            if hit.score >= finding.hits[0].score - _LOWER and hit.known.telling & known.telling:
                evidence = self._finder.evidence(question, finding.vector, hit)
                members += [_member(evidence, part) for part in evidence.parts if evidence.is_from_a_list]
            members += [one for one in members_that_name(named, hit.passage) if one not in members]
        return tuple(members[:_MOST]) if len(members) > 1 else ()


def _names_its_sort(question: Question, evidence: Evidence) -> bool:
    """Tell whether a question names what the list is of: "is daar een protocol voor?"."""
    lead = evidence.readable(evidence.lead) if evidence.lead else ""
    return not sort_listed(lead).isdisjoint(question.terms)


def _member(evidence: Evidence, part: Span) -> Evidence:
    return Evidence(evidence.passage, Form.ITEM, part, None, (part,), shaped=True)
