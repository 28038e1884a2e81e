import type { DsnWords } from './words.ts';

const NOT_FOUND = 'The address was not found. Please check it and send the message again.';
const TOO_LARGE = 'The message is too large. Please make it smaller, for example by leaving out attachments.';

/** mail-flow.md §5.3; the subject for delays is our choice (§14, number 17). */
export const ENGLISH: DsnWords = {
  tag: 'en-US',
  subjects: {
    failed: 'Undeliverable: ',
    delayed: 'Delivery delayed: ',
    relayed: 'Relayed: ',
    delivered: 'Delivered: ',
    expanded: 'Expanded: ',
  },
  headlines: {
    failed: 'Delivery has failed to these recipients or groups:',
    delayed: 'Delivery is delayed to these recipients or groups:',
    relayed:
      'Delivery to these recipients or groups is complete, but no delivery notification was sent by the destination server:',
    delivered: 'Your message has been delivered to the following recipients:',
    expanded: 'Delivery to these recipients or groups is complete; the message was sent on to the members:',
  },
  explanations: new Map([
    ['4.3.2', 'An administrator has removed the message from the queue.'],
    ['4.4.7', 'The message could not be delivered in time and is no longer tried.'],
    ['5.1.1', NOT_FOUND],
    [
      '5.1.2',
      'The domain of the address was not found. Please check the address and send the message again.',
    ],
    [
      '5.1.3',
      'The address is not written as an address should be. Please check it and send the message again.',
    ],
    ['5.1.10', NOT_FOUND],
    ['5.2.1', 'The mailbox of the recipient takes no messages at present.'],
    [
      '5.2.2',
      'The mailbox of the recipient is full. Please try again later or reach the recipient another way.',
    ],
    ['5.2.3', TOO_LARGE],
    ['5.2.4', 'The group has no members that the message could be sent to.'],
    ['5.2.11', TOO_LARGE],
    ['5.2.12', TOO_LARGE],
    ['5.3.0', 'The message could not be processed.'],
    ['5.3.4', TOO_LARGE],
    [
      '5.3.5',
      'The servers of this organization send the message back to themselves. Please tell your administrator.',
    ],
    [
      '5.4.4',
      'The domain of the address does not exist. Please check the address and send the message again.',
    ],
    [
      '5.4.6',
      'The message would have come back to this server again and again. Please tell your administrator.',
    ],
    ['5.5.3', 'The message has too many recipients. Please send it to fewer at a time.'],
    ['5.7.1', 'The recipient does not take messages from this sender.'],
    ['5.7.5', 'The message could not be sent over a protected connection, as it has to be.'],
  ]),
  otherFailure: 'The message could not be delivered.',
  delayed: (until) =>
    `The message has not been delivered yet. It will be tried until ${until}; nothing needs to be done.`,
  diagnostics: 'Diagnostic information for administrators:',
  generatingServer: 'Generating server: ',
  receivingServer: 'Receiving server: ',
  originalHeader: 'Original message headers:',
  remoteServerReturned: (answer) => `Remote Server returned '${answer}'`,
  remoteServerAtReturned: (host, answer) => `Remote Server at ${host} returned '${answer}'`,
  lastAnswer: (at, host, answer) =>
    host === ''
      ? `${at} - Remote Server returned '${answer}'`
      : `${at} - Remote Server at ${host} returned '${answer}'`,
  andMore: (count) => `and ${count} more; the status part of this report names all of them.`,
};
