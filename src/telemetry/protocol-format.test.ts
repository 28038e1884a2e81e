import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { ProtocolLine } from '../transport/events.ts';
import { LogFiles } from './log-files.ts';
import { formatProtocolLine, ProtocolLog } from './protocol-log.ts';

const AT = Date.UTC(2026, 2, 2, 9, 14, 7, 123);

const line: ProtocolLine = {
  at: AT,
  direction: 'receive',
  connectorId: 'EX1\\Anonymous Relay',
  sessionId: '08DE0A1B2C3D4E5F',
  sequence: 3,
  localEndpoint: '10.1.1.1:25',
  remoteEndpoint: '192.168.5.10:4711',
  event: '<',
  data: 'EHLO "a", b',
  context: '',
};

describe('protocol log', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'postern-protocol-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('quotes fields that hold a comma or a quote, doubling quotes', () => {
    assert.equal(
      formatProtocolLine(line),
      '2026-03-02T09:14:07.123Z,EX1\\Anonymous Relay,08DE0A1B2C3D4E5F,3,10.1.1.1:25,192.168.5.10:4711,<,"EHLO ""a"", b",',
    );
  });
  it('a client cannot write lines of its own', () => {
    assert.ok(!formatProtocolLine({ ...line, data: 'X\r\n2026,forged' }).includes('\n'));
  });
  it('has the five header lines of Exchange, in the folder of the connector service', async () => {
    const log = new ProtocolLog({ logs: folder, serviceOf: () => 'FrontEnd', now: () => AT });
    log.append(line);
    await log.close();
    const path = join(folder, 'FrontEnd/ProtocolLog/SmtpReceive/RECV20260302-1.log');
    const lines = readFileSync(path, 'utf8').split('\r\n');
    assert.equal(lines[0], '#Software: Microsoft Exchange Server');
    assert.equal(lines[2], '#Log-type: SMTP Receive Protocol Log');
    assert.match(lines[4] ?? '', /^#Fields: date-time,connector-id,session-id,/);
    assert.equal(lines[5], formatProtocolLine(line));
  });
  it('goes to the next file when one is full and keeps the folder under its size', async () => {
    const limits = { maxFileBytes: 100, maxDirectoryBytes: 400, maxAgeMs: 86_400_000 };
    const files = new LogFiles({
      directory: folder,
      prefix: 'RECV',
      header: () => '',
      limits,
      now: () => Date.now(),
    });
    for (let n = 0; n < 20; n++) {
      files.append('x'.repeat(60));
      await files.flush();
    }
    await files.close();
    const names = readdirSync(folder);
    assert.ok(names.length >= 2 && names.length <= 7, `${names.length} files`);
  });
});
