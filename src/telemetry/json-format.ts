import type { Observation, TrackingEvent } from '../transport/events.ts';

/** What goes to JSON lines and syslog: messages, refusals, agents and outbound connections. Protocol lines do not. */
export type LoggedEvent =
  | Readonly<{ kind: 'tracking'; event: TrackingEvent }>
  | Extract<Observation, { kind: 'refused' | 'turnedAway' | 'agent' | 'connectivity' }>;

const LOGGED: ReadonlySet<string> = new Set(['refused', 'turnedAway', 'agent', 'connectivity']);

export function isLogged(
  observation: Observation,
): observation is Exclude<LoggedEvent, { kind: 'tracking' }> {
  return LOGGED.has(observation.kind);
}

/** One line of JSON: `time` in ISO 8601, `kind`, then the fields of the event under their own names. */
export function formatJsonEvent(logged: LoggedEvent): string {
  const { at, ...fields } = logged.kind === 'tracking' ? logged.event : logged;
  return JSON.stringify({ time: new Date(at).toISOString(), ...fields, kind: logged.kind });
}
