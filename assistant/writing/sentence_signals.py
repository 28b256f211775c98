"""How a written sentence lies beside the statements that it is said to rest on, as numbers to weigh.

A sentence that copies a statement but for one word ("na" for "voor", another party, "moet" for "mag") is nearly the
same by its words and its vector. So what is counted here is what differs, in the words that turn a meaning.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise, product

import numpy as np
from numpy.typing import NDArray

from assistant.language import Language
from assistant.writing.claims import TEXTS_KEPT, Claims, Mark, claims_in, claims_of, claims_of_all
from ingest.terms import STOP_WORDS, stem, words

_FUNCTION_WORDS = frozenset(
    "moet moeten mag mogen kan kunnen kunt hoeft hoeven niet geen nooit alleen maar ook dan als wel zelf tot voor na "
    "uw bij naar door over om op aan met er dat die deze dit zijn haar hun worden wordt heeft hebben krijgt krijgen "
    "alle elke elk ieder iedere minimaal maximaal hoogstens minstens uiterlijk binnen altijd soms".split()
)
_ENGLISH_WORDS = frozenset(
    "the a an of to in is are be been and or for with by at on from as that this it its if you your they their has "
    "have had must may can not no who which what when where there he she we our will would should do does did was were "
    "about into than then also only".split()
)
# Who does something, in both languages. Other parties are told by their capitals.
_ROLES = {
    "parent": "ouder ouders parent parents verzorger verzorgers",
    "school": "school scholen schools",
    "board": "bestuur schoolbestuur schoolbesturen besturen board boards gezag",
    "pupil": "leerling leerlingen kind kinderen jongere jongeren jeugdigen pupil pupils student students child",
    "teacher": "leerkracht leerkrachten leraar leraren docent docenten groepsleerkracht mentor teacher teachers tutor",
    "supervisor": "begeleider ib'er zorgcoördinator coördinator supervisor coordinator",
    "head": "directeur directie directeur-bestuurder schoolleider hoofd director head principal",
    "municipality": "gemeente gemeenten gemeenteraad college municipality",
    "partnership": "samenwerkingsverband swv partnership",
    "minister": "minister",
    "inspectorate": "inspectie inspecteur inspectorate",
    "committee": "commissie klachtencommissie bezwaaradviescommissie adviescommissie committee",
    "expert": "deskundige deskundigen orthopedagoog psycholoog psychologist expert experts",
    "doctor": "arts jeugdarts huisarts doctor",
    "social worker": "maatschappelijk schoolmaatschappelijk werker wijkteam social",
    "consultant": "consulent onderwijsconsulent ambulant consultant",
    "opr": "opr ondersteuningsplanraad",
    "mr": "mr medezeggenschapsraad",
    "supervisory board": "toezicht toezichthouder supervisory",
    "attendance officer": "leerplichtambtenaar attendance",
    "employer": "werkgever employer",
    "staff": "werknemer medewerker medewerkers personeel personeelsleden employee staff",
    "office": "secretariaat administratie loket secretariat desk",
    "government": "rijk overheid ministerie government ministry",
    "confidant": "vertrouwenspersoon adviser",
}
_ROLE_OF = {word: role for role, found in _ROLES.items() for word in found.split()}
_NEGATIONS = frozenset({Mark.NOT, Mark.MAY_NOT, Mark.NEED_NOT})
_FORCES = (Mark.NEED_NOT, Mark.MAY_NOT, Mark.MUST, Mark.MAY)  # the first that is there is how strong a sentence is
_OPPOSITES = (
    (Mark.BEFORE, Mark.AFTER),
    (Mark.MORE, Mark.LESS),
    (Mark.AT_LEAST, Mark.AT_MOST),
    (Mark.ALL, Mark.SOME),
    (Mark.MUST, Mark.MAY),
    (Mark.IF, Mark.EVEN),
    (Mark.ONLY, Mark.EVEN),
)
_NAME = re.compile(r"(?<=[\w,;] )[A-Z][\w'-]+")  # A capital that does not begin a sentence.
_WORD = re.compile(r"[\w'-]+")
_CLAUSE_END = re.compile(r"[.;:,\n]")
SAME_CHARS = 5  # Words that share so many letters at the beginning are taken for the same.
_NEAR = 3  # Content words between two that belong together.
_BASIS = 2  # Statements that a sentence rests on at most.


@dataclass(frozen=True, slots=True)
class Beside:
    """A sentence beside statements."""

    signals: dict[str, float]
    basis: tuple[int, ...]  # the statement that it rests on, and a second one that holds words of it too


def beside(
    sentence: str,
    language: Language,
    statements: Sequence[str],
    vectors: NDArray[np.float32],
    vector: NDArray[np.float32],
) -> Beside:
    """Compare a sentence with statements.

    Args:
        sentence: in Dutch or English.
        language: its language. English words are not looked for among the Dutch; all else is.
        statements: at least one, in Dutch.
        vectors: of the statements, one a row.
        vector: of the sentence.
    """
    is_dutch = language is Language.DUTCH
    content = content_of(sentence)
    cosines = vectors @ vector
    shared = np.asarray([_share(content, _Vocabulary.of(one)) if is_dutch else 0.0 for one in statements])
    order = np.argsort(-(2 * cosines + shared), kind="stable")
    best = statements[order[0]]
    near, everything = " ".join(statements[i] for i in sorted(order[:_BASIS])), " ".join(statements)
    signals = {
        "english": float(not is_dutch),
        "cosine": float(cosines[order[0]]),
        "nearest cosine": float(cosines.max()),
        "content words": float(len(content)),
        "words": float(len(sentence.split())),
        "longer": min(3.0, len(best.split()) / len(sentence.split())),
    }
    signals |= _claims_signals(claims_in(sentence), claims_of(best), claims_of(near), claims_of_all(everything))
    signals |= _party_signals(sentence, best, near, everything)
    signals |= _order_signals(content, best, claims_in(sentence))
    signals |= _word_signals(content, best, near, everything, float(shared[order[0]])) if is_dutch else _NO_WORD_SIGNALS
    held = [word for word in content if word not in _Vocabulary.of(best)]
    basis = [
        int(i)
        for n, i in enumerate(order[:_BASIS])
        if n == 0 or (is_dutch and _share(held, _Vocabulary.of(statements[i])))
    ]
    return Beside(signals, tuple(basis))


def _claims_signals(said: Claims, best: Claims, near: Claims, everything: Claims) -> dict[str, float]:
    values, near_values = ({value for value, _ in claims.quantities} for claims in (everything, near))
    counted = [value for value, _ in said.quantities if value != 1]  # "een" is an article too.
    force, best_force = _force(said), _force(best)
    signals = {
        "quantities": len(said.quantities),
        "quantity nowhere": len(said.quantities - everything.quantities),
        "quantity not near": len(said.quantities - near.quantities),
        "number nowhere": sum(value not in values for value in counted),
        "number not near": sum(value not in near_values for value in counted),
        "negation added": bool(_NEGATIONS & said.marks) and not _NEGATIONS & near.marks,
        "negation dropped": bool(_NEGATIONS & best.marks) and not _NEGATIONS & said.marks,
    }
    for mark in Mark:
        signals[f"adds {mark}"] = mark in said.marks and mark not in near.marks
        signals[f"drops {mark}"] = mark in best.marks and mark not in said.marks
        signals[f"alone has {mark}"] = mark in said.marks and mark not in everything.marks
    for one, other in _OPPOSITES:
        signals[f"turns {one}"] = _turns(said, best, one, other) or _turns(said, best, other, one)
    for stronger, weaker in product((*_FORCES, None), repeat=2):
        signals[f"says {stronger} for {weaker}"] = force is stronger and best_force is weaker
    return {name: float(value) for name, value in signals.items()}


def _turns(said: Claims, best: Claims, one: Mark, other: Mark) -> bool:
    return one in said.marks and other not in said.marks and other in best.marks and one not in best.marks


def _force(claims: Claims) -> Mark | None:
    return next((mark for mark in _FORCES if mark in claims.marks), None)


def _party_signals(sentence: str, best: str, near: str, everything: str) -> dict[str, float]:
    roles, best_roles = _roles(sentence), _roles(best)
    names = _NAME.findall(sentence)
    first_differs = bool(roles) and bool(best_roles) and roles[0] != best_roles[0]
    common = [role for role in dict.fromkeys(roles) if role in best_roles]
    signals = {
        "roles": len(roles),
        "role nowhere": len(set(roles) - set(_roles(everything))),
        "role not near": len(set(roles) - set(_roles(near))),
        "role elsewhere": len(set(roles) - set(best_roles)),
        "first role differs": first_differs,
        "first role same": bool(roles) and bool(best_roles) and not first_differs,
        "roles swapped": len(common) > 1 and common != [role for role in dict.fromkeys(best_roles) if role in common],
    }
    for where, text in (("nowhere", everything), ("not near", near), ("elsewhere", best)):
        signals[f"name {where}"] = sum(name.lower() not in text.lower() for name in names)
    return {name: float(value) for name, value in signals.items()}


def _order_signals(content: Sequence[str], best: str, said: Claims) -> dict[str, float]:
    """Return how much the shared words stand in another order."""
    there = [word[:SAME_CHARS] for word in content_of(best)]
    places = [there.index(word[:SAME_CHARS]) for word in content if word[:SAME_CHARS] in there]
    turned = [one > other for one, other in combinations(places, 2)]
    share = sum(turned) / len(turned) if turned else 0.0
    return {"other order": share, "other order in time": share * bool({Mark.BEFORE, Mark.AFTER} & said.marks)}


_NO_WORD_SIGNALS = dict.fromkeys(
    ("new words", "new share", "share not near", "words elsewhere", "copied but elsewhere", "copied", "short copy",
     "pairs apart", "share of pairs apart", "copied but apart"), 0.0,
)  # fmt: skip


def _word_signals(content: Sequence[str], best: str, near: str, everything: str, copied: float) -> dict[str, float]:
    all_words, near_words, best_words = _Vocabulary.of_all(everything), _Vocabulary.of(near), _Vocabulary.of(best)
    new = [word for word in content if word not in all_words]
    elsewhere = [word for word in content if word not in best_words and word not in new]
    apart = _pairs_apart(content, everything)
    share_apart = sum(apart) / len(apart) if apart else 0.0
    length = max(1, len(content))
    return {
        "new words": float(len(new)),
        "new share": len(new) / length,
        "share not near": sum(word not in near_words for word in content) / length,
        "words elsewhere": float(len(elsewhere)),
        "copied but elsewhere": len(elsewhere) * copied,
        "copied": copied,
        "short copy": copied * (len(content) <= 6),
        "pairs apart": float(sum(apart)),
        "share of pairs apart": share_apart,
        "copied but apart": share_apart * copied,
    }


def _pairs_apart(content: Sequence[str], everything: str) -> list[bool]:
    """Tell of each two neighbouring words that both are there whether no clause has them near each other."""
    clauses = [[word[:SAME_CHARS] for word in content_of(clause)] for clause in _CLAUSE_END.split(everything)]
    there = {word for clause in clauses for word in clause}
    pairs = [(one[:SAME_CHARS], other[:SAME_CHARS]) for one, other in pairwise(content)]
    known = [(one, other) for one, other in pairs if one in there and other in there and one != other]
    return [not any(_are_near(one, other, clause) for clause in clauses) for one, other in known]


def _are_near(one: str, other: str, clause: Sequence[str]) -> bool:
    return one in clause and other in clause and abs(clause.index(one) - clause.index(other)) <= _NEAR


def _roles(text: str) -> list[str]:
    return [_ROLE_OF[word] for word in _WORD.findall(text.lower()) if word in _ROLE_OF]


def content_of(text: str) -> list[str]:
    """Return the words of a Dutch or English text that carry meaning, in order."""
    silent = STOP_WORDS | _FUNCTION_WORDS | _ENGLISH_WORDS
    return [word for word in words(text) if word not in silent and len(word) > 2 and not word.isdigit()]


def _share(content: Sequence[str], vocabulary: _Vocabulary) -> float:
    return sum(word in vocabulary for word in content) / max(1, len(content))


@dataclass(frozen=True)
class _Vocabulary:
    """The words of a text, also found by their stem, by their beginning, and inside compounds."""

    words: frozenset[str]
    stems: frozenset[str]

    @staticmethod
    @lru_cache(maxsize=5_000)
    def of(sentence: str) -> _Vocabulary:
        return _Vocabulary._found_in(sentence)

    @staticmethod
    @lru_cache(maxsize=TEXTS_KEPT)
    def of_all(text: str) -> _Vocabulary:
        return _Vocabulary._found_in(text)

    @staticmethod
    def _found_in(text: str) -> _Vocabulary:
        found = frozenset(words(text))
        return _Vocabulary(found, frozenset(map(stem, found)))

    def __contains__(self, word: str) -> bool:
        if word in self.words or stem(word) in self.stems:
            return True
        long = [other for other in self.words if len(other) >= SAME_CHARS] if len(word) >= SAME_CHARS else []
        return any(
            other[:SAME_CHARS] == word[:SAME_CHARS]
            or (len(word) > SAME_CHARS and word in other)
            or (len(other) > SAME_CHARS and other in word)
            for other in long
        )
