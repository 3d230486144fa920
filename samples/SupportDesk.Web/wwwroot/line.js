// The line to the desk: one WebSocket at a time, opened again whenever it is lost, later and later until it holds.

const first = 250;
const longest = 15_000;
const signedOut = 1008;

// How long the desk may take for a first sign that a message has arrived.
const patience = 10_000;

export class Line {
  #url;
  #on;
  #socket = null;
  #timer = null;
  #failures = 0;
  #expected = null;

  // on: { open(), frame(frame), state(name, waitMs) }
  constructor(url, on) {
    this.#url = url;
    this.#on = on;
    addEventListener('online', () => this.#open());
    addEventListener('offline', () => this.#lose());
  }

  get isOpen() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  start() {
    this.#open();
  }

  // Says nothing when the line is down; whatever matters is said again when it is open.
  send(message) {
    if (this.isOpen) {
      this.#socket.send(JSON.stringify(message));
    }
  }

  // Says something that has an answer at once. When none comes the line is dead, whatever the browser thinks of it.
  ask(message) {
    if (this.isOpen) {
      this.send(message);
      this.#expected ??= setTimeout(() => this.#lose(), patience);
    }
  }

  // Hangs up and tries again, no sooner than the desk asked for.
  again(afterMs = 0) {
    this.#lose(afterMs);
  }

  #open() {
    if (this.#socket) {
      return;
    }
    clearTimeout(this.#timer);
    if (this.#failures === 0) {
      this.#on.state('connecting');
    }
    const socket = this.#socket = new WebSocket(this.#url);
    let wasOpen = false;
    socket.onopen = () => {
      if (this.#socket !== socket) {
        return;
      }
      wasOpen = true;
      this.#on.state('open');
      this.#on.open();
    };
    socket.onmessage = event => {
      if (this.#socket === socket) {
        this.#failures = 0;
        this.#heard();
        this.#on.frame(JSON.parse(event.data));
      }
    };
    socket.onclose = event => {
      if (this.#socket !== socket) {
        return;
      }
      if (event.code === signedOut) {
        this.#end();
      } else {
        this.#lose();
        if (!wasOpen) {
          this.#askWhy();
        }
      }
    };
  }

  #lose(afterMs = 0) {
    this.#hangUp();
    const wait = Math.max(afterMs, Math.min(longest, first * 2 ** this.#failures++) * (0.75 + Math.random() / 4));
    this.#timer = setTimeout(() => this.#open(), wait);
    this.#on.state(navigator.onLine ? 'waiting' : 'offline', wait);
  }

  // A browser doesn't say why a WebSocket was refused.
  async #askWhy() {
    try {
      const answer = await fetch('/who', { cache: 'no-store' });
      if (answer.status === 401) {
        this.#end();
      }
    } catch {
      // The network, then.
    }
  }

  #end() {
    this.#hangUp();
    this.#on.state('signed-out');
  }

  #hangUp() {
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    clearTimeout(this.#timer);
    this.#heard();
  }

  #heard() {
    clearTimeout(this.#expected);
    this.#expected = null;
  }
}
