/*
 * Wegwijs on any web page: <script src="https://…/widget.js" defer></script><wegwijs-chat organisation="bepo"></wegwijs-chat>
 * Attributes, texts and colours are explained on /insluiten.
 *
 * What comes from documents, questions and the network becomes text nodes, never HTML. Styles are a constructed sheet,
 * so a page with a strict Content-Security-Policy needs no 'unsafe-inline'. No cookies; the conversation stays in the tab.
 */
(() => {
  "use strict";

  const SERVER = new URL(document.currentScript?.src ?? location.href).origin;
  const QUESTION_CHARS = 500; // As in the API.
  const HISTORY_TURNS = 20; // As in the API.
  const KEPT_EXCHANGES = 20;
  const PATIENCE_MS = 60_000;

  const TEXTS = {
    nl: {
      "title": "Vraag over passend onderwijs",
      "launcher": "Stel een vraag",
      "close": "Sluiten",
      "restart": "Nieuw gesprek",
      "conversation": "Gesprek",
      "intro": "Stel een vraag over passend onderwijs. U krijgt antwoord uit de documenten, en ziet waar het staat.",
      "caution": "Een computer zoekt het antwoord en kan fouten maken. Zet geen namen of andere persoonsgegevens in uw vraag.",
      "privacy": "Privacy",
      "try": "Probeer een vraag",
      "examples": "", // Chosen by the server, unless a page has its own.
      "question": "Uw vraag",
      "send": "Vraag",
      "left": "Nog {n} tekens",
      "too-long": "Uw vraag is te lang. Maak hem {n} tekens korter.",
      "searching": "Wegwijs zoekt in de documenten…",
      "stop": "Stop",
      "ready": "Uw antwoord is er",
      "next": "Uw volgende vraag wordt gesteld zodra dit antwoord er is.",
      "done": "Antwoord:",
      "sources": "Waar staat dit?",
      "source": "Bron {n}",
      "view": "Bekijk in de bron",
      "new-tab": "opent in een nieuw tabblad",
      "page": "pagina {n}",
      "published": "Versie van {date}",
      "undated": "Zonder datum",
      "until": "Geldig tot en met {date}",
      "ended": "Gold tot en met {date} (verlopen)",
      "on-paper": "Gevraagd aan Wegwijs op {date}. Een computer zocht dit antwoord en kan fouten maken. Lees bij iets belangrijks zelf de bron, of vraag het aan de school.",
      "no-organisation": "Samenwerkingsverband niet genoemd",
      "help": "Wat kunt u doen?",
      "other-words": "Vraag het met andere woorden, en vraag één ding tegelijk.",
      "whom": "Zo bereikt u het samenwerkingsverband:",
      "searched": "Waar is gezocht?",
      "searched-in": "In {n} documenten. Het dichtst bij uw vraag komen:",
      "searched-of": "In {n} documenten, ook die van {names}. Het dichtst bij uw vraag komen:",
      "documents": "Bekijk alle documenten",
      "more": "Vraag verder",
      "told": "Hier staat wel iets over",
      "copy": "Kopieer met bronnen",
      "copied": "Gekopieerd",
      "not-copied": "Kopiëren mag niet van uw browser",
      "print": "Druk af",
      "helpful": "Hebt u hier iets aan?",
      "yes": "Ja",
      "no": "Nee",
      "thanks": "Dank u wel.",
      "comment": "Wilt u zeggen waarom? Dat hoeft niet.",
      "comment-send": "Verstuur",
      "not-sent": "Uw oordeel kwam niet aan. Probeer het later nog eens.",
      "retry": "Probeer opnieuw",
      "failed": "Er ging iets mis. Er is geen antwoord gekomen.",
      "gone": "Deze chat werkt nu niet: hij zoekt bij een samenwerkingsverband dat niet meer in Wegwijs staat. Wilt u dat melden aan de beheerder van deze website?",
      "offline": "U hebt geen internet. Uw vraag is niet verstuurd.",
      "unreachable": "Wegwijs is nu niet bereikbaar. Probeer het straks nog eens.",
      "unready": "Wegwijs is nog niet klaar om te antwoorden. Probeer het over een minuut nog eens.",
      "off": "{message}",
      "busy": "Er zijn veel vragen gesteld. Wacht even en probeer het dan nog eens.",
      "busy-seconds": "Er zijn veel vragen gesteld. Wacht {n} seconden en probeer het dan nog eens.",
      "status-answered": "Antwoord uit de documenten",
      "status-partial": "Antwoord op een deel van uw vraag",
      "status-related": "Misschien het antwoord",
      "status-not_found": "Niet gevonden in de documenten",
      "status-out_of_scope": "Ander onderwerp",
      "status-clarify": "Wegwijs",
      "notice-conflict": "Er staat niet overal hetzelfde",
      "notice-outdated": "Verlopen",
      "notice-other_organisation": "Van een ander samenwerkingsverband",
      "notice-organisation_unknown": "Samenwerkingsverband onbekend",
      "notice-redacted": "Persoonsgegevens weggelaten",
      "notice-fallback": "Letterlijk uit de documenten",
    },
    en: {
      "title": "Questions about passend onderwijs",
      "launcher": "Ask a question",
      "close": "Close",
      "restart": "New conversation",
      "conversation": "Conversation",
      "intro": "Ask a question about support for pupils at Dutch schools (passend onderwijs). The answer comes from the documents, and shows where it says so.",
      "caution": "A computer looks for the answer and can be wrong. Leave names and other personal data out of your question.",
      "privacy": "Privacy (in Dutch)",
      "try": "Try a question",
      "examples": "", // Chosen by the server, unless a page has its own.
      "question": "Your question",
      "send": "Ask",
      "left": "{n} characters left",
      "too-long": "Your question is too long. Make it {n} characters shorter.",
      "searching": "Searching the documents…",
      "stop": "Stop",
      "ready": "Your answer is there",
      "next": "Your next question will be asked as soon as this answer is there.",
      "done": "Answer:",
      "sources": "Where does it say so?",
      "source": "Source {n}",
      "view": "Read it in the source",
      "new-tab": "opens in a new tab",
      "page": "page {n}",
      "published": "Version of {date}",
      "undated": "No date",
      "until": "Valid until {date}",
      "ended": "Was valid until {date} (out of date)",
      "on-paper": "Asked of Wegwijs on {date}. A computer looked for this answer and can be wrong. For anything important read the source, or ask the school.",
      "no-organisation": "School partnership not named",
      "help": "What can you do?",
      "other-words": "Try other words, and ask one thing at a time.",
      "whom": "How to reach the school partnership:",
      "searched": "Where did Wegwijs look?",
      "searched-in": "In {n} documents. Nearest to your question are:",
      "searched-of": "In {n} documents, among them those of {names}. Nearest to your question are:",
      "documents": "See all documents (in Dutch)",
      "more": "Ask further",
      "told": "The documents do tell about this",
      "copy": "Copy with sources",
      "copied": "Copied",
      "not-copied": "Your browser does not allow copying",
      "print": "Print",
      "helpful": "Was this helpful?",
      "yes": "Yes",
      "no": "No",
      "thanks": "Thank you.",
      "comment": "Would you like to say why? You need not.",
      "comment-send": "Send",
      "not-sent": "We did not receive that. Please try again later.",
      "retry": "Try again",
      "failed": "Something went wrong. There is no answer.",
      "gone": "This chat does not work now: it looks in the documents of a school partnership that is no longer in Wegwijs. Could you tell the people who run this website?",
      "offline": "You are offline. Your question was not sent.",
      "unreachable": "Wegwijs cannot be reached now. Please try again later.",
      "unready": "Wegwijs is not ready to answer yet. Please try again in a minute.",
      "off": "Wegwijs is switched off for now: {message}",
      "busy": "Many questions were asked. Please wait a moment and try again.",
      "busy-seconds": "Many questions were asked. Please wait {n} seconds and try again.",
      "status-answered": "Answer from the documents",
      "status-partial": "Answer to part of your question",
      "status-related": "Maybe the answer",
      "status-not_found": "Not found in the documents",
      "status-out_of_scope": "Another subject",
      "status-clarify": "Wegwijs",
      "notice-conflict": "It does not say the same everywhere",
      "notice-outdated": "Out of date",
      "notice-other_organisation": "From another school partnership",
      "notice-organisation_unknown": "School partnership unknown",
      "notice-redacted": "Personal data left out",
      "notice-fallback": "Literally from the documents",
    },
  };

  const DARK = `
    --d-accent: #86d3dd; --d-on-accent: #0c1b1f; --d-background: #11181b; --d-surface: #1a2327; --d-text: #e7eeee;
    --d-soft: #a6b5b9; --d-line: #344147; --d-edge: #7f9096; --d-wash: #1f3339; --d-doubt: #f0bd6a; --d-warn: #f3a093;
    color-scheme: dark !important;`;
  const CSS = `
    :host {
      all: initial !important; display: contents !important; direction: ltr !important; color-scheme: light !important;
      --d-accent: #0b5a68; --d-on-accent: #fff; --d-background: #f6f6f1; --d-surface: #fff; --d-text: #1c2a2f;
      --d-soft: #54646a; --d-line: #d8ddd8; --d-edge: #76868b; --d-wash: #e6f1f2; --d-doubt: #8a5300; --d-warn: #9b2c1f;
      --accent: var(--wegwijs-accent, var(--d-accent)); --on-accent: var(--wegwijs-on-accent, var(--d-on-accent));
      --background: var(--wegwijs-background, var(--d-background)); --surface: var(--wegwijs-surface, var(--d-surface));
      --text: var(--wegwijs-text, var(--d-text)); --soft: var(--wegwijs-soft, var(--d-soft));
      --line: var(--wegwijs-line, var(--d-line)); --edge: var(--wegwijs-edge, var(--d-edge));
      --wash: var(--wegwijs-wash, var(--d-wash)); --doubt: var(--wegwijs-doubt, var(--d-doubt));
      --warn: var(--wegwijs-warn, var(--d-warn)); --radius: var(--wegwijs-radius, 12px);
    }
    @media screen { :host([theme="dark"]) { ${DARK} } }
    @media screen and (prefers-color-scheme: dark) { :host([theme="auto"]) { ${DARK} } }
    :host([layout="inline"]), :host([layout="page"]) { display: block !important; }
    :host([hidden]), [hidden] { display: none !important; }
    *, ::before, ::after { box-sizing: border-box; }
    .panel, .launcher { font: var(--wegwijs-font-size, medium)/1.5 var(--wegwijs-font, system-ui, sans-serif);
      color: var(--text); text-align: start; overflow-wrap: anywhere; }
    h2, h3, h4, p, ul, ol, blockquote { margin: 0; padding: 0; }
    button, textarea, input { font: inherit; color: inherit; }
    button { cursor: pointer; }
    a { color: var(--accent); text-underline-offset: 0.15em; }
    :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
    .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

    .above[popover] { position: fixed; inset: 0 auto auto 0; width: 0; height: 0; margin: 0; padding: 0; border: 0; overflow: visible; }
    .launcher { position: fixed; z-index: var(--wegwijs-z-index, 2147483000); right: var(--wegwijs-right, 1.25em);
      bottom: var(--wegwijs-bottom, 1.25em); padding: 0.75em 1.25em; border: 2px solid var(--on-accent); border-radius: 2em;
      font-weight: 600; background: var(--accent); color: var(--on-accent); box-shadow: 0 2px 12px rgb(0 0 0 / 25%); }
    .panel { display: flex; flex-direction: column; background: var(--background); border: 1px solid var(--line);
      border-radius: var(--radius); overflow: hidden; }
    dialog.panel { position: fixed; z-index: var(--wegwijs-z-index, 2147483000); inset: auto; margin: 0; padding: 0;
      right: var(--wegwijs-right, 1.25em); bottom: var(--wegwijs-bottom, 1.25em); width: min(27em, 100vw - 2.5em);
      height: min(42em, 100vh - 2.5em); height: min(42em, 100dvh - 2.5em); max-width: none; max-height: none;
      box-shadow: 0 6px 32px rgb(0 0 0 / 30%); }
    dialog.panel:not([open]) { display: none; }
    dialog.panel:modal { inset: 0; width: 100%; height: 100%; border: 0; border-radius: 0; }
    section.panel { height: var(--wegwijs-height, 38em); }

    header { display: flex; flex-wrap: wrap; align-items: center; justify-content: flex-end; gap: 0.25em 0.5em; padding: 0.5em 0.6em 0.5em 1em;
      background: var(--surface); border-bottom: 1px solid var(--line); }
    h2 { flex: 1 1 6em; font-size: 1.05em; line-height: 1.3; }
    .quiet { padding: 0.35em 0.5em; border: 1px solid transparent; border-radius: 0.6em; background: none; color: var(--accent);
      font-size: 0.92em; text-decoration: underline; text-underline-offset: 0.15em; }
    .quiet:hover { background: var(--wash); }
    .conversation { position: relative; flex: 1; min-height: 0; overflow-y: auto; padding: 1em min(1em, 4%); hyphens: auto; }
    .conversation:focus-visible { outline-offset: -3px; }
    .intro { font-size: 1.1em; line-height: 1.4; }
    h3 { font-size: 1em; }
    h4, .try { margin: 1.1em 0 0.5em; font-size: 0.92em; font-weight: 600; color: var(--soft); }
    .choices { list-style: none; display: grid; gap: 0.5em; }
    .choices button { width: 100%; padding: 0.55em 0.8em; text-align: left; line-height: 1.4; color: var(--accent);
      background: var(--surface); border: 1px solid var(--edge); border-radius: 0.6em; }
    .choices button:hover { background: var(--wash); }

    article { scroll-margin-top: 0.75em; }
    article + article { margin-top: 1.5em; }
    article:focus { outline: none; }
    .question { width: fit-content; max-width: 90%; margin: 0 0 0.75em auto; padding: 0.6em 0.95em; font-weight: 500;
      white-space: pre-line; background: var(--accent); color: var(--on-accent); border-radius: 1em 1em 0.25em 1em; }
    .answer { --tone: var(--accent); padding: 0.9em min(1em, 4%) 1em; background: var(--surface); border: 1px solid var(--line);
      border-left: 4px solid var(--tone); border-radius: var(--radius); }
    .answer[data-status="related"], .answer[data-status="partial"] { --tone: var(--doubt); border-color: var(--doubt); }
    .answer[data-status="related"] { border-style: dashed; border-left-style: solid; }
    .answer[data-status="not_found"], .answer[data-status="out_of_scope"] { --tone: var(--soft); background: none; }
    .answer[data-status="failed"] { --tone: var(--warn); border-color: var(--warn); }
    .status { margin-bottom: 0.4em; font-size: 0.88em; font-weight: 600; color: var(--tone); }
    .text { font-size: 1.05em; }
    .text > * + * { margin-top: 0.7em; }
    .text ul, .text ol { padding-left: 1.4em; }
    .text li + li { margin-top: 0.25em; }
    .text { position: relative; }
    .term button { padding: 0; border: 0; background: none; cursor: help; text-decoration: underline dotted var(--soft) 0.1em;
      text-underline-offset: 0.25em; }
    .meaning { display: none; position: absolute; z-index: 2; left: 0; right: 0; margin-top: 0.3em; padding: 0.6em 0.85em; font-size: 0.9em;
      background: var(--background); border: 1px solid var(--edge); border-radius: 0.6em; box-shadow: 0 4px 16px rgb(0 0 0 / 20%); }
    .meaning::before { content: ""; position: absolute; inset: -0.9em 0 100%; }
    .meaning a { display: block; }
    .open .meaning { display: block; }
    .together { white-space: nowrap; }
    .marker { min-width: 24px; min-height: 24px; padding: 0 0.4em; border: 1px solid transparent; border-radius: 0.5em; font-size: 0.8em; font-weight: 600;
      line-height: 1.5; background: var(--wash); color: var(--accent); }
    .marker:hover { background: var(--accent); color: var(--on-accent); }
    .notice { margin-top: 0.9em; padding: 0.6em 0.85em; font-size: 0.95em; border: 1px solid var(--doubt); border-radius: 0.6em; }
    .notice strong { display: block; color: var(--doubt); }
    .notice[data-kind="conflict"] { border-color: var(--warn); }
    .notice[data-kind="conflict"] strong { color: var(--warn); }
    .notice[data-kind="redacted"], .notice[data-kind="fallback"], .notice[data-kind="organisation_unknown"] { border-color: var(--line); }
    .notice[data-kind="redacted"] strong, .notice[data-kind="fallback"] strong,
    .notice[data-kind="organisation_unknown"] strong { color: var(--accent); }
    article:not(:last-child) .more { display: none; }
    .sources { list-style: none; display: grid; gap: 0.6em; }
    .sources li { padding: 0.7em 0.85em; font-size: 0.94em; background: var(--background); border: 1px solid var(--line);
      border-radius: 0.6em; scroll-margin: 1em; }
    .sources li:focus { outline: 3px solid var(--accent); outline-offset: 1px; }
    .sources .name { font-weight: 600; }
    .sources .from { color: var(--soft); }
    blockquote { margin: 0.5em 0; padding-left: 0.8em; border-left: 3px solid var(--accent); white-space: pre-line; }
    :host([quotes="off"]) blockquote { display: none; }
    .help { font-size: 0.95em; }
    .help ul { padding-left: 1.3em; }
    .help a { padding: 0.2em 0; }
    .help li { margin: 0.3em 0; }
    .tools { display: flex; flex-wrap: wrap; align-items: center; gap: 0.4em; margin-top: 1.1em; padding-top: 0.8em;
      border-top: 1px solid var(--line); font-size: 0.94em; }
    .tools > p { flex: 1 1 auto; color: var(--soft); }
    .tools > .told { order: 1; flex: 1 0 100%; } /* Below: a button that is pressed, and those beside it, stay in their place. */
    .told:empty { display: none; }
    .told[data-wrong] { color: var(--warn); }
    .tools button, .comment button, .retry, .stop, .ready { padding: 0.3em 0.9em; color: var(--accent); background: none; border: 1px solid var(--edge);
      border-radius: 0.6em; }
    .tools button:not([aria-pressed="true"]):hover, .comment button:hover, :is(.retry, .stop, .ready):hover { background: var(--wash); }
    .tools [aria-pressed="true"] { color: var(--on-accent); background: var(--accent); border-color: var(--accent); }
    @media (forced-colors: active) {
      .tools [aria-pressed="true"] { forced-color-adjust: none; color: HighlightText; background: Highlight; }
    }
    .on-paper { display: none; }
    .retry, .stop { margin-top: 0.75em; }
    .ready { margin: 0 auto; font-weight: 600; }
    .comment { display: flex; flex-wrap: wrap; gap: 0.4em; margin-top: 0.6em; font-size: 0.94em; }
    .comment label { flex-basis: 100%; }
    .comment input { flex: 1; min-width: 8em; padding: 0.3em 0.6em; background: var(--surface); border: 1px solid var(--edge);
      border-radius: 0.6em; }

    .ask { display: flex; flex-wrap: wrap; gap: 0.3em 0.5em; padding: 0.7em min(1em, 4%); background: var(--surface);
      border-top: 1px solid var(--line); }
    .ask label { flex: 0 0 100%; font-size: 0.92em; font-weight: 600; }
    .ask textarea { flex: 999 1 9em; width: auto; min-width: 0; height: 3.1em; max-height: 8em; padding: 0.7em 0.8em; resize: none; line-height: 1.4;
      field-sizing: content; min-height: 3.1em; background: var(--surface); border: 1px solid var(--edge); border-radius: 0.6em; }
    @supports (field-sizing: content) { .ask textarea { height: auto; } }
    .send { flex: 1 0 auto; min-height: 2.5em; padding: 0 1.1em; border: 1px solid transparent; border-radius: 0.6em; font-weight: 600; background: var(--accent); color: var(--on-accent); }
    .count { flex-basis: 100%; font-size: 0.88em; color: var(--soft); }
    .count[data-wrong] { color: var(--warn); font-weight: 600; }
    footer { padding: 0 1.18em 0.7em; font-size: 0.85em; line-height: 1.4; color: var(--soft); background: var(--surface); }

    @media (pointer: coarse) { /* As touch.css for the pages: links inside a sentence stay as they are. */
      .launcher, .quiet, .choices button, .tools button, .comment button, .comment input, .retry, .stop, .ready { min-width: 44px; min-height: 44px; }
      .sources a, .help a { display: inline-flex; align-items: center; min-height: 44px; }
      .comment input { font-size: max(1em, 16px); }
    }
    @media (max-height: 30em) {
      .panel { display: block; overflow-y: auto; }
      section.panel { height: auto; }
      .conversation { overflow: visible; }
    }
    :host([layout="page"]) .panel { height: auto; overflow: visible; border: 0; border-radius: 0; }
    :host([layout="page"]) header { padding: 0; background: none; border: 0; justify-content: flex-end; }
    :host([layout="page"]) h2 { position: absolute; width: 1px; height: 1px; min-width: 0; overflow: hidden; clip-path: inset(50%); }
    :host([layout="page"]) .conversation { overflow: visible; padding: 0.5em 0 1.25em; }
    :host([layout="page"]) .ask, :host([layout="page"]) footer { padding-left: 0; padding-right: 0; background: var(--background); }
    @media (min-height: 30em) {
      :host([layout="page"]) .ask { position: sticky; bottom: 0; z-index: 1; }
      :host([layout="page"]) .conversation :is(a, button, input, li, .meaning) { scroll-margin-bottom: calc(var(--bar) + 0.5em); }
    }
    @media print {
      .ask, .launcher, .tools, .more, .comment, .meaning, .unseen, header, footer { display: none !important; }
      section.panel, .paper { display: block; height: auto; max-width: 42em; border: 0; overflow: visible; background: none; }
      .on-paper { display: block; margin-bottom: 1em; }
      .conversation { overflow: visible; padding: 0; }
      .question { max-width: none; margin-left: 0; padding: 0; font-size: 1.2em; background: none; color: inherit; }
      .answer { border: 0; padding: 0; }
      li { break-inside: avoid; }
      .sources a::after { content: ": " attr(href); }
    }`;

  /** An error that is told to the visitor: the name of its text, and what to fill in. */
  class Failure extends Error {
    constructor(text, values = {}) {
      super(text);
      this.text = text;
      this.values = values;
    }
  }

  // --- text into nodes -------------------------------------------------------------------------------------------------

  /** Make an element; functions among the attributes listen to the event of that name. */
  function node(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes ?? {})) {
      if (typeof value === "function") element.addEventListener(name, value);
      else if (value != null) element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child != null));
    return element;
  }

  const today = () => new Date().toLocaleDateString("sv"); // As in 2026-07-31.
  const unseen = (text, lang) => node("span", { class: "unseen", dir: "ltr", lang }, text);
  const dutch = (...words) => node("span", { lang: "nl" }, ...words); // As the documents are.

  /** Read the Markdown of answers: paragraphs, each in its language, lists, escapes, strong words, and markers, which `marker` turns into nodes. */
  function markdown(text, marker, languages) {
    const blocks = [];
    for (const [index, paragraph] of text.trim().split(/\n\s*\n/).entries()) {
      const lang = languages[index];
      for (const line of paragraph.split("\n")) {
        const item = line.match(/^\s*(?:[-*+]|(\d{1,9})[.)])\s+(.*)$/);
        const last = blocks.at(-1);
        if (item) {
          const tag = item[1] ? "ol" : "ul";
          if (last?.tag === tag) last.lines.push(item[2]);
          else blocks.push({ tag, start: item[1], lang, lines: [item[2]] });
        } else if (last?.open) {
          last.lines.push(`${last.lines.pop()}\n${line}`);
        } else {
          blocks.push({ tag: "p", lang, lines: [line] });
        }
        blocks.at(-1).open = true;
      }
      if (blocks.length) blocks.at(-1).open = false;
    }
    return blocks.map(({ tag, start, lang, lines }) =>
      tag === "p" ? node(tag, { lang, dir: "auto" }, ...inline(lines[0], marker))
        : node(tag, { start, lang, dir: "auto" }, ...lines.map((line) => node("li", null, ...inline(line, marker)))));
  }

  function inline(text, marker) {
    const nodes = [];
    let words = "";
    let end = 0;
    for (const match of text.matchAll(/\\([!-/:-@[-`{-~])|\[(\d{1,3})\]([.,;:!?]*)|\*\*([^*]+)\*\*/g)) {
      words += text.slice(end, match.index) + (match[1] ?? "");
      end = match.index + match[0].length;
      if (match[2]) {
        // Together with its punctuation and the space before it, so that neither begins a line.
        const before = words.trimEnd();
        nodes.push(before, node("span", { class: "together" }, before === words ? "" : "\u00a0", marker(Number(match[2])), match[3]));
        words = "";
      } else if (match[4]) {
        nodes.push(words, node("strong", null, match[4]));
        words = "";
      }
    }
    return [...nodes, words + text.slice(end)];
  }

  /** Put in the place of a word, where it first stands by itself in these nodes, what `draw` makes of it. */
  function replaceWord(root, word, draw) {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode;
      const at = placeOf(word, text.data);
      if (at < 0 || text.parentNode.closest("button, .meaning")) continue;
      const rest = text.splitText(at);
      rest.deleteData(0, word.length);
      rest.before(draw());
      return;
    }
  }

  function placeOf(word, text) {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      if (!/[\p{L}\p{N}_]$/u.test(text.slice(0, at)) && !/^[\p{L}\p{N}_]/u.test(text.slice(at + word.length))) return at;
    }
    return -1;
  }

  /** Return a quote without the line breaks of its page, but for those before an item of a list. */
  function readable(quote) {
    return quote
      .replace(/<input\b[^>]*>/g, (box) => (/\bchecked\b/.test(box) ? "☒" : "☐"))
      .replace(/(\p{Ll}{2})-[ \t]*\n\s*(?=\p{Ll}{2})(?!(?:en|of|dan|als|tot|naar|respectievelijk)\b)/gu, "$1")
      .replace(/\s*\n\s*(?=[•▪◦●☐☒–-]\s|\d{1,2}[.)]\s|[a-z][.)]\s)/g, "\v")
      .replace(/[^\S\v]+/g, " ")
      .replace(/\v/g, "\n")
      .trim();
  }

  // --- the server ------------------------------------------------------------------------------------------------------

  function request(path, body, signal) {
    return fetch(SERVER + path, {
      method: body ? "POST" : "GET",
      headers: body ? { "Content-Type": "application/json" } : {},
      body: body && JSON.stringify(body),
      credentials: "omit",
      referrerPolicy: "same-origin", // So that Wegwijs knows its own pages, also over http.
      signal,
    });
  }

  /** Yield the server-sent events of an answer as `[name, data]`. */
  async function* answering(body, signal) {
    const response = await request("/api/v1/ask/stream", body, signal);
    if (!response.ok) throw await failureOf(response, body.organisation);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let waiting = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const messages = (waiting + value).split(/\r?\n\r?\n/);
      waiting = messages.pop();
      for (const message of messages) {
        const fields = message.split(/\r?\n/).map((line) => line.match(/^(event|data): ?(.*)$/)).filter(Boolean);
        const all = (name) => fields.filter((field) => field[1] === name).map((field) => field[2]).join("\n");
        if (all("data")) yield [all("event"), JSON.parse(all("data"))];
      }
    }
  }

  async function failureOf(response, organisation) {
    const seconds = Number(response.headers.get("Retry-After"));
    if (response.status === 429) return seconds > 0 ? new Failure("busy-seconds", { n: seconds }) : new Failure("busy");
    const { detail } = await response.json().catch(() => ({}));
    // Without a time to come back, the operator has switched the API off, and says why.
    if (response.status === 503) return detail && !seconds ? new Failure("off", { message: detail }) : new Failure("unready");
    if (response.status === 422) console.warn("wegwijs-chat:", detail);
    return new Failure(response.status === 422 && organisation && (await isGone(organisation)) ? "gone" : "failed");
  }

  async function isGone(id) {
    const response = await request("/api/v1/organisations").catch(() => null); // Anew: it may have gone since the page was opened.
    return response?.ok && !(await response.json()).some((organisation) => organisation.id === id);
  }

  let organisations; // One request for all the widgets of a page.

  async function organisationName(id) {
    organisations ??= request("/api/v1/organisations").then((response) => (response.ok ? response.json() : []), () => []);
    return (await organisations).find((organisation) => organisation.id === id)?.name ?? id;
  }

  const examples = new Map(); // One request for all that show the same.

  function examplesFor(organisation, language) {
    const path = `/api/v1/examples?${new URLSearchParams({ language, ...(organisation ? { organisation } : {}) })}`;
    if (!examples.has(path)) examples.set(path, request(path).then((response) => (response.ok ? response.json() : []), () => []));
    return examples.get(path);
  }

  // --- the element -----------------------------------------------------------------------------------------------------

  class WegwijsChat extends HTMLElement {
    static observedAttributes = ["organisation", "language", "layout"];
    #shadow = this.attachShadow({ mode: "open" });
    #exchanges = []; // {question, answer}: the answer object as the API gives it
    #asking = null; // the AbortController of the question that is being answered
    #asked = ""; // that question
    #waits = false; // what is in the box is asked after it
    #parts = {};
    #term = null; // the word whose meaning shows
    #dismissed = null; // the one whose meaning was put away with Escape
    #away = null; // the AbortController of what listens to the page around

    constructor() {
      super();
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(CSS);
      this.#shadow.adoptedStyleSheets = [sheet];
      this.#followPointer(this.#shadow);
    }

    connectedCallback() {
      this.#away = new AbortController();
      const { signal } = this.#away;
      this.#followPointer(document, signal); // Moves within the shadow tree do not get there.
      document.addEventListener("keydown", (event) => this.#escaped(event), { signal, capture: true });
      addEventListener("pagehide", () => this.#keep(this.#questionKey, this.#parts.box.value || this.#asked), { signal });
      this.#build();
    }

    attributeChangedCallback(name, before, after) {
      if (!this.isConnected || before === after) return;
      if (name === "organisation" && (this.#exchanges.length || this.#asking)) this.#remember(); // The conversation goes on.
      else this.#build();
    }

    disconnectedCallback() {
      this.#away.abort();
      this.#asking?.abort();
    }

    get #language() {
      return this.getAttribute("language") === "en" ? "en" : "nl";
    }

    #text(name, values = {}) {
      const text = this.getAttribute(`text-${name}`) ?? TEXTS[this.#language][name] ?? "";
      return text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
    }

    #date(day) {
      return new Date(`${day}T12:00`).toLocaleDateString(this.#language === "en" ? "en-GB" : "nl-NL", { dateStyle: "long" });
    }

    // --- the frame ---

    #build() {
      this.#stop();
      this.#exchanges = this.#remembered();
      const typed = this.#parts.box?.value;
      const layout = this.getAttribute("layout");
      const launched = !["inline", "page"].includes(layout);
      const [title, box, count] = ["title", "question", "count"];
      const parts = (this.#parts = {});
      const tabindex = layout === "page" ? null : "0"; // On a page of its own it does not scroll.
      parts.conversation = node("div", { class: "conversation", role: "group", tabindex, "aria-label": this.#text("conversation") });
      parts.restart = node("button", { class: "quiet", type: "button", click: () => this.#restart() }, this.#text("restart"));
      parts.box = node("textarea", {
        id: box, rows: "1", autocomplete: "off", "aria-describedby": count,
        input: () => this.#count(), keydown: (event) => this.#typed(event),
      });
      parts.count = node("p", { id: count, class: "count", hidden: "" });
      parts.ready = node("button", { class: "ready", type: "button", hidden: "" }, this.#text("ready"));
      parts.status = node("p", { class: "unseen", role: "status" });
      const form = node("form", { class: "ask", submit: (event) => this.#submitted(event) }, parts.ready,
        node("label", { for: box }, this.#text("question")), parts.box,
        node("button", { class: "send", type: "submit" }, this.#text("send")), parts.count);
      new ResizeObserver(() => parts.conversation.style.setProperty("--bar", `${form.offsetHeight}px`)).observe(form);
      parts.panel = node(launched ? "dialog" : "section", { class: "panel", "aria-labelledby": title, lang: this.#language },
        node("header", null,
          node("h2", { id: title }, this.#text("title")),
          parts.restart,
          launched ? node("button", { class: "quiet", type: "button", click: () => parts.panel.close() }, this.#text("close")) : null),
        parts.conversation,
        form,
        node("footer", null, `${this.#text("caution")} `, this.#link("/privacy", this.#text("privacy"))),
        parts.status);
      this.#shadow.replaceChildren(launched ? this.#above(this.#launcher(), parts.panel) : parts.panel);
      this.#shadow.querySelector("[popover]")?.showPopover();
      parts.box.value = typed ?? this.#kept(this.#questionKey) ?? "";
      this.#count();
      try {
        this.#drawConversation();
      } catch {
        this.#exchanges = []; // The tab kept what an older version of this file wrote.
        this.#drawConversation();
      }
    }

    /** Put parts above the whole page: in a page that moves what is around them, they would have their place in that. */
    #above(...parts) {
      const layered = HTMLElement.prototype.showPopover && !getComputedStyle(this).getPropertyValue("--wegwijs-z-index");
      return node("div", { class: "above", popover: layered ? "manual" : null }, ...parts);
    }

    #launcher() {
      const { panel, box } = this.#parts;
      const button = node("button", { class: "launcher", type: "button", "aria-haspopup": "dialog", lang: this.#language }, this.#text("launcher"));
      button.addEventListener("click", () => {
        button.hidden = true;
        if (matchMedia("(max-width: 40em), (max-height: 30em)").matches) panel.showModal();
        else panel.show();
        this.#offerExamples();
        if (!matchMedia("(pointer: coarse)").matches) box.focus(); // A phone's keyboard would cover the examples.
      });
      panel.addEventListener("keydown", (event) => {
        if (event.key === "Escape") panel.close();
      });
      panel.addEventListener("close", () => {
        button.hidden = false;
        button.focus();
      });
      return button;
    }

    #link(path, text, rel = "opener") {
      return node("a", { href: new URL(path, SERVER), target: "_blank", rel }, text, unseen(` (${this.#text("new-tab")})`, this.#language));
    }

    #drawConversation() {
      const { conversation, panel, restart } = this.#parts;
      restart.hidden = this.#exchanges.length === 0;
      if (this.#exchanges.length === 0) {
        conversation.replaceChildren(node("p", { class: "intro" }, this.#text("intro")));
        if (panel.open !== false) this.#offerExamples(); // Before that, a visitor has asked Wegwijs for nothing.
        return;
      }
      conversation.replaceChildren(...this.#exchanges.map(({ question, answer, asked }) => {
        const article = this.#article(question);
        this.#drawAnswer(article, answer, asked);
        return article;
      }));
    }

    async #offerExamples() {
      const { conversation } = this.#parts;
      const own = this.getAttribute("text-examples");
      const questions = own === null
        ? await examplesFor(this.getAttribute("organisation"), this.#language)
        : own.split("|").map((example) => example.trim()).filter(Boolean);
      if (questions.length === 0 || conversation.querySelector("article, .choices")) return;
      conversation.append(node("p", { class: "try" }, this.#text("try")), this.#choices(questions));
    }

    #choices(questions, languages = []) {
      const ask = (question) => ({ detail }) => detail < 2 && this.#ask(question, true); // A double click asks it once.
      const choice = (question, index) => node("button", { type: "button", lang: languages[index], click: ask(question) }, question);
      return node("ul", { class: "choices" }, ...questions.map((question, index) => node("li", null, choice(question, index))));
    }

    // --- asking ---

    #typed(event) {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      event.target.form.requestSubmit();
    }

    #count() {
      this.#waits = false; // What waited is being changed.
      const { box, count } = this.#parts;
      const left = QUESTION_CHARS - [...box.value.trim()].length;
      count.hidden = left > 100;
      count.toggleAttribute("data-wrong", left < 0);
      box.setAttribute("aria-invalid", left < 0);
      count.textContent = left < 0 ? this.#text("too-long", { n: -left }) : this.#text("left", { n: left });
      return left;
    }

    #submitted(event) {
      event.preventDefault();
      const question = this.#parts.box.value.trim();
      if (!question) return;
      if (this.#count() < 0) {
        this.#parts.status.textContent = this.#parts.count.textContent;
        return;
      }
      if (this.#asking) {
        this.#waits = true;
        this.#parts.count.hidden = false;
        this.#parts.count.textContent = this.#parts.status.textContent = this.#text("next");
        return;
      }
      if (matchMedia("(pointer: coarse)").matches) this.#parts.box.blur(); // A phone's keyboard would cover the answer.
      this.#ask(question);
    }

    async #ask(question, chosen = false) {
      if (this.#asking) return;
      const { box, conversation, ready, restart, status } = this.#parts;
      if (box.value.trim() === question) {
        box.value = "";
        this.#count();
      }
      ready.hidden = true;
      const asking = (this.#asking = new AbortController());
      this.#asked = question;
      const patience = setTimeout(() => asking.abort(), PATIENCE_MS);
      const history = this.#exchanges
        .flatMap((exchange) => [{ role: "user", content: exchange.question }, { role: "assistant", content: exchange.answer.answer }])
        .slice(-HISTORY_TURNS);
      const organisation = this.getAttribute("organisation") || null;

      if (this.#exchanges.length === 0) conversation.replaceChildren();
      conversation.querySelector("[data-failed]")?.remove();
      const article = this.#article(question);
      article.setAttribute("aria-busy", "true");
      const stop = () => {
        this.#stop();
        article.remove();
        this.#takeBack(question);
        box.focus();
        if (this.#exchanges.length === 0) this.#drawConversation();
      };
      article.append(
        node("div", { class: "answer" }, node("p", { class: "status" }, this.#text("searching"))),
        node("button", { class: "stop", type: "button", click: stop }, this.#text("stop")));
      conversation.append(article);
      restart.hidden = false;
      status.textContent = this.#text("searching");
      this.#show(article);
      if (chosen) article.focus({ preventScroll: true }); // Its button is above, or gone.

      let place = "at";
      try {
        const answer = await this.#received({ question, history, organisation }, article, asking.signal);
        if (this.#asking !== asking) return;
        this.#exchanges = [...this.#exchanges, { question: answer.question, answer, asked: today() }].slice(-KEPT_EXCHANGES);
        this.#remember();
        place = this.#placeOf(article);
        this.#drawAnswer(article, answer, today());
        const sources = answer.citations.length ? ` ${this.#text("sources")} ${answer.citations.map((c) => c.document.title).join(", ")}` : "";
        status.textContent = `${this.#text("done")} ${this.#lines(answer, () => "").join(" ").replace(/\s+(?=[.,;:!?])/g, "")}${sources}`;
      } catch (error) {
        if (this.#asking !== asking) return; // A new conversation was begun.
        place = this.#placeOf(article);
        this.#drawFailure(article, question, error);
        this.#takeBack(question);
      } finally {
        clearTimeout(patience);
        if (this.#asking === asking) {
          this.#stop();
          article.removeAttribute("aria-busy");
          article.querySelector(".stop").remove();
          if (place === "at") this.#show(article);
          if (place === "above") this.#offer(article);
          if (this.#waits) box.form.requestSubmit();
        }
      }
    }

    /** Show the answer's sentences as they come, and return the whole answer object. */
    async #received(body, article, signal) {
      let text = "";
      let state = null;
      for await (const [event, data] of answering(body, signal)) {
        if (signal.aborted) break;
        if (event === "answer") {
          await Promise.all(data.citations.map(async (citation) => {
            if (citation.document.organisation) citation.organisation = await organisationName(citation.document.organisation);
          }));
          return data;
        }
        if (event === "status") state = data.status;
        if (event === "sentence") text += data.text;
        article.querySelector(".answer").replaceWith(this.#framed(state, this.#words(text, (number) => `[${number}]`)));
      }
      throw new Failure("failed");
    }

    #stop() {
      this.#asking?.abort();
      this.#asking = null;
      this.#asked = "";
    }

    #restart() {
      this.#stop();
      this.#exchanges = [];
      this.#remember();
      this.#count();
      this.#parts.status.textContent = "";
      this.#drawConversation();
      this.#parts.box.focus();
    }

    /** Put a question that has no answer back in the box, unless another one waits there. */
    #takeBack(question) {
      this.#parts.box.value ||= question;
      this.#count();
    }

    /** Tell whether one reads "above" a turn, "at" its beginning, or "in" it. */
    #placeOf(article) {
      const { top, bottom } = article.getBoundingClientRect();
      const frame = this.#scrolls() ? this.#parts.conversation.getBoundingClientRect() : { top: 0, bottom: innerHeight };
      if (top > frame.bottom || bottom < frame.top) return "above";
      return top >= frame.top ? "at" : "in";
    }

    /** Say that the answer is there to one who reads elsewhere, until the answer comes into view. */
    #offer(article) {
      const { ready } = this.#parts;
      ready.hidden = false;
      ready.onclick = () => {
        this.#show(article);
        article.focus({ preventScroll: true });
      };
      const seen = new IntersectionObserver(([{ isIntersecting }]) => {
        if (!isIntersecting) return;
        ready.hidden = true;
        seen.disconnect();
      });
      seen.observe(article);
    }

    #scrolls() {
      return getComputedStyle(this.#parts.conversation).overflowY === "auto";
    }

    /** Bring a turn or a source to the top, without moving the page around the widget. */
    #show(place) {
      const { conversation } = this.#parts;
      if (this.#scrolls()) conversation.scrollTop = place.offsetTop - 12;
      else place.scrollIntoView({ block: "start" });
    }

    // --- drawing ---

    #article(question) {
      return node("article", { tabindex: "-1" },
        node("h3", { class: "question", dir: "auto" }, unseen(`${this.#text("question")}: `, this.#language), node("span", null, question)));
    }

    #framed(state, ...children) {
      return node("div", { class: "answer", "data-status": state }, node("p", { class: "status" }, this.#text(`status-${state}`)), ...children);
    }

    #words(text, marker, languages = []) {
      return node("div", { class: "text" }, ...markdown(text, marker, languages));
    }

    /** Return an answer's paragraphs and items as plain text. */
    #lines(answer, marker) {
      return [...this.#words(answer.answer, marker).querySelectorAll("p, li")]
        .map((line) => (line.localName === "li" ? `- ${line.textContent}` : line.textContent));
    }

    #drawAnswer(article, answer, asked) {
      const places = new Map(answer.citations.map((citation) => [citation.number, this.#citation(citation)]));
      const pointed = new Set(); // The first marker of a citation is enough for the keyboard.
      const marker = (number) => {
        const place = places.get(number);
        const tabindex = pointed.has(number) ? "-1" : null;
        pointed.add(number);
        const label = this.#text("source", { n: number });
        const go = () => {
          this.#show(place);
          place.focus({ preventScroll: true });
        };
        return place ? node("button", { class: "marker", type: "button", tabindex, "aria-label": label, click: go }, `[${number}]`) : `[${number}]`;
      };
      const question = article.querySelector(".question").lastChild;
      question.textContent = answer.question; // Without the personal data that was typed.
      question.lang = answer.languages.question;
      article.querySelector(".answer")?.remove();
      article.append(node("p", { class: "on-paper" }, this.#text("on-paper", { date: this.#date(asked) })));
      article.append(this.#framed(answer.status,
        this.#explained(this.#words(answer.answer, marker, answer.languages.answer), answer),
        ...answer.notices.map((notice, index) => node("p", { class: "notice", role: "note", "data-kind": notice.kind },
          node("strong", null, this.#text(`notice-${notice.kind}`)), " ", node("span", { lang: answer.languages.notices[index] }, notice.text))),
        places.size ? node("h4", null, this.#text("sources")) : null,
        places.size ? node("ol", { class: "sources" }, ...places.values()) : null,
        answer.searched ? this.#help(answer.searched) : null,
        answer.follow_ups.length
          ? node("div", { class: "more" }, node("h4", null, this.#text(answer.searched ? "told" : "more")), this.#choices(answer.follow_ups, answer.languages.follow_ups)) : null,
        answer.status === "clarify" ? null : this.#tools(answer)));
    }

    /** Say what one can do when nothing was found, whom one can ask, and where was looked. */
    #help({ documents, organisations, nearest }) {
      const reachable = organisations.filter((one) => /^(https?|mailto|tel):/.test(one.contact_link));
      const address = (link, text) => (link.startsWith("http") ? this.#link(link, text, "noreferrer") : node("a", { href: link }, text));
      const contact = (one) => node("li", null, `${one.name}${one.full_name ? ` (${one.full_name})` : ""}: `, address(one.contact_link, one.contact ?? one.website));
      const names = new Intl.ListFormat(this.#language).format(organisations.map((one) => one.name));
      return node("div", { class: "help" },
        node("h4", null, this.#text("help")),
        node("ul", null,
          node("li", null, this.#text("other-words")),
          reachable.length ? node("li", null, this.#text("whom"), node("ul", null, ...reachable.map(contact))) : null),
        node("h4", null, this.#text("searched")),
        node("p", null, this.#text(names ? "searched-of" : "searched-in", { n: documents, names })),
        node("ul", null, ...nearest.map(({ id, title }) => node("li", null, this.#link(`/bronnen/${encodeURIComponent(id)}`, dutch(title))))),
        node("p", null, this.#link("/bronnen", this.#text("documents"))));
    }

    // --- what words mean: shown while the pointer or the focus is on them, until Escape (WCAG 1.4.13) ---

    /** Let the words of an answer that a document explains show what they mean. */
    #explained(text, answer) {
      answer.explanations.forEach(({ words, meaning, document, href }, number) => {
        const id = `meaning-${answer.id}-${number}`;
        const draw = () => node("span", { class: "term" },
          node("button", { type: "button", "aria-describedby": id }, words),
          node("span", { class: "meaning", id, lang: "nl" }, `${meaning} `, this.#link(`${href}#citaat`, document.title)));
        replaceWord(text, words, draw);
      });
      return text;
    }

    #followPointer(place, signal) {
      for (const type of ["mouseover", "focusin", "focusout", "pointerdown", "click"]) place.addEventListener(type, (event) => this.#explain(event), { signal });
    }

    #explain(event) {
      const to = event.type === "focusout" ? event.relatedTarget : event.composedPath()[0];
      const near = [to, this.#shadow.activeElement].map((place) => place?.closest?.(".term"));
      const term = near.find((place) => this.#shadow.contains(place)) ?? null;
      if (term !== this.#dismissed || event.type !== "mouseover") this.#dismissed = null;
      if (!term || term !== this.#dismissed) this.#showTerm(term);
    }

    #escaped(event) {
      if (event.key !== "Escape" || !this.#term) return;
      event.preventDefault(); // The dialog around it stays.
      event.stopPropagation();
      this.#dismissed = this.#term;
      this.#showTerm(null);
    }

    #showTerm(term) {
      if (term === this.#term) return;
      this.#term?.classList.remove("open");
      this.#term = term;
      term?.classList.add("open");
      term?.querySelector(".meaning").scrollIntoView({ block: "nearest" });
    }

    #citation(citation) {
      const { document, section, label, page, href, number } = citation;
      const path = label && label !== section.at(-1) ? [...section, label] : section;
      const place = [path.length && dutch(path.join(" › ")), page && this.#text("page", { n: page })].filter(Boolean);
      const address = new URL(`${href}#citaat`, SERVER);
      return node("li", { tabindex: "-1" },
        node("p", { class: "name" }, `${number}. `, dutch(document.title)),
        node("p", { class: "from" }, this.#origin(citation)),
        node("blockquote", { lang: "nl" }, readable(citation.running_text)),
        place.length ? node("p", { class: "from" }, ...place.flatMap((part) => [", ", part]).slice(1)) : null,
        address.origin === SERVER ? node("p", null, this.#link(address.href.slice(SERVER.length), this.#text("view"))) : null);
    }

    #origin({ organisation, document }) {
      return [organisation ?? this.#text("no-organisation"), this.#validity(document)].join(" · ");
    }

    #validity({ published, valid_until }) {
      if (valid_until) return this.#text(valid_until < today() ? "ended" : "until", { date: this.#date(valid_until) });
      return published ? this.#text("published", { date: this.#date(published) }) : this.#text("undated");
    }

    #drawFailure(article, question, error) {
      const unsent = error instanceof TypeError || error.name === "AbortError"; // fetch's own errors
      const failure = error instanceof Failure ? error : new Failure(unsent ? "unreachable" : "failed");
      const text = unsent && !navigator.onLine ? this.#text("offline") : this.#text(failure.text, failure.values);
      const again = () => {
        article.remove();
        this.#ask(question, true);
      };
      article.setAttribute("data-failed", "");
      article.querySelector(".answer").replaceWith(node("div", { class: "answer", "data-status": "failed" },
        node("p", { class: "text" }, text),
        failure.text === "gone" ? null : node("button", { class: "retry", type: "button", click: again }, this.#text("retry"))));
      this.#parts.status.textContent = text;
    }

    // --- what one can do with an answer ---

    #tools(answer) {
      const tools = node("div", { class: "tools" });
      const told = node("p", { class: "told", tabindex: "-1" }); // It is said aloud elsewhere.
      const press = (value) => {
        for (const button of tools.querySelectorAll("[aria-pressed]")) button.setAttribute("aria-pressed", String(button.value === value));
      };
      const judge = async (helpful) => {
        const before = tools.querySelector("[aria-pressed=true]")?.value;
        press(String(helpful));
        const sent = await this.#judged({ answer_id: answer.id, helpful });
        told.textContent = this.#text(sent ? "thanks" : "not-sent");
        told.toggleAttribute("data-wrong", !sent);
        if (!sent) press(before);
        else if (sent.status === 202 && !tools.nextElementSibling) tools.after(this.#comment(answer, helpful, told)); // Else it is only counted.
      };
      const verdict = (helpful, text) => node("button", {
        type: "button", value: String(helpful), "aria-pressed": "false", "aria-label": `${this.#text("helpful")} ${text}`, click: () => judge(helpful),
      }, text);
      tools.append(node("p", null, this.#text("helpful")), verdict(true, this.#text("yes")), verdict(false, this.#text("no")), told);
      if (!answer.citations.length) return tools;
      if (navigator.clipboard) {
        tools.append(node("button", { type: "button", click: (event) => this.#copy(answer, event.target) }, this.#text("copy")));
      }
      tools.append(node("button", { type: "button", click: () => this.#print(tools.closest("article")) }, this.#text("print")));
      return tools;
    }

    #comment(answer, helpful, told) {
      const id = `comment-${answer.id}`;
      const box = node("input", { id, maxlength: "500", autocomplete: "off" });
      const send = async (event) => {
        const form = event.currentTarget;
        event.preventDefault();
        if (box.value.trim() && await this.#judged({ answer_id: answer.id, helpful, comment: box.value.trim() })) {
          form.hidden = true;
          told.focus();
        }
      };
      return node("form", { class: "comment", submit: send },
        node("label", { for: id }, this.#text("comment")), box, node("button", null, this.#text("comment-send")));
    }

    async #judged(judgement) {
      const response = await request("/api/v1/feedback", judgement).catch(() => null);
      this.#parts.status.textContent = this.#text(response?.ok ? "thanks" : "not-sent");
      return response?.ok ? response : null;
    }

    async #copy(answer, button) {
      const lines = this.#lines(answer, (number) => `[${number}]`);
      const notices = answer.notices.map((notice) => `${this.#text(`notice-${notice.kind}`)}: ${notice.text}`);
      const sources = answer.citations.map((citation) =>
        `[${citation.number}] ${citation.document.title} (${this.#origin(citation)}): “${readable(citation.running_text)}” ${SERVER}${citation.href}#citaat`);
      const all = [answer.question, ...lines, ...notices, ...sources].join("\n\n").replaceAll("\u00a0", " ");
      const copied = await navigator.clipboard.writeText(all).then(() => true, () => false);
      this.#parts.status.textContent = button.textContent = this.#text(copied ? "copied" : "not-copied");
      setTimeout(() => (button.textContent = this.#text("copy")), 3000);
    }

    /** Print one answer with its sources, from a frame of its own: the page around is not ours to print. */
    #print(article) {
      this.#parts.paper?.remove();
      const paper = node("iframe", { class: "unseen", title: this.#text("print"), "aria-hidden": "true", tabindex: "-1" });
      paper.addEventListener("load", () => {
        const { document: page, CSSStyleSheet: Sheet } = paper.contentWindow;
        const sheet = new Sheet();
        sheet.replaceSync(CSS.replaceAll(":host", ":root").replace("display: contents !important;", ""));
        page.adoptedStyleSheets = [sheet];
        page.title = article.querySelector(".question").textContent;
        page.documentElement.lang = this.#language;
        page.body.className = "panel paper";
        page.body.append(page.importNode(article, true));
        paper.contentWindow.print();
      });
      this.#parts.paper = paper;
      this.#shadow.append(paper);
    }

    // --- the conversation, in this tab only ---

    get #key() {
      return `wegwijs-chat ${SERVER} ${this.getAttribute("organisation") ?? ""} ${this.id}`;
    }

    /** The key of the question that is being typed or answered. */
    get #questionKey() {
      return `${this.#key} question`;
    }

    #remembered() {
      try {
        return JSON.parse(this.#kept(this.#key)) ?? [];
      } catch {
        return []; // Something else's.
      }
    }

    #remember() {
      this.#keep(this.#key, JSON.stringify(this.#exchanges));
    }

    #kept(key) {
      try {
        return sessionStorage.getItem(key);
      } catch {
        return null; // No storage.
      }
    }

    #keep(key, words) {
      try {
        if (words) sessionStorage.setItem(key, words);
        else sessionStorage.removeItem(key);
      } catch {
        // Without storage it ends with the page.
      }
    }
  }

  if (!customElements.get("wegwijs-chat")) customElements.define("wegwijs-chat", WegwijsChat);
})();
