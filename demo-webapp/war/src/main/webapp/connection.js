const FIRST_DELAY = 500;
const MAX_DELAY = 30_000;

/** A connection that lived this long was a good one: the next failure starts from the first delay. */
const STABLE = 5_000;

/**
 * The server found that what we do breaks its policy (RFC 6455, section 7.4.1), or the login that it asks for has ended: to
 * connect again as before helps nobody.
 */
const POLICY_VIOLATION = 1008;

/**
 * How long to wait before the next attempt: anything up to a limit that doubles each time. The chance is what keeps all
 * the clients of a server that went down from coming back at the same moment ("full jitter").
 */
export function delay(attempt, random = Math.random) {
  return random() * Math.min(MAX_DELAY, FIRST_DELAY * 2 ** attempt);
}

/**
 * A WebSocket that comes back by itself, unless it was closed on purpose or for a violation.
 *
 * The handler has: opened(), received(text), waiting(milliseconds, code), stopped(code, reason).
 */
export class Connection {
  #handler;
  #url;
  #socket;
  #timer;
  #attempt = 0;

  constructor(handler) {
    this.#handler = handler;
  }

  get isOpen() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** Connects now; a connection that there is gives way. */
  open(url) {
    this.close();
    this.#url = url;
    this.#attempt = 0;
    this.#connect();
  }

  close() {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close(1000);
  }

  send(text) {
    this.#socket.send(text);
  }

  #connect() {
    const socket = new WebSocket(this.#url);
    let openedAt;
    this.#socket = socket;
    // One that gave way to another still has events to come, which concern nobody.
    const current = () => socket === this.#socket;
    socket.onopen = () => {
      if (current()) {
        openedAt = performance.now();
        this.#handler.opened();
      }
    };
    socket.onmessage = event => current() && this.#handler.received(event.data);
    socket.onclose = event => {
      if (current()) {
        if (openedAt !== undefined && performance.now() - openedAt >= STABLE) {
          this.#attempt = 0;
        }
        this.#closed(event);
      }
    };
  }

  #closed(event) {
    this.#socket = undefined;
    if (event.code === POLICY_VIOLATION) {
      this.#handler.stopped(event.code, event.reason);
      return;
    }
    const wait = delay(this.#attempt++);
    this.#timer = setTimeout(() => this.#connect(), wait);
    this.#handler.waiting(wait, event.code);
  }
}
