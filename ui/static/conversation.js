// Runs in the conversation of the chat, with Gradio's `element`, `trigger` and `watch`.
element.setAttribute('role', 'region');
element.setAttribute('aria-label', 'Gesprek');
element.classList.toggle('zonder-klembord', !navigator.clipboard);  // As on an address without https.

// The box grows with the question; what has the focus stays above it.
new ResizeObserver(() => {
  const bar = document.querySelector('.invoer');
  document.documentElement.style.setProperty('--w-bar', `${bar?.offsetHeight ?? 0}px`);
}).observe(element.closest('.gradio-container'));

// Gradio's label also holds the button; the box may come after this script, and may be drawn anew.
const nameBox = () => typing()?.setAttribute('aria-label', 'Uw vraag');
new MutationObserver(nameBox).observe(element.closest('.gradio-container'), {childList: true, subtree: true});

// The whole conversation is drawn anew with each answer; what is said aloud is the new answer only, once.
const announcer = document.createElement('p');
announcer.setAttribute('role', 'status');
announcer.className = 'onzichtbaar';
element.closest('.gradio-container').append(announcer);

// Questions are answered one by one. Until it is asked, what is typed stays in the box, and can be changed.
const QUESTION_CHARS = 500;  // As in the API.
let asked = '';  // What is being answered
let chosen = false;  // with a button
let place = '';  // and where the reader is when its answer comes: 'above' its turn, 'at' its beginning, or 'in' it
let stopped = false;  // by who asked
let next = null;  // asks what comes after it
const typing = () => document.querySelector('.invoer textarea');
const pending = () => document.querySelector('.wachtend');
nameBox();

function ask(question, byButton) {
  if (typing().value.trim() === question) fill('');
  if (matchMedia('(pointer: coarse)').matches) typing().blur();  // A phone's keyboard would cover the answer.
  tell('');
  ready.remove();
  asked = question;
  chosen = byButton;
  pending().append(pending().querySelector('template').content.cloneNode(true));
  const turn = pending().querySelector('.beurt');
  turn.dataset.gesteld = question;
  turn.querySelector('.vraag').append(question);
  turn.scrollIntoView();
  trigger('select');
}

function askTyped() {
  const question = typing().value.trim();
  if (question && tooLong() <= 0) ask(question, false);
}

function tooLong() {
  return [...typing().value.trim()].length - QUESTION_CHARS;
}

function fill(words) {
  typing().value = words;
  typing().dispatchEvent(new Event('input', {bubbles: true}));  // So that Gradio knows.
}

function inTurn(asks) {
  if (!asked) return asks();
  next = asks;
  tell('Uw volgende vraag wordt gesteld zodra dit antwoord er is.');
}

document.addEventListener('keydown', (event) => {
  if (event.target === typing() && event.key === 'Enter' && !event.shiftKey && !event.isComposing) inTurn(askTyped);
});
document.addEventListener('click', ({target, detail}) => {
  const question = target.closest('[data-vraag]')?.dataset.vraag;
  if (question && question !== asked && detail < 2) inTurn(() => ask(question, true));  // A double click asks it once.
  if (target.closest('.submit-button')) inTurn(askTyped);
});
document.addEventListener('komt', () => {
  const {top, bottom} = pending().querySelector('.beurt').getBoundingClientRect();
  place = top > innerHeight || bottom < 0 ? 'above' : top >= 0 ? 'at' : 'in';
});
document.addEventListener('beantwoord', ({detail}) => {
  keep('wegwijs-gesprek', JSON.stringify(detail));
  const asks = next;
  finish();
  asks?.();
});
document.addEventListener('gestopt', () => { stopped = true; });
document.addEventListener('mislukt', () => {
  const failed = element.closest('.gradio-container').querySelector('.mislukt .beurt');
  const reason = navigator.onLine ? 'Er is geen antwoord gekomen.' : 'U hebt geen internet.';
  const asks = stopped ? next : null;
  const silent = failed || stopped;  // Who stopped it knows.
  const where = takeBack();
  if (!silent) tell(`${reason} ${where} Probeer het straks nog eens.`);
  asks?.();
});

addEventListener('pagehide', () => keep('wegwijs-vraag', typing().value || asked));

// The question goes back into the box, unless something else is typed there. Returned is where it is.
function takeBack() {
  const where = typing().value ? `U vroeg: “${asked}”` : 'Uw vraag staat nog in het vak.';
  if (!typing().value) fill(asked);
  finish();
  return where;
}

function finish() {
  asked = '';
  stopped = false;
  next = null;
  pending().querySelector('.beurt')?.remove();
  tell('');
}

function keep(name, words) {
  try {
    sessionStorage.setItem(name, words);
  } catch {
    // Without storage, or room in it, it ends with the page.
  }
}

element.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (button?.dataset.oordeel) judge(button);
  if (button?.matches('.kopieer')) copy(button);
  if (button?.matches('.druk-af')) print(button.closest('.beurt'));
  const marker = event.target.closest('a.verwijzing');
  if (!marker) return;
  event.preventDefault();  // A link to a citation is no address: Gradio's <base> would make it one, of an empty page.
  const citation = document.getElementById(marker.getAttribute('href').slice(1));
  citation.scrollIntoView({block: 'center'});
  citation.focus({preventScroll: true});
});

element.addEventListener('submit', async (event) => {
  event.preventDefault();
  const {toelichting: box} = event.target.elements;
  const pressed = event.target.closest('.oordeel').querySelector('[aria-pressed=true]');
  if (!box.value.trim() || !(await send(pressed, {comment: box.value.trim()}))) return;
  event.target.hidden = true;
  event.target.closest('.oordeel').querySelector('[role=status]').focus();  // Else it would be nowhere.
});

async function judge(button) {
  const verdict = button.closest('.oordeel');
  const press = (pressed) => {
    for (const one of verdict.querySelectorAll('[data-oordeel]')) one.setAttribute('aria-pressed', one === pressed);
  };
  const before = verdict.querySelector('[aria-pressed=true]');
  press(button);
  const sent = await send(button);
  if (!sent) press(before);
  else if (sent.status === 202) verdict.querySelector('form').hidden = false;  // Else it is only counted.
}

async function send(button, more = {}) {
  const verdict = button.closest('.oordeel');
  const body = JSON.stringify({answer_id: verdict.dataset.antwoord, helpful: button.dataset.oordeel === 'ja', ...more});
  const headers = {'Content-Type': 'application/json'};
  const response = await fetch('/api/v1/feedback', {method: 'POST', headers, body}).catch(() => null);
  verdict.querySelector('[role=status]').textContent =
    response?.ok ? 'Dank u wel.' : 'Uw oordeel kwam niet aan. Probeer het later nog eens.';
  return response?.ok ? response : null;
}

async function copy(button) {
  const turn = button.closest('.beurt');
  const text = without('.uitleg', turn.querySelector('.tekst'));
  const lines = [...text.querySelectorAll('p, li')].map((line) => (line.localName === 'li' ? '- ' : '') + line.textContent);
  const notices = [...turn.querySelectorAll('[role=note]')].map(({firstChild, lastChild}) => `${firstChild.textContent}:${lastChild.data}`);
  const sources = [...turn.querySelectorAll('.bronnen li')].map((source) => {
    const part = (selector) => source.querySelector(selector).textContent.trim();
    const origin = `${part('.naam')} (${part('.herkomst')})`;
    return `[${part('.nummer')}] ${origin}: “${part('blockquote')}” ${source.querySelector('.bekijk').href}`;
  });
  const all = [turn.querySelector('.vraag').lastChild.data, ...lines, ...notices, ...sources].join('\n\n').replaceAll('\u00a0', ' ');
  const copied = await navigator.clipboard.writeText(all).then(() => true, () => false);
  announcer.textContent = button.textContent = copied ? 'Gekopieerd' : 'Kopiëren mag niet van uw browser';
  setTimeout(() => { button.textContent = 'Kopieer met bronnen'; }, 3000);
}

function without(parts, text) {
  const copy = text.cloneNode(true);
  for (const part of copy.querySelectorAll(parts)) part.remove();
  return copy;
}

// On paper comes one answer, or the whole conversation when the browser itself is told to print.
function print(turn) {
  element.querySelector('.afdruk')?.classList.remove('afdruk');
  turn.classList.add('afdruk');
  window.print();
}
addEventListener('beforeprint', () => {
  for (const link of element.querySelectorAll('.bekijk')) link.dataset.adres = link.href;
});
addEventListener('afterprint', () => element.querySelector('.afdruk')?.classList.remove('afdruk'));

// Examples are of what is searched; those of all documents come with the page.
document.addEventListener('gekozen', async ({detail: organisation}) => {
  const path = `/api/v1/examples${organisation && `?organisation=${encodeURIComponent(organisation)}`}`;
  const response = await fetch(path).catch(() => null);
  const list = element.querySelector('.voorbeelden');
  if (!response?.ok || !list) return;
  const [shape] = list.children;
  list.replaceChildren(...(await response.json()).map((question) => {
    const item = shape.cloneNode(true);
    item.firstElementChild.textContent = item.firstElementChild.dataset.vraag = question;
    return item;
  }));
});

// What a word means shows while the pointer or the focus is on it, until Escape (WCAG 1.4.13).
let explained = null;
let dismissed = null;
function explain({type, target, relatedTarget}) {
  const to = type === 'focusout' ? relatedTarget : target;
  const word = [to, document.activeElement].map((near) => near?.closest?.('.begrip')).find(Boolean);
  if (word !== dismissed || type !== 'mouseover') dismissed = null;
  if (word === explained || word === dismissed) return;
  explained?.classList.remove('open');
  explained = word;
  explained?.classList.add('open');
  explained?.querySelector('.uitleg').scrollIntoView({block: 'nearest'});
}
for (const type of ['mouseover', 'focusin', 'focusout', 'pointerdown', 'click']) document.addEventListener(type, explain);
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || !explained) return;
  explained.classList.remove('open');
  [explained, dismissed] = [null, explained];
});

watch('value', () => {
  const answered = asked;  // Else it is the conversation that the tab kept.
  requestAnimationFrame(() => {
    const last = element.querySelector('.beurt:last-child');
    if (!last) return;
    if (!answered || place === 'at') last.scrollIntoView();
    if (!answered) return;
    if (place === 'above') offer(last);
    // One who chose the question is still at its button, or nowhere, as that is gone.
    else if (document.activeElement === document.body || (chosen && element.contains(document.activeElement))) last.focus({preventScroll: true});
    const words = without('.uitleg, .verwijzing', last.querySelector('.tekst')).textContent.replace(/\s+(?=[.,;:!?])/g, '');
    announcer.textContent = `${last.querySelector('.status').textContent}: ${words}`;
  });
});

// Who reads elsewhere in the conversation is not pulled away by an answer.
const ready = document.createElement('button');
ready.type = 'button';
ready.className = 'klaar';
ready.textContent = 'Uw antwoord is er';
const comesIntoView = new IntersectionObserver(([{isIntersecting}]) => isIntersecting && ready.remove());
function offer(turn) {
  document.querySelector('.invoer').prepend(ready);
  comesIntoView.disconnect();
  comesIntoView.observe(turn);
  ready.onclick = () => {
    turn.scrollIntoView();
    turn.focus({preventScroll: true});
  };
}

// What there is to know about the question in the box: that it waits, or that it is too long.
const hint = document.createElement('p');
hint.className = 'bericht';
hint.setAttribute('role', 'status');
function tell(words) {
  if (!hint.isConnected) document.querySelector('.invoer').append(hint);
  if (hint.textContent !== words) hint.textContent = words;
}
document.addEventListener('input', ({target}) => {
  if (target !== typing()) return;
  next = null;  // What waited is being changed.
  const over = tooLong();
  target.setAttribute('aria-invalid', over > 0);
  tell(over > 0 ? `Uw vraag is te lang. Maak hem ${over} ${over === 1 ? 'teken' : 'tekens'} korter.` : '');
});
