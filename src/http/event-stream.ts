import type { ServerResponse } from 'node:http';

/** What waits for a client that reads slowly; beyond, events are left out and counted. */
const MOST_WAITING = 1_048_576;

/** One server-sent event stream. https://html.spec.whatwg.org/#server-sent-events */
export class EventStream {
  readonly #response: ServerResponse;
  #dropped = 0;

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  /** @param data written as JSON, which holds no line end: nothing in it can begin a field of the stream */
  send(event: string, data: unknown): void {
    if (this.#response.writableLength > MOST_WAITING) {
      this.#dropped += 1;
      return;
    }
    const lost = this.#dropped === 0 ? '' : frame('lost', { events: this.#dropped });
    this.#dropped = 0;
    this.#response.write(`${lost}${frame(event, data)}`);
  }

  end(): void {
    this.#response.end();
  }
}

function frame(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
