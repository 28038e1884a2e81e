/** Values as commands take and return them, on the wire between shell and server as JSON.
 *  Scalars are themselves; everything with a type of its own is tagged by `$`. */
export type Value =
  | null
  | boolean
  | number
  | string
  | readonly Value[]
  /** ByteQuantifiedSize, in bytes; `36 MB (37,748,736 bytes)` */
  | Readonly<{ $: 'size'; bytes: number }>
  | Readonly<{ $: 'unlimited' }>
  /** EnhancedTimeSpan; `1.00:00:00` */
  | Readonly<{ $: 'timespan'; ms: number }>
  /** ISO 8601 UTC */
  | Readonly<{ $: 'datetime'; iso: string }>
  /** A scalar enum, or flags (names joined by `, ` in declared order). `value` as PowerShell's number. */
  | Readonly<{ $: 'enum'; type: string; text: string; value: number }>
  /** A MultiValuedProperty: shown `{a, b}`, edited with @{Add=;Remove=}. */
  | Readonly<{ $: 'list'; items: readonly Value[] }>
  /** @{Add=…;Remove=…} or any other hashtable given as an argument. */
  | Readonly<{ $: 'table'; entries: readonly (readonly [string, Value])[] }>
  /** IPRange, IPBinding, Fqdn, SmtpAddress, Guid, ADObjectId …: text with a .NET type name and readable members. */
  | Readonly<{ $: 'typed'; type: string; text: string; members?: Readonly<Record<string, Value>> }>
  /** PSCredential. Never logged. */
  | Readonly<{ $: 'credential'; user: string; password: string }>
  /** SecureString. Never logged. */
  | Readonly<{ $: 'secret'; text: string }>
  | AdminObject;

/** An object a command returns or takes as -Identity from the pipeline. Property order is output order. */
export type AdminObject = Readonly<{
  $: 'object';
  /** Short type name: ReceiveConnector, ADPermission, Queue … selects the default view. */
  type: string;
  /** Text of the object where one is needed (its Identity). */
  text: string;
  properties: readonly (readonly [string, Value])[];
}>;
