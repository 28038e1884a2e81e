import { ApiError } from '../../api/client.ts';
import type { Command } from '../../api/commands.ts';
import { changedParameters, type Draft, emptyDraft, isBlank, textIn } from '../../settings/draft.ts';
import type { Setting } from '../../settings/setting.ts';
import { FIRST, PAGES, pageSettings, type WizardPage } from './send-settings.ts';

/** Every field that the answers so far ask for, in the order of the pages. */
export function askedSettings(draft: Draft): readonly Setting[] {
  return PAGES.flatMap((page) => pageSettings(page, draft));
}

/** Fields of the page that must be filled in and are not. */
export function missingOn(page: WizardPage, draft: Draft): readonly Setting[] {
  return pageSettings(page, draft).filter(
    ({ parameter, required }) => required === true && isBlank(draft[parameter]),
  );
}

/** The command that the answers come to. What is not asked for has no say; our question about the routing becomes the
 *  command's own parameter. */
export function newConnectorCommand(draft: Draft): Command {
  const settings = askedSettings(draft);
  const only = (from: Draft): Draft =>
    Object.fromEntries(
      settings.flatMap(({ parameter }) => {
        const value = from[parameter];
        return value === undefined ? [] : [[parameter, value]];
      }),
    );
  const before = { ...emptyDraft(settings), ...only(FIRST) };
  const {
    Name = '',
    Usage: _,
    Routing,
    ...changed
  } = changedParameters(before, { ...before, ...only(draft) });
  return {
    name: 'New-SendConnector',
    parameters: {
      Name,
      Usage: textIn(draft, 'Usage'),
      ...changed,
      ...(Routing === undefined ? {} : { DNSRoutingEnabled: false }),
    },
  };
}

/** The page that holds the field which the server's refusal names. */
export function pageOfParameter(error: unknown, draft: Draft): WizardPage | null {
  if (!(error instanceof ApiError)) return null;
  const { parameter: fault } = error;
  if (fault === 'DNSRoutingEnabled') return 'network';
  return PAGES.find((page) => pageSettings(page, draft).some(({ parameter }) => parameter === fault)) ?? null;
}
