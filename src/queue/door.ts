/** What a message may do without, by the door through which it came in. Exchange: mail-flow.md §1.5, §8.1 */
export type Door = Readonly<{
  /** Sizes of sender, organization, recipient and Send connector do not count. */
  skipsSizes: boolean;
  /** It may go to groups that require an authenticated sender. */
  skipsAuthentication: boolean;
}>;

const RECEIVE_CONNECTOR: Door = { skipsSizes: false, skipsAuthentication: false };

/** Our own reports. The number of recipients is bounded for them too. */
const REPORT: Door = { skipsSizes: true, skipsAuthentication: true };

/** @param sourceName `SMTP:<connector>`, `DSN`, or `TLSRPT` for reports about TLS */
export function doorOf(sourceName: string): Door {
  return sourceName === 'DSN' || sourceName === 'TLSRPT' ? REPORT : RECEIVE_CONNECTOR;
}
