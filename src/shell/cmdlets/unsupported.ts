const JOBS = 'Jobs are not supported in this shell: commands run one after the other.';
const REMOTE = 'This shell is connected to its server already; other sessions are not supported.';
const CODE = 'Code other than scripts of this shell cannot be loaded.';
const FILES =
  'Folders are managed outside of this shell; Get-Content, Set-Content, Out-File and Test-Path work on files.';
const MAIL = 'Mail is sent through SMTP, not from this shell; Test-Relay says what a device would meet.';

/** Commands that pasted scripts may hold and that are not here on purpose, by lower-case name, with the reason.
 *  shell-language.md §7 */
const REASONS: ReadonlyMap<string, string> = new Map([
  ...['start-job', 'get-job', 'receive-job', 'wait-job', 'remove-job', 'stop-job'].map(
    (name) => [name, JOBS] as const,
  ),
  ...[
    'new-pssession',
    'enter-pssession',
    'exit-pssession',
    'import-pssession',
    'get-pssession',
    'remove-pssession',
  ].map((name) => [name, REMOTE] as const),
  ...['add-type', 'new-module', 'invoke-webrequest', 'invoke-restmethod'].map(
    (name) => [name, CODE] as const,
  ),
  ...[
    'get-childitem',
    'remove-item',
    'new-item',
    'copy-item',
    'move-item',
    'rename-item',
    'invoke-item',
    'set-location',
  ].map((name) => [name, FILES] as const),
  ['send-mailmessage', MAIL],
  ['format-custom', 'Format-Custom is not supported; Format-List * shows the same properties.'],
]);

/** @returns why a command is not there, null where nothing is known about it */
export function whyUnsupported(name: string): string | null {
  return REASONS.get(name.toLowerCase()) ?? null;
}
