"""The console script `wegwijs`: each command parses, calls one function and prints; the exit code is the truth.

Whatever is heavy is imported inside the commands, so that `wegwijs --help` answers at once.
"""

from __future__ import annotations

import argparse
import logging
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from datetime import date, datetime
from functools import partial
from pathlib import Path
from socket import socket
from typing import TYPE_CHECKING, ClassVar, NoReturn, TypeAlias

from ingest.errors import IndexAwayError, IndexUnusableError, WegwijsError
from ui.days import day_of
from ui.quiet import quieten

if TYPE_CHECKING:
    from assistant.settings import Settings
    from assistant.staff.diagnosis import Diagnosis

_Command = Callable[[argparse.Namespace, "Settings"], int]
_Commands: TypeAlias = "argparse._SubParsersAction[_Parser]"  # noqa: SLF001 - what `add_subparsers` returns
_INTERRUPTED = 130  # 128 and the number of SIGINT, as shells have it
_PIPE_CLOSED = 141  # and of SIGPIPE
_NONE = "geen"  # takes a fact out of the catalogue, as an empty one does


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code: 0 is well, 1 is an error, 2 is a command that was not understood."""
    parsed = _parser().parse_args(arguments)
    command: _Command = parsed.command
    try:
        if command is _doctor:  # It tells what is wrong with the settings and the packages that the others need.
            return _doctor()
        settings = _settings()
        quieten(settings)
        code = command(parsed, settings)
        sys.stdout.flush()
    except BrokenPipeError:
        _read_no_further()
        return _PIPE_CLOSED
    except (WegwijsError, OSError) as error:
        print(" ".join(str(error).split()), file=sys.stderr)
        return 1
    except (KeyboardInterrupt, EOFError):  # EOFError: Ctrl-D at a question
        return _INTERRUPTED
    return code


def _read_no_further() -> None:
    """Let nothing be told of a reader who has seen enough, as `head` has, when Python closes what it writes to."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


# --- commands --------------------------------------------------------------------------------------------------------


def _ingest(arguments: argparse.Namespace, settings: Settings) -> int:
    from assistant.installation import open_embedder
    from ui.understood import ingest_changes

    settings = settings.model_copy(update={"corpus": arguments.corpus or settings.corpus})
    report = ingest_changes(settings, partial(open_embedder, settings))
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
    return 1 if report.failed or report.unread_banks else 0


def _add(arguments: argparse.Namespace, settings: Settings) -> int:
    from ui.adding import add_document

    fields = ("title", "organisation", "sector", "published", "valid_from", "valid_until")
    since, until = arguments.valid_from, arguments.valid_until
    if since and until and until < since:
        raise WegwijsError(
            f"--valid-until {until:%d-%m-%Y} ligt voor --valid-from {since:%d-%m-%Y}; verbeter een van beide."
        )
    facts = {field: fact for field in fields if (fact := getattr(arguments, field)) is not None}
    return add_document(
        settings,
        arguments.place,
        facts,
        arguments.id,
        organisation_name=arguments.organisation_name,
        allow_private=arguments.allow_private,
    )


def _remove(arguments: argparse.Namespace, settings: Settings) -> int:
    from ui.adding import remove_document

    return remove_document(settings, arguments.document)


def _show(arguments: argparse.Namespace, settings: Settings) -> int:
    from ingest.tree import trees

    for tree in trees(settings.corpus, arguments.document, whole=arguments.all):
        print(tree)
    return 0


def _ask(arguments: argparse.Namespace, settings: Settings) -> int:
    from assistant.service.contract import AnswerObject, AskRequest
    from ui.answer_text import answer_text
    from ui.opening import open_assistant

    request = AskRequest.of(arguments.question, arguments.organisation)
    assistant = open_assistant(settings)
    request.require_known_organisation(assistant.organisations)
    answer = assistant.ask(request.question, organisation=request.organisation)
    print(AnswerObject.of(answer).model_dump_json(indent=2) if arguments.json else answer_text(answer))
    return 0


def _serve(arguments: argparse.Namespace, settings: Settings) -> int:
    from ui.serving import address, listen

    for own in ("assistant", "ui"):
        logging.getLogger(own).setLevel(logging.INFO)
    with listen(arguments.host, arguments.port) as listener:

        def tell() -> None:
            print(f"Wegwijs staat klaar op {address(listener)}", flush=True)

        if arguments.workers == 1:
            _serve_alone(settings, listener, tell)
        else:
            from ui.workers import serve_together

            serve_together(settings, arguments.workers, listener, tell)
    return 0


def _serve_alone(settings: Settings, listener: socket, tell: Callable[[], None]) -> None:
    from ui.opening import open_assistant
    from ui.serving import address, serve

    try:
        assistant = open_assistant(settings, wait_for=(IndexAwayError,))
    except IndexUnusableError as error:
        from ui.app import create_waiting_app

        print(f"{error} Tot dan meldt {address(listener)} alleen dat Wegwijs nog niet klaar is.", file=sys.stderr)
        serve(create_waiting_app(settings), listener, lambda: None)
    else:
        from assistant.service.api import answer_from
        from ui.app import create_app
        from ui.renewal import renewing

        app = create_app(assistant, settings)
        with renewing(assistant, settings, partial(answer_from, app)):
            serve(app, listener, tell)


def _mcp(arguments: argparse.Namespace, settings: Settings) -> int:
    from ui.mcp_server import Tools, mcp_server, over_http
    from ui.opening import open_assistant
    from ui.renewal import renewing
    from ui.serving import address, listen, serve

    logging.getLogger("assistant").setLevel(logging.INFO)
    with listen(arguments.host, arguments.port) if arguments.http else nullcontext() as listener:
        assistant = open_assistant(settings)
        tools = Tools(assistant, settings)
        with renewing(assistant, settings, tools.use):
            if listener:
                ready = f"Wegwijs staat klaar op {address(listener)}/mcp"
                serve(over_http(mcp_server(tools), arguments.host), listener, lambda: print(ready, flush=True))
            else:
                mcp_server(tools).run()  # On stdin and stdout: nothing else may be printed.
    return 0


def _eval(arguments: argparse.Namespace, settings: Settings) -> int:
    from evals.command import run

    generative = arguments.mode == "generative"
    return run(settings, arguments.cases, arguments.json, arguments.against, generative=generative)


def _config(_: argparse.Namespace, settings: Settings) -> int:
    for name, value, origin in settings.with_origins():
        shown = (
            ", ".join(value) if isinstance(value, tuple) else "" if value is None else value
        )  # A secret shows itself as stars.
        print(f"{name} = {shown}  ({origin or 'standaard'})")
    return 0


def _bench(arguments: argparse.Namespace, settings: Settings) -> int:
    from evals.bench import run

    return run(settings, arguments.name, arguments.json)


def _questions(_: argparse.Namespace, settings: Settings) -> int:
    from assistant.installation import open_embedder
    from assistant.staff.bank_check import check_bank
    from ui.bank_text import bank_text

    report = check_bank(settings.corpus, lambda questions: open_embedder(settings).questions(questions))
    print(bank_text(report))
    return 0 if report.sound else 1


def _add_question(arguments: argparse.Namespace, settings: Settings) -> int:
    from assistant.staff.bank_entry import add_question, add_unanswered
    from ui.bank_text import place

    add = add_unanswered if arguments.unanswered else add_question
    passage = add(settings.corpus, arguments.document, arguments.question, arguments.label, arguments.begins)
    where = place(passage) if arguments.label or arguments.begins else passage.document.source.id
    print(f"Toegevoegd bij {where}. Met `wegwijs ingest` gaat de vraag meedoen.")
    return 0


def _keys(_: argparse.Namespace, settings: Settings) -> int:
    from assistant.service.keys import KeyFile

    keys = KeyFile(settings.home).all()
    if not keys:
        print("Er zijn geen sleutels. Met `wegwijs keys add` maakt u er een.")
    for key in keys:
        organisations = ", ".join(key.organisations) or "alle samenwerkingsverbanden"
        per_minute = key.per_minute or settings.questions_per_minute
        print(f"{key.name}: {organisations}, {per_minute} vragen per minuut, gemaakt op {key.made:%d-%m-%Y}")
    return 0


def _add_key(arguments: argparse.Namespace, settings: Settings) -> int:
    from assistant.service.keys import KeyFile
    from ingest.catalogue import load_catalogue

    known = [organisation.id for organisation in load_catalogue(settings.corpus).organisations]
    if unknown := [one for one in arguments.organisation if one not in known]:
        raise WegwijsError(f"Samenwerkingsverband {unknown[0]!r} is onbekend. Kies uit: {', '.join(known)}.")
    print(KeyFile(settings.home).add(arguments.name, arguments.organisation, arguments.per_minute))
    print("Bewaar deze sleutel goed: hij is niet nog eens te zien.", file=sys.stderr)
    return 0


def _remove_key(arguments: argparse.Namespace, settings: Settings) -> int:
    from assistant.service.keys import KeyFile

    KeyFile(settings.home).remove(arguments.name)
    print(f"Sleutel {arguments.name!r} geldt niet meer.")
    return 0


def _check(arguments: argparse.Namespace, settings: Settings) -> int:
    from assistant.staff.corpus_check import check_corpus
    from ui.check_json import check_json
    from ui.check_page import check_page
    from ui.check_text import check_text

    report = check_corpus(settings.corpus)
    print(check_json(report) if arguments.json else check_text(report))
    if arguments.html:
        arguments.html.write_text(check_page(report, datetime.now().astimezone().date()), encoding="utf-8")
        written = f"De pagina voor de browser staat in {arguments.html.resolve()}."
        print(written, file=sys.stderr if arguments.json else sys.stdout)
    return 1 if report.unreadable else 0


def _report(arguments: argparse.Namespace, settings: Settings) -> int:
    from ui.reporting import write_usage_report

    return write_usage_report(settings, arguments.out, arguments.days, arguments.address)


def _doctor(*_: object) -> int:
    from assistant.staff.diagnosis import Severity
    from assistant.staff.environment_check import check_environment

    severities = set()

    def tell(diagnoses: Iterable[Diagnosis]) -> None:
        for one in diagnoses:
            print(f"{one.severity:<6}  {' '.join(one.text.split())}", flush=True)
            severities.add(one.severity)

    tell(check_environment())
    if Severity.FAULT not in severities:  # Without its packages the rest cannot even be imported.
        tell(_installation())
    return 1 if Severity.FAULT in severities else 0


def _installation() -> Iterator[Diagnosis]:
    from assistant.installation import open_embedder
    from assistant.staff.diagnosis import fault
    from assistant.staff.installation_check import check_installation

    try:
        settings = _settings()
    except WegwijsError as error:
        yield fault(str(error))
        return
    quieten(settings)
    yield from check_installation(settings, partial(open_embedder, settings))


# --- what they need --------------------------------------------------------------------------------------------------


def _settings() -> Settings:
    import tomllib

    from pydantic import ValidationError

    from assistant.settings import Settings
    from ingest.mistakes import what_is_wrong, why_not_toml

    try:
        return Settings()
    except ValidationError as exc:
        raise WegwijsError(f"Instelling {what_is_wrong(exc)}.") from exc
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise WegwijsError(f"wegwijs.toml: {why_not_toml(exc)}.") from exc


# --- parsing ---------------------------------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    parser = _Parser("wegwijs", "Beantwoordt vragen over passend onderwijs uit beleidsdocumenten, met de bron erbij.")
    commands = parser.add_subparsers(title="opdrachten", metavar="opdracht", required=True)
    _add_document_commands(commands)
    _add_asking_commands(commands)
    _add_checking_commands(commands)
    _add_key_commands(commands)
    return parser


def _add_document_commands(commands: _Commands) -> None:
    about = "Leest de documenten in en maakt de index. Alleen wat veranderd is, wordt opnieuw verwerkt."
    ingest = commands.add_parser("ingest", help="lees de documenten in", description=about)
    ingest.add_argument("--corpus", type=Path, metavar="MAP", help="de map met documenten (anders: de ingestelde map)")
    ingest.set_defaults(command=_ingest)

    about = "Zet een document in de map, leest het in en toont wat ervan begrepen is."
    add = commands.add_parser("add", help="voeg een document toe", description=about)
    add.add_argument("place", metavar="bestand-of-webadres", help="een PDF, Word-document, webpagina of ander document")
    add.add_argument("--title", metavar="TITEL", help="de titel (anders: die in het bestand, of de eerste kop)")
    add.add_argument("--organisation", metavar="ID", help="het samenwerkingsverband, zoals bepo")
    add.add_argument("--organisation-name", metavar="NAAM", help="de naam van een nieuw samenwerkingsverband")
    add.add_argument("--sector", type=_sector, metavar="SECTOR", help="zoals po, vo of so-sbo; geen haalt hem weg")
    add.add_argument(
        "--published",
        type=_day,
        metavar="DATUM",
        help="de datum van het document, zoals 01-09-2025; geen haalt hem weg",
    )
    add.add_argument("--valid-from", type=_day, metavar="DATUM", help="de eerste dag dat het geldt; geen haalt hem weg")
    add.add_argument(
        "--valid-until", type=_day, metavar="DATUM", help="de laatste dag dat het geldt; geen haalt hem weg"
    )
    add.add_argument("--id", type=_document_id, metavar="ID", help="de naam in de catalogus (anders: uit de titel)")
    add.add_argument("--allow-private", action="store_true", help="sta een webadres binnen het eigen netwerk toe")
    add.set_defaults(command=_add)

    about = "Haalt een document uit de map en uit de index."
    remove = commands.add_parser("remove", help="haal een document weg", description=about)
    remove.add_argument("document", help="het document: de naam in de catalogus of van het bestand")
    remove.set_defaults(command=_remove)

    about = "Toont hoe een document is gelezen: de koppen, de stukken tekst, en wat er in elk stuk staat."
    show = commands.add_parser("show", help="toon hoe een document is gelezen", description=about)
    show.add_argument("document", help="het document: (het begin van) de naam in de catalogus, of die van het bestand")
    show.add_argument("--all", action="store_true", help="toon ook lange stukken helemaal")
    show.set_defaults(command=_show)


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
    serve.add_argument(
        "--workers",
        type=_workers,
        default=1,
        metavar="AANTAL",
        help="hoeveel processen antwoorden (anders: %(default)s)",
    )
    serve.set_defaults(command=_serve)

    about = (
        "Geeft andere assistenten, zoals Claude of Copilot, toegang tot de documenten, met MCP. "
        "Zonder --http wacht dit op berichten van een programma: zet deze opdracht in de instellingen daarvan."
    )
    mcp = commands.add_parser("mcp", help="geef een andere assistent toegang", description=about)
    mcp.add_argument("--http", action="store_true", help="luister op een adres, op het pad /mcp")
    mcp.add_argument("--host", default="127.0.0.1", help="het adres om op te luisteren (anders: %(default)s)")
    mcp.add_argument("--port", type=_port, default=8001, metavar="POORT", help="de poort (anders: %(default)s)")
    mcp.set_defaults(command=_mcp)

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
    evaluate.add_argument(
        "--mode",
        choices=("extractive", "generative"),
        default="extractive",
        help="generative: het ingestelde taalmodel schrijft de antwoorden (anders: de woorden van de documenten)",
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
    add.add_argument("document", help="het document: de naam in de catalogus of van het bestand")
    add.add_argument("question", metavar="vraag", help="de vraag, tussen aanhalingstekens")
    add.add_argument("--label", metavar="NUMMER", help="het nummer dat antwoord geeft, zoals 'afspraak 22'")
    add.add_argument("--begins", metavar="WOORDEN", help="de eerste woorden van de zin die antwoord geeft")
    add.add_argument(
        "--unanswered",
        action="store_true",
        help="het document geeft juist geen antwoord op de vraag; een plek hoeft er dan niet bij",
    )
    add.set_defaults(command=_add_question)

    about = "Leest de documenten na en noemt wat u kunt verbeteren: verlopen, tegenstrijdig, onvolledig of onduidelijk."
    check = commands.add_parser("check", help="lees de documenten na", description=about)
    check.add_argument("--json", action="store_true", help="toon de punten als JSON, voor andere programma's")
    check.add_argument("--html", type=Path, metavar="BESTAND", help="schrijf ze ook als pagina voor de browser")
    check.set_defaults(command=_check)

    about = (
        "Maakt een verslag van wat mensen vragen: wat uw documenten niet beantwoorden, welke antwoorden niet hielpen "
        "en welke bronnen het meest zijn genoemd. Als webpagina en als tabellen. Kan alleen als "
        "WEGWIJS_KEEP_QUESTIONS_DAYS aanstaat."
    )
    report = commands.add_parser("report", help="maak een verslag van wat mensen vragen", description=about)
    report.add_argument(
        "--out",
        type=Path,
        default=Path("reports/verslag"),
        metavar="MAP",
        help="waar het verslag komt (anders: %(default)s)",
    )
    report.add_argument("--days", type=_days, metavar="AANTAL", help="alleen de laatste dagen (anders: alles)")
    report.add_argument(
        "--address",
        type=_address,
        default="http://127.0.0.1:8000",
        metavar="ADRES",
        help="waar uw Wegwijs te bereiken is, voor de links naar de bronnen (anders: %(default)s)",
    )
    report.set_defaults(command=_report)

    about = "Kijkt of Wegwijs goed is geïnstalleerd en zegt wat u moet doen. Eindigt met code 1 bij een fout."
    doctor = commands.add_parser("doctor", help="controleer de installatie", description=about)
    doctor.set_defaults(command=_doctor)


def _add_key_commands(commands: _Commands) -> None:
    about = "Toont de sleutels waarmee programma's de API gebruiken. De sleutels zelf zijn niet te zien."
    keys = commands.add_parser("keys", help="beheer de sleutels van de API", description=about)
    keys.set_defaults(command=_keys)
    commands = keys.add_subparsers(title="opdrachten", metavar="opdracht")

    about = "Maakt een sleutel en toont hem, één keer. Een server die draait, kent hem meteen."
    add = commands.add_parser("add", help="maak een sleutel", description=about)
    add.add_argument("name", metavar="naam", help="waar de sleutel voor is, zoals website-bepo")
    add.add_argument(
        "--organisation",
        action="append",
        default=[],
        metavar="ID",
        help="alleen voor dit samenwerkingsverband; mag vaker (anders: alle)",
    )
    add.add_argument(
        "--per-minute", type=_positive, metavar="AANTAL", help="hoeveel vragen per minuut (anders: zoals een bezoeker)"
    )
    add.set_defaults(command=_add_key)

    about = "Trekt een sleutel in. Een server die draait, weigert hem meteen."
    remove = commands.add_parser("remove", help="trek een sleutel in", description=about)
    remove.add_argument("name", metavar="naam", help="de naam van de sleutel")
    remove.set_defaults(command=_remove_key)


def _positive(text: str) -> int:
    if not re.fullmatch(r"[1-9]\d{0,8}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is geen aantal: kies een getal vanaf 1")
    return int(text)


def _port(text: str) -> int:
    if not re.fullmatch(r"\d{1,5}", text) or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is geen poort: kies een getal van 0 tot en met 65535")
    return int(text)


def _days(text: str) -> int:
    if not re.fullmatch(r"[1-9]\d{0,3}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is geen aantal dagen: kies een getal van 1 tot en met 9999")
    return int(text)


def _address(text: str) -> str:
    if not re.fullmatch(r"https?://[^/\s]+/?", text):
        raise argparse.ArgumentTypeError(f"{text!r} is geen adres: schrijf bijvoorbeeld https://wegwijs.school.nl")
    return text.rstrip("/")


def _workers(text: str) -> int:
    if not re.fullmatch(r"[1-9]\d?", text):
        raise argparse.ArgumentTypeError(f"{text!r} is geen aantal processen: kies een getal van 1 tot en met 99")
    return int(text)


def _document_id(text: str) -> str:
    from ingest.catalogue import checked_id

    try:
        return checked_id(text)
    except ValueError as exc:
        raise argparse.ArgumentTypeError(str(exc)) from exc


def _sector(text: str) -> str:
    return "" if text == _NONE else text


def _day(text: str) -> date | str:
    if text == _NONE:
        return ""
    try:
        return day_of(text)
    except ValueError as exc:
        raise argparse.ArgumentTypeError(str(exc)) from exc


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
