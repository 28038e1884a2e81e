import { PsObject, type PsValue } from './value.ts';

/** Of .NET itself; the others are PowerShell's. */
const SYSTEM =
  /^(?:Argument(?:Null|OutOfRange)?|InvalidOperation|NotSupported|NotImplemented|Format|Overflow|DivideByZero|InvalidCast|IndexOutOfRange|NullReference|OutOfMemory|Timeout|UnauthorizedAccess|Application|System|Arithmetic)?Exception$/i;

/** `System.ArgumentException` of `ArgumentException`. */
export function exceptionTypeName(short: string): string {
  return `System.${SYSTEM.test(short) ? '' : 'Management.Automation.'}${short}`;
}

/** The full name of an exception's type as it may be written; null where the name is not one's. */
export function exceptionType(written: string): string | null {
  if (!/^[\w.]*Exception$/i.test(written)) return null;
  return written.includes('.') ? written : exceptionTypeName(written);
}

/** What `[System.ArgumentException]"text"` and `New-Object System.Exception "text"` make and `throw` takes. */
export function exceptionObject(type: string, message: string, inner: PsValue = null): PsObject {
  return new PsObject({ typeName: type, text: message }).set('Message', message).set('InnerException', inner);
}

/** Whether a value is an exception that a script made. */
export function isException(value: PsValue): value is PsObject {
  return value instanceof PsObject && value.typeName.endsWith('Exception') && value.has('Message');
}
