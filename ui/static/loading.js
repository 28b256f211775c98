// Runs in the head, before Gradio's own scripts: some of these may never come.
{
  const PATIENCE_MS = 12_000;
  const page = document.documentElement;
  // Gradio makes the language of the page the browser's.
  const speakDutch = () => { if (page.lang !== 'nl') page.lang = 'nl'; };
  new MutationObserver(speakDutch).observe(page, {attributeFilter: ['lang']});
  setTimeout(() => {
    if (page.classList.contains('begonnen')) return;
    const words = document.createElement('p');
    words.className = 'laadt-lang';
    words.setAttribute('role', 'alert');
    words.innerHTML = 'Het laden duurt lang. <a href="">Laad deze pagina opnieuw</a>, of ga naar <a href="/chat">de eenvoudige chat</a>.';
    words.querySelector('a').href = location.href;  // Gradio's <base> would make it another address.
    document.body.append(words);
  }, PATIENCE_MS);
}
