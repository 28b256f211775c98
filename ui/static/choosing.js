// The choice of an organisation counts at once; without this script there is a button. It runs before widget.js does, so
// that the chat begins with the right organisation.
'use strict';

const form = document.querySelector('.keuze');
const select = form.elements.organisatie;
const lines = document.querySelector('#regels code');  // To take over; what is chosen for those is not remembered.
const KEPT = 'wegwijs-organisatie';  // As in the chat on `/`.

function choose() {
  for (const chat of document.querySelectorAll('wegwijs-chat')) {
    chat.removeAttribute('text-examples');  // They were of what was chosen when the page came.
    chat.setAttribute('organisation', select.value);
  }
  if (lines) {
    const attribute = select.value && ` organisation="${select.value}"`;
    lines.textContent = lines.textContent.replace(/<wegwijs-chat[^>]*>/, `<wegwijs-chat${attribute}>`);
  }
  history.replaceState(null, '', `?organisatie=${select.value}`);
}

form.addEventListener('submit', (event) => event.preventDefault());
select.addEventListener('change', () => {
  choose();
  if (!lines) localStorage.setItem(KEPT, select.value);
});

const kept = localStorage.getItem(KEPT);
if (!lines && !location.search && [...select.options].some((option) => option.value === kept)) {
  select.value = kept;
  choose();
}
