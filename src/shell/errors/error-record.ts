import { locate } from '../lexer/source.ts';
import { exceptionObject, exceptionTypeName } from '../values/exceptions.ts';
import { PsObject } from '../values/value.ts';
import type { ErrorInfo } from './shell-error.ts';

/** An error as scripts see it: `$_` in catch, the elements of `$Error`. shell-language.md §12 */
export class ErrorRecord extends PsObject {
  readonly info: ErrorInfo;

  constructor(info: ErrorInfo) {
    super({ typeName: 'ErrorRecord', text: info.message });
    this.info = info;
    this.set('Exception', exceptionOf(info))
      .set('TargetObject', info.target === '' ? null : info.target)
      .set('CategoryInfo', categoryObject(info))
      .set('FullyQualifiedErrorId', fullyQualifiedId(info))
      .set('ErrorDetails', null)
      .set('InvocationInfo', invocationObject(info))
      .set('ScriptStackTrace', null);
  }
}

function exceptionOf({ reason, inner, message }: ErrorInfo): PsObject {
  const cause = inner === null ? null : exceptionObject(exceptionTypeName(inner), message);
  return exceptionObject(exceptionTypeName(reason), message, cause);
}

function categoryObject(info: ErrorInfo): PsObject {
  return new PsObject({ typeName: 'ErrorCategoryInfo', text: categoryText(info) })
    .set('Category', info.category)
    .set('Activity', info.command ?? '')
    .set('Reason', info.reason)
    .set('TargetName', info.target)
    .set('TargetType', info.targetType);
}

function invocationObject(info: ErrorInfo): PsObject {
  const place = info.extent === null ? null : locate(info.extent);
  return new PsObject({ typeName: 'InvocationInfo' })
    .set('MyCommand', info.command)
    .set('ScriptName', info.extent?.source.name ?? null)
    .set('ScriptLineNumber', place?.line ?? 0)
    .set('OffsetInLine', place?.column ?? 0)
    .set('Line', place?.lineText ?? '');
}

/** `InvalidArgument: (:) [Set-ReceiveConnector], ParameterBindingException` */
export function categoryText(info: ErrorInfo): string {
  const target = `${shortened(info.target)}:${shortened(info.targetType)}`;
  return `${info.category}: (${target}) [${shortened(info.command ?? '')}], ${info.reason}`;
}

/** More than 40 characters become the first and the last 15. */
function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 15)}...${text.slice(-15)}` : text;
}

export function fullyQualifiedId(info: ErrorInfo): string {
  const isWhole = info.command === null || info.command === '' || info.id.includes(',');
  return isWhole ? info.id : `${info.id},${info.command}`;
}
