"""The chat on `/`: asks at the same desk as the API, in process, and draws the answers with `ui.rendering`.

The events keep nothing on the server: the conversation stays in the tab, and travels with each question. So any of
several server processes can answer it, and nobody's questions stay behind.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import AsyncIterator
from typing import Any

import gradio as gr
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import HTMLResponse, StreamingResponse
from fastapi.routing import APIRoute, Mount
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from assistant.answer import Answer, Piece
from assistant.assistant import Assistant
from assistant.examples import examples
from assistant.service.admission import Caller
from assistant.service.api import assistant_of, desk_of
from assistant.service.contract import AskRequest, RequestError, TurnObject
from assistant.service.desk import Asker
from assistant.service.problems import add_problem_responses, problem_response
from assistant.service.routing import Route
from assistant.staff.asked import today
from ui.answer_markdown import answer_html
from ui.page import METHODS, STATIC, missing
from ui.rendering import EXAMPLES_PLACE, render_answer, render_examples, render_failure, render_start
from ui.templating import templates

logger = logging.getLogger(__name__)

_TITLE = "Wegwijs in passend onderwijs"
# Gradio needs inline scripts and evaluation; nothing needs another host.
_POLICY = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; object-src 'none'; base-uri 'self'"
_LOADING_JS = (STATIC / "loading.js").read_text(encoding="utf-8")
_HEAD = f"""<title>{_TITLE}</title>
<script>{_LOADING_JS}</script>
<link rel="icon" href="/static/wegwijs/wegwijs.svg" type="image/svg+xml">
<link rel="stylesheet" href="/static/wegwijs/colours.css">
<link rel="stylesheet" href="/static/wegwijs/loading.css">
<link rel="stylesheet" href="/static/wegwijs/paper.css" media="print">
<link rel="stylesheet" href="/static/wegwijs/low.css" media="(max-height: 30em)">
<link rel="stylesheet" href="/static/wegwijs/touch.css" media="(pointer: coarse)">
<noscript><meta http-equiv="refresh" content="0; url=/chat"></noscript>
</head>"""
_GRADIO_S_OWN = re.compile(r'<meta\s+(?:property="og|name="twitter):.*?/>|<link rel="manifest".*?/>', re.DOTALL)
_ANSWERING_JS = (STATIC / "answering.js").read_text(encoding="utf-8")
_CONVERSATION_JS = (STATIC / "conversation.js").read_text(encoding="utf-8")
# Gradio's <base> would make a link to a place on this page another page.
_HEADER_JS = """
element.querySelector('.overslaan').addEventListener('click', (event) => {
  event.preventDefault();
  document.querySelector('.invoer textarea').focus();
});
element.querySelector('.nieuw').addEventListener('click', () => sessionStorage.removeItem('wegwijs-gesprek'));
"""
# conversation.js asks one question at a time; Gradio by itself would drop one that comes too soon.
_EVENT: dict[str, Any] = {
    "queue": False,
    "show_progress": "hidden",
    "api_visibility": "private",
    "trigger_mode": "multiple",
}
_FAILURE_JS = "element.setAttribute('role', 'status'); element.classList.add('mislukt');"
_FAILED_JS = "() => { document.dispatchEvent(new Event('mislukt')); return ''; }"
_ANSWERED_JS = """(shown, turns, failure) => {
  const event = failure ? new Event('mislukt') : new CustomEvent('beantwoord', {detail: {shown, turns}});
  document.dispatchEvent(event);
}"""
# Before this, what is typed would be overwritten, and a key or button pressed in vain (see loading.css).
_BEGUN_JS = "() => document.documentElement.classList.add('begonnen')"
_FAILED = "Er is geen antwoord gekomen."
_GONE = "Dit samenwerkingsverband staat niet meer in Wegwijs. Laad deze pagina opnieuw, en kies waarin u zoekt."
_NOT_FOR_PROGRAMS = "Dit adres is van de chat zelf, en kan hier niets mee. Maakt u een programma, kijk dan op /docs."
_TurnJson = dict[str, str]
_ORGANISATIONS_PLACE = "<!-- samenwerkingsverbanden -->"  # Where the choice of an organisation comes.
_IDS_PLACE = "[/* samenwerkingsverbanden */]"  # Where their ids come.
# A native list: it works with every screen reader and phone. Its choice is the value of the component.
_ORGANISATION_JS = """
const select = element.querySelector('select');
select.addEventListener('change', () => {
  props.value = select.value;
  localStorage.setItem('wegwijs-organisatie', select.value);
  document.dispatchEvent(new CustomEvent('gekozen', {detail: select.value}));
});
watch('value', () => {
  select.value = props.value;
  if (props.value) document.dispatchEvent(new CustomEvent('gekozen', {detail: props.value}));
});
"""
# Reads with what to begin. The organisation comes from an address such as `/?organisatie=bepo`, or is the one that was
# chosen last. The question is what stood in the box or had no answer yet, the conversation what this tab shows already
# (see conversation.js).
_START_JS = f"""(start) => {{
  const given = new URLSearchParams(location.search).get('organisatie');
  const known = (wanted) => {_IDS_PLACE}.find((id) => id === wanted) ?? '';
  try {{
    const organisation = known(given ?? localStorage.getItem('wegwijs-organisatie'));
    const question = sessionStorage.getItem('wegwijs-vraag') ?? '';
    sessionStorage.removeItem('wegwijs-vraag');
    const {{shown, turns}} = JSON.parse(sessionStorage.getItem('wegwijs-gesprek')) ?? {{shown: start, turns: []}};
    return [organisation, question, shown, turns];
  }} catch {{
    return [known(given), '', start, []];  // This browser keeps nothing.
  }}
}}"""


def mount_chat(app: FastAPI) -> None:
    """Put the chat on `/`."""
    router = APIRouter(route_class=Route)

    @router.post("/antwoord", include_in_schema=False)
    def answer(asked: AskRequest, request: Request) -> StreamingResponse:
        return StreamingResponse(_told(app, asked, request), media_type="application/x-ndjson")

    @app.post("/gradio_api/{path:path}", include_in_schema=False)
    def event(path: str) -> None:  # noqa: ARG001 - any
        raise HTTPException(404, _NOT_FOR_PROGRAMS)  # The page has none for Gradio: its scripts ask at /antwoord.

    app.include_router(router)

    @app.api_route("/", methods=METHODS, include_in_schema=False)
    def chat(request: Request) -> HTMLResponse:
        html = bytes(draw(request, user=None).body).decode()
        return HTMLResponse(_ours(html, assistant_of(app)), headers={"Content-Security-Policy": _POLICY})

    gr.mount_gradio_app(
        app,
        _chat(),
        path="/",
        theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
        css_paths=[STATIC / "chat.css"],
        favicon_path=STATIC / "wegwijs.svg",
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size=1,  # Nothing here takes files.
    )
    mounted = next(route.app for route in app.routes if isinstance(route, Mount) and isinstance(route.app, FastAPI))
    add_problem_responses(mounted)
    mounted.add_exception_handler(404, lambda *_: missing())  # An address that nobody knows ends there.

    @mounted.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> Response:
        # Gradio's own words are English.
        return problem_response(request.url.path, error.status_code, _NOT_FOR_PROGRAMS, dict(error.headers or {}))

    draw = next(route.endpoint for route in mounted.routes if isinstance(route, APIRoute) and route.path == "/")


def _ours(html: str, assistant: Assistant) -> str:
    """Give Gradio's page our language, title and icon, a way out without scripts, and nothing that presents Gradio.

    The examples and organisations go in here, and not when the chat is made: by now there may be another index.
    """
    organisations = assistant.organisations
    present = {
        EXAMPLES_PLACE: render_examples(examples(assistant)),
        _ORGANISATIONS_PLACE: _literal(
            templates.get_template("organisations.html").render(organisations=organisations)
        ),
        _IDS_PLACE: json.dumps([organisation.id for organisation in organisations]),
    }
    for place, words in present.items():
        html = html.replace(_in_config(place), _in_config(words))
    return _GRADIO_S_OWN.sub("", html).replace('lang="en"', 'lang="nl"', 1).replace("</head>", _HEAD, 1)


def _in_config(html: str) -> str:
    """Return HTML as Gradio has it in the configuration in its page: in a JSON string, in a script."""
    return json.dumps(html)[1:-1].translate({ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&'"})


def _chat() -> gr.Blocks:
    chat = gr.Blocks(title=_TITLE, analytics_enabled=False)
    with chat:
        gr.HTML(templates.get_template("chat_header.html").render(), apply_default_css=False, js_on_load=_HEADER_JS)
        organisation = gr.HTML(
            "", html_template=_ORGANISATIONS_PLACE, apply_default_css=False, js_on_load=_ORGANISATION_JS
        )
        conversation = gr.HTML(render_start(), apply_default_css=False, js_on_load=_CONVERSATION_JS)
        failure = gr.HTML("", apply_default_css=False, js_on_load=_FAILURE_JS)
        gr.HTML(templates.get_template("pending.html").render(), apply_default_css=False, js_on_load=None)
        turns = gr.JSON([], visible=False)
        with gr.Column(elem_classes="invoer"):
            box = gr.Textbox(
                elem_id="vraag",
                label="Uw vraag",
                placeholder="Uw vraag (geen namen)",
                max_lines=4,
                submit_btn="Vraag",
                interactive=True,
            )

        gr.HTML(templates.get_template("footer.html").render(), apply_default_css=False, js_on_load=None)

        answering = conversation.select(
            None, [organisation, turns, conversation], [conversation, failure, turns], js=_ANSWERING_JS, **_EVENT
        )
        answering.success(None, [conversation, turns, failure], None, js=_ANSWERED_JS)
        answering.failure(None, None, [failure], js=_FAILED_JS)
        starting = chat.load(None, [conversation], [organisation, box, conversation, turns], js=_START_JS)
        starting.success(None, None, None, js=_BEGUN_JS)
    return chat


async def _told(app: FastAPI, asked: AskRequest, request: Request) -> AsyncIterator[str]:
    """Yield what answering.js shows, each on a line of its own: the sentences so far, and last the whole answer."""
    caller = Caller(key=None, site=None, address=request.client.host if request.client else None)
    desk, text = desk_of(app), ""
    try:
        desk.admit(caller)
        async with desk.telling(asked, assistant_of(app), Asker(caller, request.is_disconnected)) as telling:
            async for told in telling:
                if isinstance(told, Piece):
                    text += told.text
                    yield _line(sentences=answer_html(text, (), "", {}))
                elif isinstance(told, Answer):
                    yield _line(answer=render_answer(told, today()), turns=_turns(told))
    except ClientDisconnect:
        return
    except HTTPException as error:
        yield _line(failure=render_failure(asked.question, error.detail))
    except RequestError:  # The list on a page that was opened before the organisation went.
        yield _line(failure=render_failure(asked.question, _GONE))
    except Exception:
        logger.exception("A question from the chat failed")
        yield _line(failure=render_failure(asked.question, _FAILED))


def _line(**told: object) -> str:
    return json.dumps(told) + "\n"


def _turns(answer: Answer) -> list[_TurnJson]:
    # The question of the answer: personal data that was typed is left out of it.
    said = TurnObject(role="user", content=answer.question), TurnObject(role="assistant", content=answer.text)
    return [turn.model_dump() for turn in said]


def _literal(html: str) -> str:
    """Keep a template from being read as the JavaScript and Handlebars that Gradio would take it for."""
    return html.translate({ord(character): f"&#{ord(character)};" for character in "$`{}\\"})
