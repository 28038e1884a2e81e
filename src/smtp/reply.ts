/** One SMTP reply. RFC 5321 §4.2 */
export type Reply = Readonly<{
  /** 200..599 */
  code: number;
  /** Enhanced status `x.y.z`, or '' where none is sent (354, 334, 220 banner, EHLO). RFC 3463, RFC 2034 */
  status: string;
  /** One element a line; no CR or LF inside. */
  lines: readonly string[];
}>;

/** A refusal as a value: what the client reads and what the operator is told are two fields. */
export type Refusal = Readonly<{
  reply: Reply;
  /** For logs, tracking and Test-Relay: the rule, right or limit that decided, never shown to the client. */
  reason: string;
  /** The limit, right or agent that decided, e.g. `ms-Exch-SMTP-Accept-Any-Recipient`, `MaxMessageSize`. */
  by: string;
  /** Where a limit decided: whose, which, and how much it allows, as in `ReceiveConnector MaxMessageSize=37748736`. */
  limit?: string;
  /** The connection ends after this reply. */
  close?: boolean;
}>;
