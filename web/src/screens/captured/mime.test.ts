import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { octetText, readMail } from './mime.ts';

const read = (...lines: readonly string[]): ReturnType<typeof readMail> =>
  readMail(octetText(new TextEncoder().encode(lines.join('\r\n'))));

describe('a message as it is shown', () => {
  it('RFC 5322: fields are unfolded, the body follows the empty line', () => {
    const mail = read('Subject: Toner', '\tis low', 'To: kate@fabrikam.com', '', 'Please refill.', '');
    assert.deepEqual(mail.fields, [
      { name: 'Subject', value: 'Toner\tis low' },
      { name: 'To', value: 'kate@fabrikam.com' },
    ]);
    assert.equal(mail.text, 'Please refill.\r\n');
    assert.equal(mail.html, null);
  });
  it('RFC 2047: encoded words in any charset, raw UTF-8 beside them', () => {
    const mail = read(
      'Subject: =?ISO-2022-JP?B?GyRCJUYlOSVIGyhC?= =?utf-8?Q?_=E4=B8=AD?=',
      'X-Raw: 中継',
      '',
      '',
    );
    assert.deepEqual(
      mail.fields.map(({ value }) => value),
      ['テスト 中', '中継'],
    );
  });
  it('RFC 2046: the parts of a message, those inside others too, and what is attached', () => {
    const mail = read(
      'Content-Type: multipart/mixed; boundary="a b"',
      '',
      'preamble',
      '--a b',
      'Content-Type: multipart/alternative; boundary=in',
      '',
      '--in',
      'Content-Type: text/plain; charset=Shift_JIS',
      'Content-Transfer-Encoding: base64',
      '',
      'g2WDWINn',
      '--in',
      'Content-Type: text/html; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      '<p>=E3=83=86=',
      '=E3=82=B9</p>',
      '--in--',
      '--a b',
      'Content-Type: application/pdf; name="=?utf-8?B?6KuL5rGC5pu4LnBkZg==?="',
      'Content-Disposition: attachment',
      'Content-Transfer-Encoding: base64',
      '',
      'AAEC',
      '--a b--',
    );
    assert.equal(mail.text, 'テスト');
    assert.equal(mail.html?.trim(), '<p>テス</p>');
    assert.deepEqual(mail.attachments, [{ name: '請求書.pdf', type: 'application/pdf', size: 3 }]);
  });
  it('what is malformed is shown as it is and never thrown at', () => {
    assert.equal(read('no field at all').text, '');
    assert.equal(read('', 'body only').text, 'body only');
    assert.equal(read('Content-Type: text/plain; charset=nonsense', '', 'x').text, 'x');
    assert.equal(read('Content-Transfer-Encoding: base64', '', 'a!b').text, 'i');
    assert.equal(read('Content-Type: multipart/mixed', '', 'x').text, null);
    const deep = Array.from({ length: 50 }, (_, index) => [
      `Content-Type: multipart/mixed; boundary=b${index}`,
      '',
      `--b${index}`,
    ]).flat();
    assert.equal(read(...deep, '', 'x').text, null);
  });
  it('every octet survives the way to text and back', () => {
    const octets = Uint8Array.from({ length: 256 }, (_, index) => index);
    const text = octetText(octets);
    assert.deepEqual(
      Uint8Array.from(text, (character) => character.charCodeAt(0)),
      octets,
    );
  });
});
