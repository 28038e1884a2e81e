import type { CommandHost } from '../../admin/contract/command-spec.ts';
import { aliases, utilityCmdlets } from '../cmdlets/table.ts';
import { versionValue } from '../values/structured.ts';
import type { ShellIo } from '../io.ts';
import { PsHashtable, PsList, PsObject, type PsValue } from '../values/value.ts';
import { CommandTable } from './command-table.ts';
import type { Session } from './context.ts';
import { Scope } from './scope.ts';
import { Transcript } from './transcript.ts';

/** Preference variables with the defaults of the Exchange Management Shell. shell-language.md §2 */
const PREFERENCES: Readonly<Record<string, PsValue>> = {
  ErrorActionPreference: 'Continue',
  WarningPreference: 'Continue',
  VerbosePreference: 'SilentlyContinue',
  DebugPreference: 'SilentlyContinue',
  InformationPreference: 'SilentlyContinue',
  ProgressPreference: 'Continue',
  ConfirmPreference: 'High',
  WhatIfPreference: false,
  FormatEnumerationLimit: 16,
  MaximumErrorCount: 256,
  ErrorView: 'NormalView',
  LASTEXITCODE: null,
};

export function createSession(host: CommandHost, console: ShellIo): Session {
  const transcript = new Transcript(console);
  const { io } = transcript;
  const globals = new Scope(null);
  const errors = new PsList('ArrayList', []);
  for (const [name, value] of Object.entries(PREFERENCES)) globals.set(name, value);
  globals.set('Error', errors);
  globals.set('PSDefaultParameterValues', new PsHashtable());
  globals.set('PSVersionTable', versionTable());
  const shellHost = new PsObject({ typeName: 'Host', text: 'ConsoleHost' })
    .set('Name', 'ConsoleHost')
    .set('Version', VERSION);
  globals.set('Host', shellHost);
  globals.set('PID', io.pid ?? 0);
  globals.set('HOME', io.env('HOME') ?? io.env('USERPROFILE') ?? '');
  globals.set('PWD', io.env('PWD') ?? '');
  const commands = new CommandTable({ aliases, utilities: utilityCmdlets, specs: host.specs });
  return {
    host,
    io,
    globals,
    commands,
    errors,
    ok: true,
    failures: 0,
    history: [],
    environment: new Map(),
    transcript,
    signal: null,
    stopping: false,
    steps: 0,
    gaveWayAt: 0,
  };
}

/** What scripts ask for before they use something of 5.1. */
const VERSION = versionValue('5.1.0.0', 'System.Version');

function versionTable(): PsHashtable {
  const table = new PsHashtable();
  table.set('PSVersion', VERSION);
  table.set('PSEdition', 'Desktop');
  return table;
}
