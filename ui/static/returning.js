// Leads back from a page to the conversation: in the tab that opened this one, or in the chat that the visitor came from.
// It runs before the page is drawn, so that nothing shifts.
'use strict';
{
  document.documentElement.classList.toggle('uit-gesprek', Boolean(window.opener));
  document.addEventListener('click', ({target}) => {
    if (target.closest('.terug button')) window.close();
  });
  document.addEventListener('DOMContentLoaded', () => {
    const CHATS = ['/', '/chat'];
    const from = document.referrer && new URL(document.referrer);
    if (from.origin === location.origin && CHATS.includes(from.pathname)) sessionStorage.setItem('wegwijs-terug', from.pathname);
    const chat = sessionStorage.getItem('wegwijs-terug');
    if (chat) document.querySelector('.kop nav a').href = chat;
  });
}
