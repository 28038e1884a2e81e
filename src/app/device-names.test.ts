import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import type { DnsAnswer, ReverseResolver } from '../transport/resolver-port.ts';
import { DeviceNames } from './device-names.ts';

/** A resolver that answers when the test says so. */
function heldResolver(): Readonly<{
  resolver: ReverseResolver;
  asked: readonly string[];
  answer: (index: number, answer: DnsAnswer<string>) => Promise<void>;
}> {
  const asked: string[] = [];
  const answers: ((answer: DnsAnswer<string>) => void)[] = [];
  return {
    resolver: {
      names: (address) => {
        asked.push(address);
        return new Promise((resolve) => answers.push(resolve));
      },
    },
    asked,
    answer: async (index, answer) => {
      answers[index]?.(answer);
      await turn();
    },
  };
}

const found = (name: string): DnsAnswer<string> => ({ kind: 'found', records: [name] });

describe('names of devices', () => {
  it('the list does not wait: the name is there the next time, and asked for once', async () => {
    const { resolver, asked, answer } = heldResolver();
    const names = new DeviceNames(resolver, () => 0);
    assert.equal(names.nameOf('192.168.5.10'), null);
    assert.equal(names.nameOf('192.168.5.10'), null);
    assert.deepEqual(asked, ['192.168.5.10']);
    await answer(0, found('printer.contoso.com'));
    assert.equal(names.nameOf('192.168.5.10'), 'printer.contoso.com');
    assert.equal(asked.length, 1);
  });
  it('eight are asked for at a time, the others after them', async () => {
    const { resolver, asked, answer } = heldResolver();
    const names = new DeviceNames(resolver, () => 0);
    for (let host = 1; host <= 20; host++) names.nameOf(`192.168.5.${host}`);
    assert.equal(asked.length, 8);
    await answer(0, { kind: 'nxdomain' });
    assert.equal(asked.length, 9);
  });
  it('an old name counts until there is a new one', async () => {
    const { resolver, asked, answer } = heldResolver();
    let now = 0;
    const names = new DeviceNames(resolver, () => now);
    names.nameOf('192.168.5.10');
    await answer(0, found('old.contoso.com'));
    now = 3_600_001;
    assert.equal(names.nameOf('192.168.5.10'), 'old.contoso.com');
    assert.equal(asked.length, 2);
    await answer(1, found('new.contoso.com'));
    assert.equal(names.nameOf('192.168.5.10'), 'new.contoso.com');
  });
  it('what is no name of a host, and a resolver that fails, give no name', async () => {
    const { resolver, answer } = heldResolver();
    const names = new DeviceNames(resolver, () => 0);
    names.nameOf('192.168.5.10');
    await answer(0, found('<img src=x onerror=alert(1)>'));
    assert.equal(names.nameOf('192.168.5.10'), null);
    const broken = new DeviceNames({ names: () => Promise.reject(new Error('no socket')) }, () => 0);
    broken.nameOf('192.168.5.10');
    await turn();
    assert.equal(broken.nameOf('192.168.5.10'), null);
  });
});
