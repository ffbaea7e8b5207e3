// Opens a connection, sends some texts and waits for each answer, and prints what it sees, a line each.
// usage: client.js <url> <origin> <cookie> <size> <count>; an empty origin or cookie is not sent
const WebSocket = require('ws');

const [url, origin, cookie, size, count] = process.argv.slice(2);
const headers = {};
if (origin) headers.Origin = origin;
if (cookie) headers.Cookie = cookie;

const socket = new WebSocket(url, { headers, handshakeTimeout: 15000 });
let sent = 0;

function next() {
  if (sent++ < Number(count)) {
    socket.send('x'.repeat(Number(size)));
  } else {
    socket.close(1000);
  }
}

socket.on('open', () => {
  console.log('open');
  next();
});
socket.on('message', (data) => {
  console.log(String(data));
  next();
});
socket.on('unexpected-response', (request, response) => {
  console.log(`refused ${response.statusCode}`);
  request.destroy();
});
socket.on('close', (code) => console.log(`closed ${code}`));
socket.on('error', (error) => console.error(error.message));
