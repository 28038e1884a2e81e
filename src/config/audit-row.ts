/** One row of the admin audit log. Exchange: Search-AdminAuditLog */
export type AuditRow = Readonly<{
  runAt: string;
  caller: string;
  /** IP address the caller came from; absent = the socket in the data folder. */
  address?: string;
  command: string;
  parameters: Readonly<Record<string, string>>;
  objectModified: string;
  succeeded: boolean;
  error: string | null;
  /** What differs after the command; absent where it changed no configuration. */
  modified?: readonly ModifiedProperty[];
}>;

/** A property before and after, as text. A new object had nothing before, a removed one has nothing after. */
export type ModifiedProperty = Readonly<{ name: string; oldValue: string; newValue: string }>;
