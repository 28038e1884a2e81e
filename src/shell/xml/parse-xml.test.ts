import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseXml, XML_LIMITS, XmlError } from './parse-xml.ts';

describe('shell-language.md §14.7: a safe reader of XML', () => {
  it('reads elements, attributes, text, comments, declarations and CDATA', () => {
    const root = parseXml(
      `\uFEFF<?xml version="1.0"?>\r\n<a x="1" y='"&lt;&#65;&#x42;'><!-- <no/> --><b/>t&amp;<![CDATA[<raw>]]>u</a>\n`,
    );
    assert.equal(root.name, 'a');
    assert.deepEqual(
      [...root.attributes],
      [
        ['x', '1'],
        ['y', '"<AB'],
      ],
    );
    assert.equal(root.text, 't&<raw>u');
    assert.deepEqual(
      root.children.map((child) => child.name),
      ['b'],
    );
  });

  const refused: readonly (readonly [why: string, text: string])[] = [
    ['a document type', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
    ['an external entity', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'],
    ['an unknown entity', '<a>&nbsp;</a>'],
    ['a bare ampersand', '<a>x & y</a>'],
    ['a reference to no character', '<a>&#x110000;</a>'],
    ['an unclosed element', '<a><b></a>'],
    ['an unclosed start', '<a'],
    ['an unclosed comment', '<a><!-- </a>'],
    ['a doubled attribute', '<a x="1" x="2"/>'],
    ['an attribute with "<" in it', '<a x="<"/>'],
    ['two roots', '<a/><b/>'],
    ['text around the root', '<a/>x'],
    ['nothing at all', '  '],
  ];
  for (const [why, text] of refused) {
    it(`refuses ${why}`, () => assert.throws(() => parseXml(text), XmlError));
  }

  it('bounds depth, elements and length', () => {
    const nested = (depth: number): string => '<a>'.repeat(depth) + '</a>'.repeat(depth);
    assert.equal(parseXml(nested(64)).name, 'a');
    assert.throws(() => parseXml(nested(65)), /too deeply/);
    assert.throws(() => parseXml('<a><b/><b/></a>', { ...XML_LIMITS, elements: 2 }), /too many/);
    assert.throws(() => parseXml('<a>1234</a>', { ...XML_LIMITS, length: 5 }), /too long/);
  });

  it('any text is a document or an XmlError', () => {
    const parts = fc.constantFrom(
      '<a',
      '<a>',
      '</a>',
      '/>',
      '&',
      ';',
      'lt',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '"',
      '=',
      ' ',
    );
    const text = fc.array(fc.oneof(parts, fc.string({ maxLength: 3 }))).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, (source) => {
        try {
          parseXml(source);
        } catch (error) {
          assert.ok(error instanceof XmlError, String(error));
        }
      }),
    );
  });
});
