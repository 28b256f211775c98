"""The assistant's own sentences, Dutch at B1 level and other languages. Nothing here states a fact of the documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace

from assistant.language import Language
from assistant.remarks import Remark


@dataclass(frozen=True, slots=True)
class Wording:
    """The frame around the documents' words, in one language."""

    related: str
    elsewhere: str
    not_found: str
    out_of_scope: str
    remarks: Mapping[Remark, str]
    dutch_quote: str
    decided_on: str
    item_of: str
    unit: str
    under: str
    before: str
    counted: str
    named_for: str
    unanswered_part: str
    nearest: str
    unclear: str
    told_nothing: str
    more: str
    not_filled_in: str
    empty_field: str
    held: str
    holds: str
    period_unknown: str
    held_no_more: str
    holds_still: str
    simpler: str
    not_simpler: str
    simpler_unsure: str
    comes_next: str
    may_come_next: str
    nothing_new: str
    ask: str
    conflict: str
    promise: str
    outdated: str
    other_organisation: str
    named_organisation: str
    organisation_unknown: str
    not_said_to_be_theirs: str
    redacted: str
    fallback: str
    unfinished: str
    in_document: str
    stands_in: str
    place_heading: str
    place_label: str
    place_page: str
    no_pages: str


DUTCH = Wording(
    related="Ik weet niet zeker of de documenten uw vraag beantwoorden. Dit staat er het dichtst bij:",
    elsewhere="Ik vond geen zeker antwoord voor {chosen}. Dit staat er in een document van {found}:",
    not_found="Ik vind hier geen antwoord op in de documenten die ik heb.",
    out_of_scope=(
        "Deze vraag gaat over iets anders. Ik beantwoord alleen vragen over passend onderwijs: "
        "ondersteuning van leerlingen op school."
    ),
    remarks={
        Remark.GREETING: (
            "Hallo! Ik zoek antwoorden op vragen over passend onderwijs in de documenten van samenwerkingsverbanden, "
            "en laat zien waar het staat. Wat wilt u weten?"
        ),
        Remark.IDENTITY: (
            "Ik ben Wegwijs, een computerprogramma. Ik zoek in de documenten van samenwerkingsverbanden wat er staat "
            "over passend onderwijs, en laat zien waar het staat. Ik kan fouten maken: kijk het na in de bron. "
            "Wat wilt u weten?"
        ),
        Remark.COMMAND: (
            "Dat kan ik niet: ik schrijf zelf geen teksten en heb geen mening. Ik zoek alleen op wat er over passend "
            "onderwijs in de documenten van samenwerkingsverbanden staat. Wat wilt u weten?"
        ),
        Remark.THANKS: "Graag gedaan. Stel gerust nog een vraag over passend onderwijs.",
        Remark.COMPLAINT: (
            "Vervelend dat u hier niets aan heeft. Ik laat alleen zien wat er in de documenten staat, en kan daarbij "
            "fouten maken. Stel uw vraag eens met andere woorden, of vraag het aan de school."
        ),
        Remark.DOUBT: (
            "Ik laat zien wat er in de documenten staat, en kan daarbij fouten maken. Kijk het na in de bron onder het "
            "antwoord, of vraag het aan de school."
        ),
        Remark.REFUSAL: (
            "Goed. Wilt u iets anders weten? Stel uw vraag dan met andere woorden, of vraag het aan de school."
        ),
        Remark.WORRY: (
            "Wat naar dat u zich zorgen maakt. Praat erover met de leraar of de intern begeleider van de school: zij "
            "kennen uw kind. Ik kan opzoeken wat er in de documenten staat, bijvoorbeeld over extra ondersteuning. "
            "Wat wilt u weten?"
        ),
        Remark.CRISIS: (
            "Wat u schrijft, klinkt ernstig. Ik ben een computer en kan u hier niet bij helpen; mensen kunnen dat wel. "
            "Is er direct gevaar? Bel 112. Denkt u of uw kind aan zelfdoding? Bel 113 of 0800-0113, dag en nacht. "
            "Is een kind niet veilig? Bel Veilig Thuis: 0800-2000, dag en nacht. Een kind kan zelf bellen met de "
            "Kindertelefoon: 0800-0432."
        ),
    },
    dutch_quote="",
    decided_on="Dit hoort bij{label}: “{lead}”",
    item_of="Dit staat bij: “{lead}”",
    unit="Dat is {label}",
    before="Daarvoor staat: “{words}”",
    under="Onder “{lead}” staat:",
    counted="Dit zijn er {number}:",
    named_for="Dit noemen de documenten hierover:",
    told_nothing="Ik heb hiervoor niets uit de documenten verteld. Stel uw vraag, dan noem ik de plaats erbij.",
    unclear="Ik weet niet waar uw vraag over gaat. Noem het onderwerp erbij: waar slaat “dat” of “het” op?",
    more="Waar wilt u meer over weten? Noem het onderwerp.",
    unanswered_part="Over dit deel van uw vraag geven de documenten geen zeker antwoord: “{part}”",
    nearest="Dit staat er het dichtst bij:",
    not_filled_in="Dat is in het document niet ingevuld.",
    empty_field="In het document is “{label}” niet ingevuld.",
    held="“{title}” gold tot en met {until}.",
    holds="“{title}” geldt tot en met {until}.",
    period_unknown="In “{title}” staat niet tot wanneer het geldt.",
    held_no_more="Nee, “{title}” gold tot en met {until}.",
    holds_still="Ja, “{title}” geldt tot en met {until}.",
    simpler="Ik kan het niet makkelijker zeggen: ik laat alleen de woorden van de documenten zien. Dit is de kern:",
    not_simpler="Makkelijker of korter staat het niet in de documenten. Dit zijn hun eigen woorden:",
    simpler_unsure=(
        "Makkelijker staat het niet in de documenten, en ik weet niet zeker of ze uw vraag beantwoorden. Dit staat er "
        "het dichtst bij:"
    ),
    comes_next="Dit staat daarna in het document:",
    may_come_next="Ik weet niet zeker of u dit bedoelt. Dit staat erachter in het document:",
    nothing_new="Meer dan wat ik net liet zien, vind ik hier niet over in de documenten.",
    ask="Vraag het aan de school, of aan het samenwerkingsverband{contact}.",
    conflict=(
        "De documenten zeggen hier niet overal hetzelfde over. Beide plaatsen staan hieronder. "
        "Vraag de school wat geldt."
    ),
    promise="Het document noemt hier zelf {promised}, maar somt er {listed} op.",
    outdated="“{title}” gold tot en met {until}. Vraag de school wat nu geldt.",
    other_organisation="Dit komt uit een document van {found}, niet van {chosen}.",
    named_organisation="Uw vraag noemt {found}; daarom is daar gezocht, en niet bij {chosen}.",
    organisation_unknown=(
        "In “{title}” staat niet van welk samenwerkingsverband het is. Op uw school kan het anders zijn."
    ),
    not_said_to_be_theirs=(
        "In “{title}” staat niet van welk samenwerkingsverband het is, en dus ook niet dat het voor {asked_of} geldt."
    ),
    redacted="Er stonden persoonsgegevens in uw vraag. Die zijn weggelaten en niet bewaard; u hoeft ze niet te noemen.",
    fallback="Het taalmodel gaf geen antwoord dat zeker klopt. Hier staan de woorden van de documenten zelf.",
    unfinished="Het taalmodel maakte zijn antwoord niet af. Kijk voor de rest in de bron.",
    in_document="In het document staat: “{quote}”",
    stands_in="Dat staat in “{title}”{place}.",
    place_heading=", onder “{headings}”",
    place_label=", bij {label}",
    place_page=", op bladzijde {page}",
    no_pages="De bladzijde weet ik niet: de tekst die ik heb, is niet in bladzijden verdeeld.",
)

ENGLISH = Wording(
    related="I am not sure that the documents answer your question. This comes nearest (the documents are in Dutch):",
    elsewhere="I found no certain answer for {chosen}. This is what a document of {found} says (in Dutch):",
    not_found="The documents that I have do not answer this question.",
    out_of_scope=(
        "This question is about something else. I only answer questions about passend onderwijs: "
        "support for pupils at Dutch schools."
    ),
    remarks={
        Remark.GREETING: (
            "Hello! I look for answers about passend onderwijs (support for pupils at Dutch schools) in the documents "
            "of school partnerships, and show where it says so. What would you like to know?"
        ),
        Remark.IDENTITY: (
            "I am Wegwijs, a computer program. I look up what the documents of school partnerships say about passend "
            "onderwijs (support for pupils at Dutch schools), and show where it says so. I can be wrong: check the "
            "source. What would you like to know?"
        ),
        Remark.COMMAND: (
            "I cannot do that: I do not write texts, and have no opinion. I only look up what the documents of school "
            "partnerships say about passend onderwijs (support for pupils at Dutch schools). What would you like to "
            "know?"
        ),
        Remark.THANKS: "You are welcome. Is there anything else you would like to know?",
        Remark.COMPLAINT: (
            "I am sorry that this does not help you. I only show what the documents say, and can be wrong about it. "
            "Please ask in other words, or ask the school."
        ),
        Remark.DOUBT: (
            "I show what the documents say, and can be wrong about it. Check it in the source under the answer, or ask "
            "the school."
        ),
        Remark.REFUSAL: "All right. Would you like to know something else? Then ask in other words, or ask the school.",
        Remark.WORRY: (
            "I am sorry to hear that you are worried. Talk to the teacher or to the school's support coordinator "
            "(intern begeleider): they know your child. I can look up what the documents say, for instance about extra "
            "support. What would you like to know?"
        ),
        Remark.CRISIS: (
            "What you write sounds serious. I am a computer and cannot help with this; people can. In immediate "
            "danger, call 112. Thinking of suicide, you or your child? Call 113 or 0800-0113, day and night. A child "
            "that is not safe? Call Veilig Thuis: 0800-2000, day and night. Children can call the Kindertelefoon: "
            "0800-0432."
        ),
    },
    dutch_quote="These are the exact words of the document, in Dutch:",
    decided_on="This belongs to{label}: “{lead}”",
    item_of="This stands under: “{lead}”",
    unit="That is {label}",
    before="Before that it says: “{words}”",
    under="Under “{lead}” it says:",
    counted="There are {number}:",
    named_for="The documents name this for it:",
    told_nothing="I have told nothing from the documents before this. Ask your question, and I will name the place.",
    unclear="I cannot tell what your question is about. Please name the subject: what does “that” or “it” stand for?",
    more="What would you like to know more about? Please name the subject.",
    unanswered_part="The documents give no certain answer to this part of your question: “{part}”",
    nearest="This comes nearest:",
    not_filled_in="In the document this is not filled in.",
    empty_field="In the document “{label}” is not filled in.",
    held="“{title}” was valid until {until}.",
    holds="“{title}” is valid until {until}.",
    period_unknown="“{title}” does not say until when it is valid.",
    held_no_more="No, “{title}” was valid until {until}.",
    holds_still="Yes, “{title}” is valid until {until}.",
    simpler="I cannot put it in other words: I only show the words of the documents. This is the heart of it:",
    not_simpler="The documents do not say it in easier or fewer words. These are their own words:",
    simpler_unsure=(
        "The documents do not say it in easier words, and I am not sure that they answer your question. This comes "
        "nearest (the documents are in Dutch):"
    ),
    comes_next="This comes next in the document (in Dutch):",
    may_come_next="I am not sure that this is what you mean. This comes next in the document (in Dutch):",
    nothing_new="I find no more about this in the documents than what I just showed.",
    ask="Ask the school, or the school partnership{contact}.",
    conflict="The documents do not say the same about this everywhere. Both places are shown below.",
    promise="The document itself speaks of {promised} here, but lists {listed}.",
    outdated="“{title}” was valid until {until}. Check whether it still holds.",
    other_organisation="This comes from a document of {found}, not of {chosen}.",
    named_organisation="Your question names {found}; that is where I looked, and not at {chosen}.",
    organisation_unknown="“{title}” does not say which school partnership it is from.",
    not_said_to_be_theirs=(
        "“{title}” does not say which school partnership it is from, so it does not say that it holds for {asked_of}."
    ),
    redacted="Your question held personal data. It was left out and not kept; there is no need to give it.",
    fallback="The language model gave no answer that the documents bear out. These are the documents' own words.",
    unfinished="The language model did not finish its answer. Look in the source for the rest.",
    in_document="The document says (in Dutch): “{quote}”",
    stands_in="It says so in “{title}”{place}.",
    place_heading=", under “{headings}”",
    place_label=", at {label}",
    place_page=", on page {page}",
    no_pages="I do not know the page: the text that I have is not divided into pages.",
)

# What is said beside these in other languages, the notices above all, is in Dutch, as the documents are.
WORDINGS = {
    Language.DUTCH: DUTCH,
    Language.ENGLISH: ENGLISH,
    Language.GERMAN: replace(
        DUTCH,
        related=(
            "Ich bin nicht sicher, ob die Dokumente Ihre Frage beantworten. Am nächsten kommt (auf Niederländisch):"
        ),
        not_found="Die Dokumente, die ich habe, beantworten diese Frage nicht.",
        out_of_scope=(
            "Diese Frage betrifft ein anderes Thema. Ich beantworte nur Fragen zu passend onderwijs: Unterstützung von "
            "Schülerinnen und Schülern in niederländischen Schulen."
        ),
        dutch_quote="Das sind die genauen Worte des Dokuments, auf Niederländisch:",
        ask="Fragen Sie die Schule oder den Schulverbund (samenwerkingsverband){contact}.",
        unanswered_part="Auf diesen Teil Ihrer Frage geben die Dokumente keine sichere Antwort: “{part}”",
        nearest="Dies kommt am nächsten:",
        named_for="Dies nennen die Dokumente dazu:",
    ),
    Language.TURKISH: replace(
        DUTCH,
        related="Belgelerin sorunuzu yanıtladığından emin değilim. En yakın bölüm şudur (Hollandaca):",
        not_found="Elimdeki belgeler bu soruyu yanıtlamıyor.",
        out_of_scope=(
            "Bu soru başka bir konuyla ilgili. Yalnızca passend onderwijs (Hollanda okullarında öğrencilere destek) "
            "hakkındaki soruları yanıtlıyorum."
        ),
        dutch_quote="Belgenin tam sözleri, Hollandaca:",
        ask="Okula veya okul birliğine (samenwerkingsverband) sorun{contact}.",
        unanswered_part="Belgeler sorunuzun bu bölümüne kesin bir yanıt vermiyor: “{part}”",
        nearest="En yakını şudur:",
        named_for="Belgeler bununla ilgili şunları sayıyor:",
    ),
    Language.POLISH: replace(
        DUTCH,
        related="Nie jestem pewien, czy dokumenty odpowiadają na to pytanie. Najbliższy fragment (po niderlandzku):",
        not_found="Dokumenty, które mam, nie odpowiadają na to pytanie.",
        out_of_scope=(
            "To pytanie dotyczy czegoś innego. Odpowiadam tylko na pytania o passend onderwijs: wsparcie uczniów w "
            "holenderskich szkołach."
        ),
        dutch_quote="To dokładne słowa dokumentu, po niderlandzku:",
        ask="Proszę zapytać szkołę lub związek szkół (samenwerkingsverband){contact}.",
        unanswered_part="Na tę część pytania dokumenty nie dają pewnej odpowiedzi: “{part}”",
        nearest="Najbliższe jest to:",
        named_for="Dokumenty wymieniają w tej sprawie:",
    ),
    Language.UKRAINIAN: replace(
        DUTCH,
        related="Я не певен, що документи відповідають на ваше запитання. Найближче ось це (нідерландською):",
        not_found="Документи, які я маю, не відповідають на це запитання.",
        out_of_scope=(
            "Це запитання про інше. Я відповідаю лише на запитання про passend onderwijs: підтримку учнів у "
            "нідерландських школах."
        ),
        dutch_quote="Це точні слова документа, нідерландською:",
        ask="Запитайте школу або об’єднання шкіл (samenwerkingsverband){contact}.",
        unanswered_part="На цю частину запитання документи не дають певної відповіді: “{part}”",
        nearest="Найближче до цього:",
        named_for="Документи називають для цього:",
    ),
    Language.ARABIC: replace(
        DUTCH,
        related="لست متأكدًا من أن الوثائق تجيب عن سؤالك. هذا هو الأقرب (باللغة الهولندية):",
        not_found="الوثائق التي لديّ لا تجيب عن هذا السؤال.",
        out_of_scope=(
            "هذا السؤال عن موضوع آخر. أجيب فقط عن الأسئلة حول passend onderwijs: دعم التلاميذ في المدارس الهولندية."
        ),
        dutch_quote="هذه كلمات الوثيقة نفسها، باللغة الهولندية:",
        ask="اسأل المدرسة أو رابطة المدارس (samenwerkingsverband){contact}.",
        unanswered_part="لا تعطي الوثائق جوابًا أكيدًا عن هذا الجزء من سؤالك: “{part}”",
        nearest="هذا هو الأقرب:",
        named_for="هذا ما تذكره الوثائق في ذلك:",
    ),
}

# Most of their words are Dutch.
_AROUND_QUOTES = frozenset(
    {"decided_on", "item_of", "unit", "under", "in_document", "place_heading", "place_label", "place_page"}
)


def _sentences(wording: Wording) -> Iterator[str]:
    for field, sentence in asdict(wording).items():
        if field not in _AROUND_QUOTES:
            yield from sentence.values() if isinstance(sentence, Mapping) else [sentence]


def _pattern(sentences: set[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.sub(r"\\\{\w+\\\}", ".*?", re.escape(sentence)) for sentence in sorted(sentences)))


_OWN = {
    language: _pattern(set(_sentences(wording)) - set(_sentences(DUTCH)))
    for language, wording in WORDINGS.items()
    if language is not Language.DUTCH
}


def language_said(paragraph: str) -> Language:
    """Return the language of a paragraph: Dutch, unless it begins with a sentence of the assistant's own in another."""
    return next((language for language, own in _OWN.items() if own.match(paragraph)), Language.DUTCH)
