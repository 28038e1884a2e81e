import type { ReportAction } from '../../queue/recipient-state.ts';

/** What a report says in one language. Each explanation is one plain sentence or two: what happened, what to do. */
export type DsnWords = Readonly<{
  /** RFC 5646, for Content-Language. */
  tag: string;
  subjects: Readonly<Record<ReportAction, string>>;
  headlines: Readonly<Record<ReportAction, string>>;
  /** By enhanced status. */
  explanations: ReadonlyMap<string, string>;
  otherFailure: string;
  /** @param until when it is given up */
  delayed: (until: string) => string;
  diagnostics: string;
  generatingServer: string;
  receivingServer: string;
  originalHeader: string;
  remoteServerReturned: (answer: string) => string;
  remoteServerAtReturned: (host: string, answer: string) => string;
  lastAnswer: (at: string, host: string, answer: string) => string;
  /** @param count recipients that the text leaves out */
  andMore: (count: number) => string;
}>;
