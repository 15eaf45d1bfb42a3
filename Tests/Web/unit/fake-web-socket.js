/** A WebSocket whose other end is the test. */
export class FakeWebSocket {
  readyState = 1;
  /** @type {string[]} */ sent = [];
  /** @type {((event: {data: string}) => void) | undefined} */ onmessage;
  /** @type {(() => void) | undefined} */ onclose;

  /** @param {string} text */
  send(text) {
    this.sent.push(text);
  }

  close() {
    this.readyState = 3;
  }

  /** @param {string} data */
  hear(data) {
    this.onmessage?.({ data });
  }

  /** The other end went away. */
  break() {
    this.readyState = 3;
    this.onclose?.();
  }
}

/** What a server of the tests says first. */
export const openPacket = '0{"sid":"s","upgrades":[],"pingInterval":2000,"pingTimeout":1000,"maxPayload":1000000}';
