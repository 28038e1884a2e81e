import { connect } from 'node:net';

/** How a listener answers a connection: the code and text of its first line, or no code and why there is none. */
type Greeting = Readonly<{ code: number | null; text: string }>;

/** No greeting is longer. RFC 5321 §4.5.3.1.5 */
const LONGEST = 2000;

/** Connects, reads the first line, says QUIT. Never rejects. */
export function askGreeting(address: string, port: number, timeoutMs = 5000): Promise<Greeting> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port });
    let received = '';
    const end = (greeting: Greeting): void => {
      resolve(greeting);
      socket.end('QUIT\r\n');
      socket.destroySoon();
    };
    socket.setTimeout(timeoutMs, () =>
      end({ code: null, text: `No greeting within ${timeoutMs / 1000} seconds.` }),
    );
    socket.on('error', (error) => end({ code: null, text: error.message }));
    socket.on('close', () => end({ code: null, text: 'The connection was closed without a greeting.' }));
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      const line = /^(\d{3})[^\n]*\n/.exec(received);
      if (line !== null) end({ code: Number(line[1]), text: line[0].trimEnd() });
      else if (received.length > LONGEST) end({ code: null, text: 'The answer is not SMTP.' });
    });
  });
}
