import { Badge, Spinner } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { AdminObject } from '../../../../src/admin/contract/values.ts';
import { RESOURCES } from '../../../../src/config/resources.ts';
import type { Command } from '../../api/commands.ts';
import { dateOf, numberOf, textOf } from '../../api/objects.ts';
import { useCommand } from '../../api/use-command.ts';
import { ErrorBar } from '../../frame/error-bar.tsx';
import { useSession } from '../../frame/session-gate.tsx';
import { type LanguageView, useLanguage } from '../../i18n/language.tsx';
import type { Setting } from '../../settings/setting.ts';
import { SettingsForm } from '../../settings/settings-form.tsx';
import { type Column, DataTable } from '../../table/data-table.tsx';

const LEVELS = ['Low', 'Medium', 'High'] as const;
type Level = (typeof LEVELS)[number];
const COLORS = { Low: 'success', Medium: 'warning', High: 'danger' } as const;
const GET_LEVELS: Command = { name: 'Get-ResourceLevel', parameters: {} };
const GET_SERVICE: Command = { name: 'Get-TransportService', parameters: {} };
const THRESHOLDS: readonly Setting[] = [
  {
    parameter: 'ResourceThresholds',
    name: 'pressure.thresholds',
    hint: 'pressure.thresholdsHint',
    kind: 'entries',
    entry: 'text',
  },
];

/** How short the server is of something, what it does about it, and where that begins. */
export function BackPressure(): ReactNode {
  const language = useLanguage();
  const { text } = language;
  const { may } = useSession();
  const answer = useCommand(GET_LEVELS, { refetchMs: 5_000, enabled: may(GET_LEVELS.name) });
  const service = useCommand(GET_SERVICE, { enabled: may(GET_SERVICE.name) });
  const object = service.data?.objects[0];
  return (
    <>
      <p className="intro">{text('pressure.intro')}</p>
      {answer.isError ? <ErrorBar error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {may(GET_LEVELS.name) ? (
        <DataTable
          label={text('server.tab.backPressure')}
          columns={columnsOf(language)}
          rows={answer.data?.objects}
          rowKey={(one) => textOf(one, 'Resource')}
          empty={<p>{text('pressure.empty')}</p>}
        />
      ) : (
        <p>{text('command.forbidden', { command: GET_LEVELS.name })}</p>
      )}
      {service.isPending && may(GET_SERVICE.name) ? <Spinner label={text('common.loading')} /> : null}
      {object === undefined ? null : (
        <SettingsForm
          object={object}
          settings={THRESHOLDS}
          shown={THRESHOLDS}
          command="Set-TransportService"
          identity={textOf(object, 'Name')}
        />
      )}
    </>
  );
}

function columnsOf({ text, number, dateTime }: LanguageView): readonly Column<AdminObject>[] {
  const resource = (object: AdminObject): string => {
    const name = RESOURCES.find((one) => one === textOf(object, 'Resource'));
    return name === undefined ? textOf(object, 'Resource') : text(`resource.${name}`);
  };
  const levelOf = (object: AdminObject): Level =>
    LEVELS.find((one) => one === textOf(object, 'Level')) ?? 'Low';
  const levelText = (level: Level): string => text(`level.${level}`);
  return [
    { key: 'resource', name: text('pressure.resource'), value: resource, narrow: true },
    {
      key: 'level',
      name: text('pressure.level'),
      value: (object) => levelText(levelOf(object)),
      cell: (object) => (
        <Badge appearance="tint" color={COLORS[levelOf(object)]}>
          {levelText(levelOf(object))}
        </Badge>
      ),
      width: '8rem',
      narrow: true,
    },
    {
      key: 'value',
      name: text('pressure.value'),
      value: (object) => numberOf(object, 'Value') ?? 0,
      cell: (object) => number(numberOf(object, 'Value') ?? 0),
      width: '7rem',
      numeric: true,
    },
    {
      key: 'medium',
      name: text('pressure.medium'),
      value: (object) => numberOf(object, 'LowToMedium') ?? 0,
      cell: (object) => number(numberOf(object, 'LowToMedium') ?? 0),
      width: '9rem',
      numeric: true,
    },
    {
      key: 'high',
      name: text('pressure.high'),
      value: (object) => numberOf(object, 'MediumToHigh') ?? 0,
      cell: (object) => number(numberOf(object, 'MediumToHigh') ?? 0),
      width: '9rem',
      numeric: true,
    },
    {
      key: 'since',
      name: text('pressure.since'),
      value: (object) => dateOf(object, 'Since')?.toISOString() ?? '',
      cell: (object) => {
        const since = dateOf(object, 'Since');
        return since === null ? '' : dateTime(since);
      },
      width: '13rem',
    },
  ];
}
