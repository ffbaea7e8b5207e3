const INTERVAL = 1000;
const MAX_SHOWN = 60;

const hint = document.getElementById('guard-hint');
const list = document.getElementById('events');
let last = 0;

/** Asks for what is new, shows it, and asks again. A page that nobody sees does not ask. */
export async function watch() {
  if (!document.hidden) {
    try {
      await ask();
    } catch {
      say('The server does not answer.');
    }
  }
  setTimeout(watch, INTERVAL);
}

async function ask() {
  const answer = await fetch(`events?since=${last}`);
  if (!answer.ok) {
    throw new Error(answer.statusText);
  }
  const news = await answer.json();
  // The server was started anew and counts from the beginning.
  if (news.last < last) {
    last = 0;
    list.replaceChildren();
    return;
  }
  say(news.hint ?? '');
  for (const event of news.events) {
    last = event.sequence;
    list.prepend(row(event));
  }
  while (list.children.length > MAX_SHOWN) {
    list.lastChild.remove();
  }
}

function say(text) {
  hint.textContent = text;
  hint.hidden = text === '';
}

/** Values come from clients, and some of those mean harm: they enter the page as text, never as markup. */
function row(event) {
  const item = document.createElement('li');
  item.dataset.type = event.type;
  item.dataset.reason = event.reason;
  add(item, 'time', '', new Date(event.time).toLocaleTimeString());
  add(item, 'b', 'type', event.type);
  add(item, 'span', 'reason', event.reason);
  add(item, 'span', 'facts', facts(event));
  return item;
}

function facts(event) {
  const known = {
    'close code': event.closeCode,
    path: event.path,
    origin: event.origin,
    address: event.address,
    user: event.user,
    connection: event.connection,
  };
  const words = Object.entries(known).filter(([, value]) => value).map(([name, value]) => `${name} ${value}`);
  const refusal = event.type === 'REFUSED' || event.type === 'VIOLATED';
  if (refusal && !event.enforced) {
    words.push('(reported only)');
  }
  return words.join(' · ');
}

function add(parent, tag, className, text) {
  const child = document.createElement(tag);
  child.className = className;
  child.textContent = text;
  parent.append(child);
}
