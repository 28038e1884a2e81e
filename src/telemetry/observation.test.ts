import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DeviceInventory } from './device-inventory.ts';
import { TrafficCounters } from './traffic-counters.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const SESSION = { remoteEndpoint: '', connectorId: '', sessionId: '' } as const;
const START = Date.parse('2026-03-02T09:00:00Z');

describe('counters', () => {
  it('minutes pass, empty ones count nothing, and a day later all is forgotten but the totals', () => {
    const clock = { now: START };
    const counters = new TrafficCounters(() => clock.now);
    counters.count('accepted');
    clock.now += 2 * MINUTE_MS;
    counters.count('accepted');
    assert.deepEqual(counters.history(4).series.accepted, [0, 1, 0, 1]);
    assert.equal(counters.history(4).from, '2026-03-02T08:59:00.000Z');
    clock.now += 25 * HOUR_MS;
    assert.ok(counters.history(1440).series.accepted.every((count) => count === 0));
    assert.equal(counters.totals.accepted, 2);
    assert.equal(counters.history(1_000_000).series.accepted.length, 1440);
  });

  it('a clock that goes back loses nothing', () => {
    const clock = { now: START };
    const counters = new TrafficCounters(() => clock.now);
    clock.now -= HOUR_MS;
    counters.count('refused');
    assert.deepEqual(counters.history(1).series.refused, [1]);
  });
});

describe('device inventory', () => {
  const mail = (remoteAddress: string, at: number, text: string) =>
    ({ ...SESSION, kind: 'mail', remoteAddress, at, helo: text, sender: text }) as const;

  it('memory is bounded, whatever clients say and however many there are', () => {
    const devices = new DeviceInventory();
    for (let index = 0; index < 6000; index++)
      devices.session(mail(`2001:db8::${index.toString(16)}`, START + index, 'x'));
    assert.equal(devices.size, 5000);
    assert.equal(devices.list(START)[0]?.address, `2001:db8::${(5999).toString(16)}`);
    for (let index = 0; index < 100; index++)
      devices.session(mail('192.0.2.1', START, `${index}${'y'.repeat(5000)}`));
    const [device] = devices.list(START);
    assert.deepEqual([device?.helo.length, device?.senders.length, device?.helo[0]?.length], [3, 5, 256]);
  });

  it('volume rolls with the hours, over a restart too', () => {
    const devices = new DeviceInventory();
    devices.accepted('192.0.2.1', START);
    devices.accepted('192.0.2.1', START + HOUR_MS);
    const restored = new DeviceInventory();
    restored.restore(devices.list(START + HOUR_MS));
    const volume = restored.list(START + 3 * HOUR_MS)[0]?.volume ?? [];
    assert.deepEqual(volume.slice(-5), [0, 1, 1, 0, 0]);
    assert.equal(
      restored.list(START + 30 * HOUR_MS)[0]?.volume.some((count) => count > 0),
      false,
    );
  });
});
