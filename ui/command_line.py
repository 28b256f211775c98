"""The console script `wegwijs`: each command parses, calls one function and prints; the exit code is the truth.

Whatever is heavy is imported inside the commands, so that `wegwijs --help` answers at once.
"""

from __future__ import annotations

import argparse
import logging
import os
import re
import sys
import traceback
import warnings
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, ClassVar, NoReturn, TypeAlias

from ingest.bundled_model import BUNDLED_MODEL
from ingest.errors import IndexUnusableError, WegwijsError

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.settings import Settings

_Command = Callable[[argparse.Namespace, "Settings"], int]
_Commands: TypeAlias = "argparse._SubParsersAction[_Parser]"  # noqa: SLF001 - what `add_subparsers` returns
_INTERRUPTED = 130  # 128 and the number of SIGINT, as shells have it


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code: 0 is well, 1 is an error, 2 is a command that was not understood."""
    parsed = _parser().parse_args(arguments)
    command: _Command = parsed.command
    try:
        settings = _settings()
        _quieten(settings)
        return command(parsed, settings)
    except (WegwijsError, OSError) as error:
        print(" ".join(str(error).split()), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return _INTERRUPTED


# --- commands --------------------------------------------------------------------------------------------------------


def _ingest(arguments: argparse.Namespace, settings: Settings) -> int:
    from ingest.embedding import Embedder
    from ingest.index import ingest

    report = ingest(
        arguments.corpus or settings.corpus,
        settings.home,
        lambda: Embedder(settings.embedding_model, settings.home / "models"),
        settings.embedding_model,
        lambda step: print(f"  {step}", flush=True),
    )
    for problem in report.problems:
        print(problem, file=sys.stderr)
    for word, meaning, documents in (
        ("created", "nieuw", report.created),
        ("updated", "gewijzigd", report.updated),
        ("unchanged", "ongewijzigd", report.unchanged),
        ("removed", "verwijderd", report.removed),
        ("failed", "mislukt", list(report.failed)),
    ):
        print(f"{word}: {len(documents)} ({meaning}) {', '.join(documents)}".rstrip())
    for reason in report.failed.values():
        print(reason, file=sys.stderr)
    return 1 if report.failed else 0


def _add(arguments: argparse.Namespace, settings: Settings) -> int:
    from ui.adding import add_document

    fields = ("title", "organisation", "sector", "published", "valid_from", "valid_until")
    facts = {field: fact for field in fields if (fact := getattr(arguments, field)) is not None}
    return add_document(settings, arguments.place, facts, arguments.id, allow_private=arguments.allow_private)


def _remove(arguments: argparse.Namespace, settings: Settings) -> int:
    from ui.adding import remove_document

    return remove_document(settings, arguments.id)


def _ask(arguments: argparse.Namespace, settings: Settings) -> int:
    from pydantic import ValidationError

    from assistant.contract import AnswerObject, AskRequest, RequestError, explain
    from ui.answer_text import answer_text

    try:
        request = AskRequest(question=arguments.question, organisation=arguments.organisation)
    except ValidationError as exc:
        raise RequestError(explain(exc.errors())) from exc
    assistant = _open_assistant(settings)
    request.require_known_organisation(assistant.organisations)
    answer = assistant.ask(request.question, organisation=request.organisation)
    print(AnswerObject.of(answer).model_dump_json(indent=2) if arguments.json else answer_text(answer))
    return 0


def _serve(arguments: argparse.Namespace, settings: Settings) -> int:
    from ui.serving import address, listen, serve

    logging.getLogger("assistant").setLevel(logging.INFO)
    with listen(arguments.host, arguments.port) as listener:
        try:
            assistant = _open_assistant(settings)
        except IndexUnusableError as error:
            from ui.app import create_waiting_app

            print(f"{error} Until then {address(listener)} only tells that it is not ready.", file=sys.stderr)
            serve(create_waiting_app(settings), listener, lambda: None)
        else:
            from ui.app import create_app
            from ui.renewal import renewing

            app = create_app(assistant, settings)
            with renewing(app, settings):
                serve(app, listener, lambda: print(f"Wegwijs staat klaar op {address(listener)}", flush=True))
    return 0


def _eval(arguments: argparse.Namespace, settings: Settings) -> int:
    from evals.command import run

    return run(settings, arguments.cases, arguments.json, arguments.against)


def _config(_: argparse.Namespace, settings: Settings) -> int:
    for name, value, origin in settings.with_origins():
        shown = ", ".join(value) if isinstance(value, tuple) else value  # A secret shows itself as stars.
        print(f"{name} = {shown}  ({origin or 'standaard'})")
    return 0


def _bench(arguments: argparse.Namespace, settings: Settings) -> int:
    from evals.bench import run

    return run(settings, arguments.name, arguments.json)


def _questions(_: argparse.Namespace, settings: Settings) -> int:
    from assistant.bank_check import check_bank
    from ingest.embedding import Embedder
    from ui.bank_text import bank_text

    report = check_bank(
        settings.corpus,
        lambda questions: Embedder(settings.embedding_model, settings.home / "models").questions(questions),
    )
    print(bank_text(report))
    return 0 if report.sound else 1


def _add_question(arguments: argparse.Namespace, settings: Settings) -> int:
    from assistant.bank_entry import add_question, add_unanswered
    from ui.bank_text import place

    add = add_unanswered if arguments.unanswered else add_question
    passage = add(settings.corpus, arguments.document, arguments.question, arguments.label, arguments.begins)
    print(f"Toegevoegd bij {place(passage)}. Met `wegwijs ingest` gaat de vraag meedoen.")
    return 0


def _check(_: argparse.Namespace, settings: Settings) -> int:
    from assistant.corpus_check import check_corpus
    from ui.check_text import check_text

    report = check_corpus(settings.corpus)
    print(check_text(report))
    return 1 if report.unreadable else 0


def _open_assistant(settings: Settings) -> Assistant:
    from ingest.index import Index

    index = Index.open(settings.home, settings.embedding_model)  # First: it is quick to say that there is none.

    from assistant.assistant import Assistant
    from ingest.embedding import Embedder

    return Assistant(index, Embedder(settings.embedding_model, settings.home / "models"))


# --- what they need --------------------------------------------------------------------------------------------------


def _settings() -> Settings:
    import tomllib

    from pydantic import ValidationError

    from assistant.settings import Settings

    try:
        return Settings()
    except ValidationError as exc:
        error = exc.errors()[0]
        name = ".".join(str(part) for part in error["loc"])
        raise WegwijsError(f"Instelling {name!r} klopt niet: {error['input']!r} ({error['msg']}).") from exc
    except tomllib.TOMLDecodeError as exc:
        raise WegwijsError(f"wegwijs.toml is geen geldige TOML: {exc}.") from exc


def _quieten(settings: Settings) -> None:
    """Keep the libraries off the terminal and off the network; they read these variables when they are imported."""
    os.environ.update(
        ANONYMIZED_TELEMETRY="False",
        GRADIO_ANALYTICS_ENABLED="False",
        HF_HUB_DISABLE_TELEMETRY="1",
        OMP_WAIT_POLICY="PASSIVE",  # Waiting threads that spin made a question 8 times slower on a busy machine.
        TOKENIZERS_PARALLELISM="false",
        TQDM_DISABLE="1",
        TRANSFORMERS_VERBOSITY="error",
    )
    if settings.embedding_model == BUNDLED_MODEL:
        os.environ["HF_HUB_OFFLINE"] = "1"
    warnings.simplefilter("ignore")
    handler = logging.StreamHandler()
    handler.setLevel(logging.INFO)  # bm25s has its own logger say everything.
    handler.setFormatter(_LogFormatter("%(message)s"))
    logging.basicConfig(level=logging.ERROR, handlers=[handler])
    for own in ("ingest", "assistant", "evals", "ui"):
        logging.getLogger(own).setLevel(logging.WARNING)


class _LogFormatter(logging.Formatter):
    """Leaves out what exceptions say: it may hold somebody's question. Where they arose is told."""

    def formatException(  # noqa: N802 - logging's name
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        kind, _, place = ei
        return "".join(traceback.format_tb(place)) + (kind.__name__ if kind else "")


# --- parsing ---------------------------------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    parser = _Parser("wegwijs", "Beantwoordt vragen over passend onderwijs uit beleidsdocumenten, met de bron erbij.")
    commands = parser.add_subparsers(title="opdrachten", metavar="opdracht", required=True)
    _add_document_commands(commands)
    _add_asking_commands(commands)
    _add_checking_commands(commands)
    return parser


def _add_document_commands(commands: _Commands) -> None:
    about = "Leest de documenten in en maakt de index. Alleen wat veranderd is, wordt opnieuw verwerkt."
    ingest = commands.add_parser("ingest", help="lees de documenten in", description=about)
    ingest.add_argument("--corpus", type=Path, metavar="MAP", help="de map met documenten (anders: de ingestelde map)")
    ingest.set_defaults(command=_ingest)

    about = "Zet een document in de map, leest het in en toont wat ervan begrepen is."
    add = commands.add_parser("add", help="voeg een document toe", description=about)
    add.add_argument("place", metavar="bestand-of-webadres", help="een PDF, Word-document, webpagina of ander document")
    add.add_argument("--title", metavar="TITEL", help="de titel (anders: de eerste kop)")
    add.add_argument("--organisation", metavar="ID", help="het samenwerkingsverband, zoals bepo")
    add.add_argument("--sector", metavar="SECTOR", help="zoals po, vo of so-sbo")
    add.add_argument("--published", type=_day, metavar="DATUM", help="de datum van het document, zoals 2025-09-01")
    add.add_argument("--valid-from", type=_day, metavar="DATUM", help="de eerste dag dat het geldt")
    add.add_argument("--valid-until", type=_day, metavar="DATUM", help="de laatste dag dat het geldt")
    add.add_argument("--id", metavar="ID", help="de naam in de catalogus (anders: uit de titel)")
    add.add_argument("--allow-private", action="store_true", help="sta een webadres binnen het eigen netwerk toe")
    add.set_defaults(command=_add)

    about = "Haalt een document uit de map en uit de index."
    remove = commands.add_parser("remove", help="haal een document weg", description=about)
    remove.add_argument("id", metavar="ID", help="de naam in de catalogus")
    remove.set_defaults(command=_remove)


def _add_asking_commands(commands: _Commands) -> None:
    about = "Stelt één vraag en toont het antwoord met de bronnen."
    ask = commands.add_parser("ask", help="stel een vraag", description=about)
    ask.add_argument("question", metavar="vraag", help="de vraag, tussen aanhalingstekens")
    ask.add_argument("--organisation", metavar="ID", help="zoek alleen bij dit samenwerkingsverband, zoals bepo")
    ask.add_argument("--json", action="store_true", help="toon het antwoord als JSON, voor andere programma's")
    ask.set_defaults(command=_ask)

    about = "Start de website: de chat, de bronnen en de API. Stop met Ctrl-C."
    serve = commands.add_parser("serve", help="start de website", description=about)
    serve.add_argument("--host", default="127.0.0.1", help="het adres om op te luisteren (anders: %(default)s)")
    serve.add_argument("--port", type=_port, default=8000, metavar="POORT", help="de poort (anders: %(default)s)")
    serve.set_defaults(command=_serve)

    about = "Toont de instellingen, en waar elke waarde vandaan komt. Geheimen worden niet getoond."
    config = commands.add_parser("config", help="toon de instellingen", description=about)
    config.set_defaults(command=_config)


def _add_checking_commands(commands: _Commands) -> None:
    about = "Meet hoe goed de antwoorden zijn. Eindigt met code 1 als een norm niet wordt gehaald."
    evaluate = commands.add_parser("eval", help="meet hoe goed de antwoorden zijn", description=about)
    evaluate.add_argument("--cases", type=Path, metavar="BESTAND", help="één bestand met vragen (anders: alle)")
    evaluate.add_argument("--json", action="store_true", help="toon de uitkomst als JSON, voor andere programma's")
    evaluate.add_argument(
        "--against", type=Path, metavar="BESTAND", help="vergelijk met een eerdere uitkomst, bewaard met --json"
    )
    evaluate.set_defaults(command=_eval)

    about = "Meet hoe snel Wegwijs is, als verhouding tot een maat. Eindigt met code 1 als een norm niet wordt gehaald."
    bench = commands.add_parser("bench", help="meet hoe snel het is", description=about)
    bench.add_argument(
        "name",
        nargs="?",
        choices=("answer", "ingest", "scale"),
        metavar="naam",
        help="answer (een antwoord), ingest (inlezen) of scale (heel veel documenten; duurt minuten); anders: alle",
    )
    bench.add_argument("--json", action="store_true", help="toon de uitkomst als JSON, voor andere programma's")
    bench.set_defaults(command=_bench)

    about = (
        "Controleert de vragenbank: plekken die er niet meer zijn, dubbele vragen, passages zonder vragen. "
        "Eindigt met code 1 als er iets hersteld moet worden."
    )
    questions = commands.add_parser("questions", help="controleer de vragenbank, of voeg toe", description=about)
    questions.set_defaults(command=_questions)
    about = "Voegt een vraag toe bij de plek in het document die er antwoord op geeft."
    add = questions.add_subparsers(title="opdrachten", metavar="opdracht").add_parser(
        "add", help="voeg een vraag toe", description=about
    )
    add.add_argument("document", help="het document, zoals het in catalogue.toml heet")
    add.add_argument("question", metavar="vraag", help="de vraag, tussen aanhalingstekens")
    add.add_argument("--label", metavar="NUMMER", help="het nummer dat antwoord geeft, zoals 'afspraak 22'")
    add.add_argument("--begins", metavar="WOORDEN", help="de eerste woorden van de zin die antwoord geeft")
    add.add_argument(
        "--unanswered", action="store_true", help="het document geeft hier juist geen antwoord op de vraag"
    )
    add.set_defaults(command=_add_question)

    about = "Leest de documenten na en noemt wat u kunt verbeteren: verlopen, tegenstrijdig, onvolledig of onduidelijk."
    check = commands.add_parser("check", help="lees de documenten na", description=about)
    check.set_defaults(command=_check)


def _port(text: str) -> int:
    if not re.fullmatch(r"\d{1,5}", text) or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is geen poort: kies een getal van 0 tot en met 65535")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as exc:
        raise argparse.ArgumentTypeError(f"{text!r} is geen datum: schrijf bijvoorbeeld 2026-07-31") from exc


class _Help(argparse.HelpFormatter):
    """argparse's help, in Dutch."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "gebruik: " if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        super().start_section({"positional arguments": "invoer", "options": "opties"}.get(heading or "", heading))


class _Parser(argparse.ArgumentParser):
    """A parser that helps in Dutch and tells an error in one line."""

    _WORDS: ClassVar = {
        "argument ": "",
        "the following arguments are required:": "dit ontbreekt nog:",
        "unrecognized arguments:": "dit is onbekend:",
        "expected one argument": "hier hoort iets achter",
        "invalid choice:": "onbekende keuze",
        "choose from": "kies uit",
    }

    def __init__(self, prog: str | None = None, description: str | None = None) -> None:
        super().__init__(prog, description=description, formatter_class=_Help, add_help=False, allow_abbrev=False)
        self.add_argument("-h", "--help", action="help", help="toon deze uitleg")

    def error(self, message: str) -> NoReturn:
        for english, dutch in self._WORDS.items():
            message = message.replace(english, dutch)
        self.exit(2, f"{self.prog}: {message}. Zie `{self.prog} --help`.\n")


if __name__ == "__main__":
    sys.exit(main())
