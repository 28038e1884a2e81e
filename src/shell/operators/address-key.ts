/** Orders addresses, ranges and bindings by value: their text would put 10.0.0.10 before 10.0.0.9.
 *  Works on a first approximation of form only; anything else has no key.
 *  @returns hexadecimal digits of the (first) address, IPv4 before IPv6, or null */
export function addressKey(text: string): string | null {
  const v4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?=$|[-/:])/.exec(text);
  if (v4 !== null)
    return `4${v4
      .slice(1)
      .map((octet) => Number(octet).toString(16).padStart(2, '0'))
      .join('')}`;
  const v6 = /^\[?([\da-f]*:[\da-f:]*)/i.exec(text)?.[1];
  return v6 === undefined ? null : `6${expandGroups(v6)}`;
}

function expandGroups(text: string): string {
  const [head = '', tail] = text.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  return [...left, ...(tail === undefined ? [] : zeros), ...right]
    .map((group) => group.padStart(4, '0').toLowerCase())
    .join('');
}
