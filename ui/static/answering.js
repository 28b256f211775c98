// Asks the question of the pending turn. Its sentences are shown as they come, until the whole answer is there.
async (organisation, turns, shown) => {
  const LATEST = 20;  // More is not taken.
  const {gesteld: question} = document.querySelector('.wachtend .beurt').dataset;
  const asking = new AbortController();
  const {signal} = asking;
  const PATIENCE_MS = 60_000;  // As in the widget, for each sentence.
  const giveUp = () => asking.abort();
  let patience = setTimeout(giveUp, PATIENCE_MS);
  addEventListener('offline', giveUp, {signal});
  document.addEventListener('click', ({target}) => {
    if (!target.closest('.stop')) return;
    document.dispatchEvent(new Event('gestopt'));
    asking.abort();
    document.querySelector('.invoer textarea').focus();
  }, {signal});
  try {
    const body = JSON.stringify({question, history: turns.slice(-LATEST), organisation: organisation || null});
    const headers = {'Content-Type': 'application/json'};
    const response = await fetch('/antwoord', {method: 'POST', headers, body, signal});
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let unread = '';
    for (;;) {
      const {done, value} = await reader.read();
      clearTimeout(patience);
      patience = setTimeout(giveUp, PATIENCE_MS);
      if (done) throw new Error('The answer breaks off.');
      const lines = (unread + value).split('\n');
      unread = lines.pop();
      for (const told of lines.map(JSON.parse)) {
        if (told.failure) return [shown, told.failure, turns];
        if (told.answer) return [(turns.length ? shown : '') + told.answer, '', [...turns, ...told.turns]];
        const pending = document.querySelector('.bezig');
        pending.closest('[role=status]').setAttribute('aria-busy', 'true');  // Said aloud is only the whole answer.
        pending.innerHTML = told.sentences;
      }
    }
  } finally {
    clearTimeout(patience);
    document.dispatchEvent(new Event('komt'));
    document.querySelector('[aria-busy]')?.removeAttribute('aria-busy');
    asking.abort();  // Also takes away what listens to the button.
  }
}
