// Leads back from a page to the conversation: in the tab that opened this one, or in the chat that the visitor came from.
// It runs before the page is drawn, so that nothing shifts.
'use strict';
{
  const CHATS = ['/', '/chat'];
  let chat = null;  // the one that the visitor came from; its conversation is in this tab too
  // A tab of another website cannot be looked into; the conversation there is not ours.
  const isStillThere = () => {
    if (!window.opener || window.opener.closed) return false;
    try {
      return !chat || window.opener.location.pathname === chat;
    } catch {
      return !chat;
    }
  };
  document.documentElement.classList.toggle('uit-gesprek', Boolean(window.opener));
  document.addEventListener('click', ({target}) => {
    if (!target.closest('.terug button')) return;
    if (isStillThere()) window.close();
    else location.href = chat ?? CHATS[0];
  });
  document.addEventListener('DOMContentLoaded', () => {
    const from = document.referrer && new URL(document.referrer);
    if (from.origin === location.origin && CHATS.includes(from.pathname)) sessionStorage.setItem('wegwijs-terug', from.pathname);
    chat = sessionStorage.getItem('wegwijs-terug');
    if (chat) document.querySelector('.kop nav a').href = chat;
  });
}
