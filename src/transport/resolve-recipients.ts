import type { AcceptedDomain } from '../config/accepted-domain.ts';
import type { DirectoryEntry, DistributionGroup } from '../config/recipient.ts';
import type { Directory } from '../directory/directory.ts';
import { formatMailbox, mailboxKey, parseMailbox } from '../mail/address.ts';
import type { Mailbox } from '../mail/address.ts';
import type { QueuedRecipient } from '../queue/message.ts';
import { findAcceptedDomain } from '../routing/accepted-domain.ts';
import { recipientEntry } from '../routing/recipient-entry.ts';
import type { FoundRecipient, LimitHit } from '../routing/message-limits.ts';
import { typedAddress } from '../smtp/xtext.ts';
import {
  AUTHENTICATION_REQUIRED,
  EXPANSION_FAILED,
  INVALID_EXTERNAL_ADDRESS,
  RECIPIENT_NOT_FOUND,
  RESOLUTION_LOOP,
  limitRefusal,
} from './own-refusals.ts';
import type { OwnRefusal } from './own-refusals.ts';

/** What resolution found out about an address, for tracking. */
export type ResolutionTrace = Readonly<{
  eventId: 'RESOLVE' | 'EXPAND' | 'DUPLICATEEXPAND';
  from: string;
  to: readonly string[];
}>;

/** Where a recipient goes. */
export type Disposition = Readonly<{ index: number; kind: 'mailbox' | 'route' }>;

export type Resolution = Readonly<{
  /** The list as it was, or a longer one with changed entries. */
  recipients: readonly QueuedRecipient[];
  changed: boolean;
  dispositions: readonly Disposition[];
  failures: readonly Readonly<{ index: number; refusal: OwnRefusal }>[];
  /** Groups that became their members. */
  expanded: readonly number[];
  traces: readonly ResolutionTrace[];
}>;

export type ResolutionFacts = Readonly<{
  acceptedDomains: readonly AcceptedDomain[];
  directory: Directory;
  /** The sender may write to groups that require authentication. */
  authenticated: boolean;
  /** Positions to look up; the others are left as they are. */
  indexes: readonly number[];
  /** The size limit that the message exceeds on its way to this recipient. */
  sizeLimit: (found: FoundRecipient) => LimitHit | null;
}>;

/** Contacts that lead to contacts end somewhere; longer chains are taken for a loop. */
const MAX_CHAIN = 10;

type Target =
  | Readonly<{ kind: 'mailbox' | 'route'; address: Mailbox }>
  | Readonly<{ kind: 'group'; group: DistributionGroup; address: Mailbox }>
  | Readonly<{ kind: 'failure'; refusal: OwnRefusal }>;

/** Looks waiting recipients up: contacts become their external address, groups their members, unknown recipients of
 *  authoritative domains fail. mail-flow.md §10.1, §10.4. The result is for the caller to make durable. */
export function resolveRecipients(
  recipients: readonly QueuedRecipient[],
  facts: ResolutionFacts,
): Resolution {
  return new Resolver(recipients, facts).run();
}

/** One run over one message. */
class Resolver {
  readonly #facts: ResolutionFacts;
  readonly #original: readonly QueuedRecipient[];
  #recipients: QueuedRecipient[] | null = null;
  readonly #dispositions: Disposition[] = [];
  readonly #failures: { index: number; refusal: OwnRefusal }[] = [];
  readonly #groups: { index: number; recipient: QueuedRecipient; group: DistributionGroup }[] = [];
  readonly #expanded: number[] = [];
  readonly #traces: ResolutionTrace[] = [];

  constructor(recipients: readonly QueuedRecipient[], facts: ResolutionFacts) {
    this.#original = recipients;
    this.#facts = facts;
  }

  run(): Resolution {
    for (const index of this.#facts.indexes) {
      const recipient = this.#original[index];
      if (recipient?.state === 'pending') this.#resolve(index, recipient, !recipient.resolved);
    }
    // Groups come last, when the final addresses of all others are known, and may add groups to the list.
    for (const { index, recipient, group } of this.#groups) this.#expand(index, recipient, group);
    return {
      recipients: this.#recipients ?? this.#original,
      changed: this.#recipients !== null,
      dispositions: this.#dispositions,
      failures: this.#failures,
      expanded: this.#expanded,
      traces: this.#traces,
    };
  }

  /** @param isNew it was not resolved before: what passed the limits under its first address is not measured again */
  #resolve(index: number, recipient: QueuedRecipient, isNew: boolean): void {
    const found = this.#find(recipient.address);
    const hit = isNew ? this.#facts.sizeLimit(found) : null;
    if (hit !== null) return void this.#failures.push({ index, refusal: limitRefusal(hit) });
    const target = this.#target(recipient.address, 0, found);
    switch (target.kind) {
      case 'failure':
        this.#failures.push({ index, refusal: target.refusal });
        return;
      case 'group':
        this.#groups.push({ index, recipient, group: target.group });
        return;
      case 'mailbox':
      case 'route':
        this.#readdress(index, recipient, target.address);
        this.#dispositions.push({ index, kind: target.kind });
    }
  }

  #find(address: Mailbox): FoundRecipient {
    const { acceptedDomains, directory } = this.#facts;
    const accepted = findAcceptedDomain(acceptedDomains, address.domain);
    // mail-flow.md §2.1: an ExternalRelay domain has no recipients here, not even contacts.
    const entry =
      accepted?.domainType === 'ExternalRelay' ? null : recipientEntry(directory, acceptedDomains, address);
    return { entry, accepted };
  }

  #target(address: Mailbox, depth: number, { entry, accepted } = this.#find(address)): Target {
    if (depth > MAX_CHAIN) return { kind: 'failure', refusal: RESOLUTION_LOOP };
    if (entry === null) {
      if (accepted?.domainType === 'Authoritative') return { kind: 'failure', refusal: RECIPIENT_NOT_FOUND };
      return { kind: 'route', address };
    }
    return this.#entryTarget(entry, address, depth);
  }

  #entryTarget(entry: DirectoryEntry, address: Mailbox, depth: number): Target {
    switch (entry.kind) {
      case 'group':
        return { kind: 'group', group: entry, address };
      case 'mailbox':
        return { kind: 'mailbox', address: primaryAddress(entry.emailAddresses, address) };
      case 'contact':
        return this.#follow(entry.externalEmailAddress, address, depth);
      case 'user':
        return typeof entry.externalEmailAddress === 'string'
          ? this.#follow(entry.externalEmailAddress, address, depth)
          : this.#userTarget(entry.emailAddresses, address);
    }
  }

  /** A contact leads to its external address, which may again be a recipient of ours. */
  #follow(external: string, address: Mailbox, depth: number): Target {
    const next = parseMailbox(withoutType(external));
    if (next === null) return { kind: 'failure', refusal: INVALID_EXTERNAL_ADDRESS };
    if (mailboxKey(next) === mailboxKey(address)) return { kind: 'route', address: next };
    return this.#target(next, depth + 1);
  }

  /** A user signs in and has no mailbox here: mail for it is routed, unless we are the last to know the address. */
  #userTarget(addresses: readonly string[], address: Mailbox): Target {
    const primary = primaryAddress(addresses, address);
    const accepted = findAcceptedDomain(this.#facts.acceptedDomains, primary.domain);
    if (accepted?.domainType === 'Authoritative') return { kind: 'failure', refusal: RECIPIENT_NOT_FOUND };
    return { kind: 'route', address: primary };
  }

  /** The address given first stays in ORCPT. mail-flow.md §5.5 */
  #readdress(index: number, recipient: QueuedRecipient, address: Mailbox): void {
    if (address === recipient.address || mailboxKey(address) === mailboxKey(recipient.address)) return;
    const parameters = {
      ...recipient.parameters,
      orcpt: recipient.parameters.orcpt ?? typedAddress(formatMailbox(recipient.address)),
    };
    this.#change()[index] = { ...recipient, address, parameters, resolved: true };
    this.#traces.push({
      eventId: 'RESOLVE',
      from: formatMailbox(recipient.address),
      to: [formatMailbox(address)],
    });
  }

  #expand(index: number, recipient: QueuedRecipient, group: DistributionGroup): void {
    const { authenticated } = this.#facts;
    if (group.requireSenderAuthenticationEnabled && !authenticated) {
      this.#failures.push({ index, refusal: AUTHENTICATION_REQUIRED });
      return;
    }
    const members: Mailbox[] = [];
    this.#collectMembers(group, { visited: new Set([group.guid]), members });
    if (members.length === 0) {
      this.#failures.push({ index, refusal: EXPANSION_FAILED });
      return;
    }
    const added = this.#addMembers(recipient, members);
    this.#change()[index] = { ...recipient, state: 'expanded', resolved: true };
    this.#expanded.push(index);
    this.#traces.push({ eventId: 'EXPAND', from: formatMailbox(recipient.address), to: added });
  }

  /** Addresses of all members; a nested group that this sender may not write to contributes nobody. */
  #collectMembers(
    group: DistributionGroup,
    found: Readonly<{ visited: Set<string>; members: Mailbox[] }>,
  ): void {
    for (const entry of this.#facts.directory.members(group)) {
      if (found.visited.has(entry.guid)) continue;
      found.visited.add(entry.guid);
      if (entry.kind === 'group') {
        const open = this.#facts.authenticated || !entry.requireSenderAuthenticationEnabled;
        if (open) this.#collectMembers(entry, found);
        continue;
      }
      const address = memberAddress(entry);
      if (address !== null) found.members.push(address);
    }
  }

  /** Members that are not recipients yet become such. RFC 3461 §5.2.7: ORCPT and NOTIFY go with them, without SUCCESS,
   *  for the group itself reports `expanded`. A member may lead on, to another group even: each step adds an address that
   *  was not in the list, so this ends. */
  #addMembers(group: QueuedRecipient, members: readonly Mailbox[]): string[] {
    const list = this.#change();
    const known = new Set(list.map(({ address }) => mailboxKey(address)));
    const added: QueuedRecipient[] = [];
    const duplicates: string[] = [];
    const start = list.length;
    for (const address of members) {
      if (known.has(mailboxKey(address))) {
        duplicates.push(formatMailbox(address));
        continue;
      }
      known.add(mailboxKey(address));
      const recipient = memberRecipient(group, address);
      added.push(recipient);
      list.push(recipient);
    }
    if (duplicates.length > 0) {
      const from = formatMailbox(group.address);
      this.#traces.push({ eventId: 'DUPLICATEEXPAND', from, to: duplicates });
    }
    for (const [offset, recipient] of added.entries()) this.#resolve(start + offset, recipient, true);
    return added.map(({ address }) => formatMailbox(address));
  }

  #change(): QueuedRecipient[] {
    this.#recipients ??= [...this.#original];
    return this.#recipients;
  }
}

function memberRecipient(group: QueuedRecipient, address: Mailbox): QueuedRecipient {
  const { notify, orcpt } = group.parameters;
  const kept = notify.filter((event) => event !== 'SUCCESS');
  return {
    address,
    parameters: {
      notify: notify.length > 0 && kept.length === 0 ? ['NEVER'] : kept,
      orcpt: orcpt ?? typedAddress(formatMailbox(group.address)),
    },
    state: 'pending',
    resolved: true,
    attempts: 0,
    lastError: '',
    delayReported: false,
  };
}

function memberAddress(entry: DirectoryEntry): Mailbox | null {
  const external = entry.kind === 'contact' || entry.kind === 'user' ? entry.externalEmailAddress : null;
  const text = external ?? entry.emailAddresses[0] ?? '';
  return parseMailbox(withoutType(text));
}

function primaryAddress(addresses: readonly string[], otherwise: Mailbox): Mailbox {
  const primary = parseMailbox(withoutType(addresses[0] ?? ''));
  return primary === null || mailboxKey(primary) === mailboxKey(otherwise) ? otherwise : primary;
}

/** `SMTP:a@b.example` is how Exchange shows an address. */
function withoutType(address: string): string {
  return address.slice(0, 5).toUpperCase() === 'SMTP:' ? address.slice(5) : address;
}
