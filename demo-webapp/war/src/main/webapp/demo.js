import {Connection} from './connection.js';
import {watch} from './guard.js';

const MAX_SHOWN = 200;
const byId = id => document.getElementById(id);

const connection = new Connection({
  opened() {
    show('open', 'Connected');
  },
  received(data) {
    const message = JSON.parse(data);
    if (message.you !== undefined) {
      show('open', `Connected as ${message.you}`);
    } else {
      line(message.from, message.text);
    }
  },
  waiting(wait, code) {
    show('waiting', `Closed with code ${code}. Trying again in ${(wait / 1000).toFixed(1)} s.`);
  },
  stopped(code, reason) {
    show('closed', `Closed with code ${code}`);
    byId('stopped-why').textContent = `The server closed the connection with code ${code}`
        + `${reason ? ` (“${reason}”)` : ''}: it broke a rule, or your login has ended. To connect again at once might only`
        + ' repeat it, so that is left to you.';
    byId('stopped').hidden = false;
  },
});

function connect() {
  const url = new URL(byId('endpoint').value, document.baseURI);
  url.protocol = url.protocol.replace('http', 'ws');
  show('waiting', 'Connecting …');
  connection.open(url);
}

function show(state, text) {
  byId('status').dataset.state = state;
  byId('status').textContent = text;
  byId('stopped').hidden = true;
  byId('connect').disabled = state !== 'closed';
  byId('disconnect').disabled = state === 'closed';
  for (const id of ['text', 'send', 'oversize', 'flood']) {
    byId(id).disabled = state !== 'open';
  }
}

/** Text of others enters the page as text, never as markup. */
function line(from, text) {
  const messages = byId('messages');
  const atEnd = messages.scrollHeight - messages.scrollTop - messages.clientHeight < 40;
  const item = document.createElement('li');
  const name = document.createElement('b');
  name.textContent = from;
  item.append(name, ` ${text}`);
  messages.append(item);
  if (messages.children.length > MAX_SHOWN) {
    messages.firstChild.remove();
  }
  if (atEnd) {
    messages.scrollTop = messages.scrollHeight;
  }
}

async function post(path, fields) {
  const answer = await fetch(path, {method: 'POST', body: new URLSearchParams(fields)});
  const text = await answer.text();
  return answer.ok ? '' : text;
}

/** The handshake of a connection carries the session, so a connection from before does not know of it. */
async function changeSession(path, fields, done) {
  let trouble;
  try {
    trouble = await post(path, fields);
  } catch {
    trouble = 'The server does not answer.';
  }
  byId('login-answer').textContent = trouble || done;
  if (!trouble) {
    connect();
  }
}

byId('connect').onclick = connect;
byId('again').onclick = connect;
byId('endpoint').onchange = () => byId('disconnect').disabled || connect();
byId('disconnect').onclick = () => {
  connection.close();
  show('closed', 'Not connected');
};
byId('say').onsubmit = event => {
  event.preventDefault();
  if (connection.isOpen && byId('text').value !== '') {
    connection.send(byId('text').value);
    byId('text').value = '';
  }
};
byId('login').onsubmit = event => {
  event.preventDefault();
  const name = byId('name').value;
  changeSession('login', {name}, `Logged in as ${name}, with a new session.`);
};
byId('logout').onclick = () => changeSession('logout', {}, 'Logged out. The session is gone.');

byId('oversize').onclick = () => connection.send('x'.repeat(70_000));
byId('flood').onclick = () => {
  for (let i = 1; i <= 150; i++) {
    connection.send(`flood ${i}`);
  }
};

const curl = origin => [
  'curl -i --http1.1 --max-time 5',
  "-H 'Connection: Upgrade'",
  "-H 'Upgrade: websocket'",
  "-H 'Sec-WebSocket-Version: 13'",
  "-H 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=='",
  ...(origin ? [`-H 'Origin: ${origin}'`] : []),
  new URL('chat/jetty', document.baseURI).href,
].join(' \\\n  ');
byId('foreign').textContent = curl('https://evil.example');
byId('missing').textContent = curl('');
for (const button of document.querySelectorAll('[data-copy]')) {
  button.onclick = async () => {
    const source = byId(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.textContent);
      button.textContent = 'Copied';
      setTimeout(() => button.textContent = 'Copy', 2000);
    } catch {
      // Not every browser lets a page do that; then it is selected, to be copied by hand.
      getSelection().selectAllChildren(source);
    }
  };
}

watch();
connect();
