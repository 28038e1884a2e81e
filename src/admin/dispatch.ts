import { formatBinding } from '../config/binding.ts';
import { planReload } from '../config/plan-reload.ts';
import type { ConfigSnapshot } from '../config/snapshot.ts';
import { auditRow } from './audit.ts';
import { authorize, isReading } from './authorize.ts';
import { type Bound, bindParameters } from './bind-parameters.ts';
import { changedReceiveConnectors, checkSnapshot } from './check-snapshot.ts';
import type { Act, Change, Command, QueryInput } from './command.ts';
import { COMMANDS } from './commands/all-commands.ts';
import type { CommandSpec, Invocation, InvocationResult, WhatIfFact } from './contract/command-spec.ts';
import { type AdminError, isAdminError } from './contract/errors.ts';
import { allSpecs } from './contract/specs/all-specs.ts';
import { listenerWarnings } from './listener-warnings.ts';
import { modifiedProperties } from './modified-properties.ts';
import type { AdminPorts, Caller } from './ports.ts';
import { NO_SECRETS, secretFacts } from './secret-facts.ts';
import { authorizeView, type View } from './views.ts';

/** Every client's one way to the commands: shell, API and admin center. Decision: design.md D4 */
export type Dispatch = Readonly<{
  specs: readonly CommandSpec[];
  /** Never rejects for what the caller did; rejects where a port fails (disk, database).
   *  @param signal aborted once nobody waits for the answer: long reading ends then */
  invoke(invocation: Invocation, caller: Caller, signal?: AbortSignal): Promise<InvocationResult>;
  /** Whether the caller's role groups allow the command. */
  permits(command: string, caller: Caller): boolean;
  mayView(view: View, caller: Caller): boolean;
  /** null = the caller may see it. A refusal is audited like that of a command. */
  refuseView(view: View, caller: Caller): Promise<AdminError | null>;
}>;

/** Two administrators may commit at once; the loser computes its change anew this many times. */
const COMMIT_ATTEMPTS = 5;

type Run = Readonly<{
  invocation: Invocation;
  caller: Caller;
  /** Aborted once nobody waits for the answer. */
  signal: AbortSignal | undefined;
  ports: AdminPorts;
  spec: CommandSpec;
  bound: Bound;
}>;

export function createDispatch(ports: AdminPorts): Dispatch {
  return {
    specs: allSpecs,
    invoke: async (invocation, caller, signal) =>
      signed(ports, await invoke(ports, { invocation, caller, signal })),
    permits: (command, caller) => authorize(caller, command) === null,
    mayView: (view, caller) => authorizeView(caller, view) === null,
    refuseView: (view, caller) => refuseView(ports, view, caller),
  };
}

/** A failure says which server it comes from. */
function signed(ports: AdminPorts, result: InvocationResult): InvocationResult {
  if (result.error === undefined) return result;
  const { name, fqdn } = ports.config.current.server;
  const raised = { server: name, fqdn, requestId: ports.newGuid(), at: ports.now().toISOString() };
  return { ...result, error: { ...result.error, raised } };
}

type Asked = Pick<Run, 'invocation' | 'caller' | 'signal'>;

async function invoke(ports: AdminPorts, asked: Asked): Promise<InvocationResult> {
  const { invocation, caller } = asked;
  const spec = allSpecs.find(
    (candidate) => candidate.name.toLowerCase() === invocation.command.toLowerCase(),
  );
  const load = spec === undefined ? undefined : COMMANDS[spec.name];
  if (spec === undefined || load === undefined) return failed(unknownCommand(invocation.command));
  const bound = authorize(caller, spec.name) ?? bindParameters(spec, invocation.parameters);
  if (isAdminError(bound)) return refuse(ports, { invocation, caller, spec }, bound);
  return carryOut(await load(), { ...asked, ports, spec, bound });
}

async function refuseView(ports: AdminPorts, view: View, caller: Caller): Promise<AdminError | null> {
  const error = authorizeView(caller, view);
  if (error === null) return null;
  const invocation = { command: `View-${view}`, parameters: {}, mode: 'run' } as const;
  const outcome = { caller, runAt: ports.now().toISOString(), target: view, error };
  await ports.audit?.append(auditRow(invocation, undefined, outcome));
  return error;
}

function unknownCommand(name: string): AdminError {
  return {
    category: 'ObjectNotFound',
    id: 'CommandNotFoundException',
    message:
      `The term '${name}' is not recognized as the name of a cmdlet, function, script file, or operable program. ` +
      'Check the spelling of the name, or if a path was included, verify that the path is correct and try again.',
    target: name,
  };
}

function failed(error: AdminError, warnings: readonly string[] = []): InvocationResult {
  return { objects: [], warnings, error };
}

async function carryOut(command: Command, run: Run): Promise<InvocationResult> {
  switch (command.kind) {
    case 'change':
      return makeChange(command.change, run);
    case 'query':
      return answer(command.query, run);
    case 'prepared':
      return prepareChange(command.prepare, run);
    case 'act':
      return act(command.plan, run);
    default:
      return command satisfies never;
  }
}

type Refused = Readonly<{ invocation: Invocation; caller: Caller; spec: CommandSpec; target?: string }>;

/** A failure of what would change something, and a refusal for want of rights, go to the audit log. */
async function refuse(ports: AdminPorts, refused: Refused, error: AdminError): Promise<InvocationResult> {
  const { invocation, caller, spec } = refused;
  const [verb = ''] = spec.name.split('-');
  const describes = invocation.mode === 'describe' && error.id !== 'E23';
  if (ports.audit !== undefined && !describes && (error.id === 'E23' || !isReading(verb))) {
    const outcome = {
      caller,
      runAt: ports.now().toISOString(),
      target: refused.target ?? error.target,
      error,
    };
    await ports.audit.append(auditRow(invocation, spec, outcome));
  }
  return failed(error);
}

async function answer(query: QueryCommand['query'], run: Run): Promise<InvocationResult> {
  const result = await query(queryInput(run));
  if (isAdminError(result)) return refuse(run.ports, run, result);
  return { objects: result.objects, warnings: result.warnings ?? [] };
}

type QueryCommand = Extract<Command, { kind: 'query' }>;
type PreparedCommand = Extract<Command, { kind: 'prepared' }>;
type ActCommand = Extract<Command, { kind: 'act' }>;
type ChangeCommand = Extract<Command, { kind: 'change' }>;

function queryInput(run: Run): QueryInput {
  const { spec, bound, ports, caller, signal } = run;
  const pace = async (): Promise<boolean> => {
    await ports.turn();
    return signal?.aborted !== true;
  };
  return { spec, current: ports.config.current, args: bound.args, set: bound.set, ports, caller, pace };
}

async function prepareChange(prepare: PreparedCommand['prepare'], run: Run): Promise<InvocationResult> {
  const prepared = await prepare(queryInput(run));
  return isAdminError(prepared) ? refuse(run.ports, run, prepared) : makeChange(prepared.change, run);
}

async function act(plan: ActCommand['plan'], run: Run): Promise<InvocationResult> {
  const planned = plan(queryInput(run));
  if (isAdminError(planned)) return refuse(run.ports, run, planned);
  const warnings = planned.warnings ?? [];
  if (run.invocation.mode === 'describe')
    return { objects: [], warnings, action: planned.action, ...targetsOf(planned), facts: factsOf(planned) };
  const objects = await planned.run();
  await auditAct(run, planned);
  return { objects, warnings, action: planned.action };
}

function targetsOf({ targets }: Act): Pick<InvocationResult, 'targets'> {
  return targets === undefined ? {} : { targets };
}

function factsOf({ targets, target }: Act): readonly WhatIfFact[] {
  const identities = targets?.map(({ identity }) => identity) ?? [target];
  return identities.map((identity) => ({ kind: 'act', target: identity }));
}

async function auditAct(run: Run, planned: Act): Promise<void> {
  const outcome = {
    caller: run.caller,
    runAt: run.ports.now().toISOString(),
    target: planned.target,
    error: null,
  };
  await run.ports.audit?.append(auditRow(run.invocation, run.spec, outcome));
}

/** Computes the change from the newest configuration and commits it; computes it anew where another came first. */
async function makeChange(compute: ChangeCommand['change'], run: Run): Promise<InvocationResult> {
  const { ports } = run;
  const describes = run.invocation.mode === 'describe';
  const secrets = describes ? NO_SECRETS : await secretFacts(ports, run.bound.args, run.caller);
  const newGuid = remembered(() => ports.newGuid());
  const randomBytes = remembered((size: number) => ports.randomBytes(size));
  for (let attempt = 1; ; attempt++) {
    const { current } = ports.config;
    const { spec, caller } = run;
    const now = ports.now().toISOString();
    const tools = { now, newGuid: newGuid(), randomBytes: randomBytes(), caller, ...secrets };
    const change = compute({ spec, current, ...run.bound, ...tools });
    if (isAdminError(change)) return refuse(ports, run, change);
    const problem = checkSnapshot(current, change.next, change.rightsOnly);
    if (problem !== null) return refuse(ports, { ...run, target: change.target }, problem);
    if (describes) return described(current, change);
    if (change.next === current) return unchanged(run, change);
    if (await commit(run, change, current)) return committed(run, change, current);
    if (attempt === COMMIT_ATTEMPTS)
      return refuse(ports, { ...run, target: change.target }, conflict(change));
  }
}

/** Each attempt gets the same guids and octets in the same order, so that a retried change is the same change. */
function remembered<T extends readonly unknown[], R>(make: (...args: T) => R): () => (...args: T) => R {
  const made: R[] = [];
  return () => {
    let next = 0;
    return (...args) => {
      const value = made[next] ?? make(...args);
      made[next++] = value;
      return value;
    };
  };
}

/** @returns false where another change was committed first */
async function commit(run: Run, change: Change, current: ConfigSnapshot): Promise<boolean> {
  const next = { ...change.next, version: current.version + 1 };
  const outcome = {
    caller: run.caller,
    runAt: run.ports.now().toISOString(),
    target: change.target,
    error: null,
    modified: modifiedProperties(current, next),
  };
  try {
    await run.ports.config.commit(current.version, next, auditRow(run.invocation, run.spec, outcome));
    return true;
  } catch (error) {
    if (isConcurrencyConflict(error)) return false;
    throw error;
  }
}

function isConcurrencyConflict(error: unknown): boolean {
  return error instanceof Error && error.name === 'ConcurrencyConflict';
}

function conflict(change: Change): AdminError {
  return {
    category: 'ResourceUnavailable',
    id: 'ConcurrencyConflict',
    message: `Others keep changing the configuration, so ${change.target} couldn't be changed. Try again.`,
    target: change.target,
  };
}

async function committed(run: Run, change: Change, before: ConfigSnapshot): Promise<InvocationResult> {
  await run.ports.settled?.();
  const touched = changedReceiveConnectors(before, change.next);
  const listening = listenerWarnings(touched, before.server, run.ports.serverStatus());
  return {
    objects: change.objects?.() ?? [],
    warnings: [...(change.warnings ?? []), ...listening],
    action: change.action,
  };
}

function unchanged(run: Run, change: Change): InvocationResult {
  const says = `The command completed successfully but no settings of '${change.target}' have been modified.`;
  const isSet = run.spec.name.startsWith('Set-');
  return {
    objects: change.objects?.() ?? [],
    warnings: [...(change.warnings ?? []), ...(isSet ? [says] : [])],
    action: change.action,
  };
}

/** What -WhatIf tells: the action, and which listeners it would open and close. */
function described(current: ConfigSnapshot, change: Change): InvocationResult {
  const { open, close } = planReload(planReload([], current).open, change.next);
  const [opened, closed] = [open.map(formatBinding), close.map(formatBinding)];
  const verbose = [
    ...opened.map((binding) => `Would start to listen on ${binding}.`),
    ...closed.map((binding) => `Would no longer listen on ${binding}.`),
  ];
  const facts: readonly WhatIfFact[] = [
    { kind: 'act', target: change.target },
    ...opened.map((target) => ({ kind: 'listen', target }) as const),
    ...closed.map((target) => ({ kind: 'unlisten', target }) as const),
  ];
  return { objects: [], warnings: change.warnings ?? [], action: change.action, verbose, facts };
}
