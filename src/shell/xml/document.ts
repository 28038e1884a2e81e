import { PsObject, type PsValue } from '../values/value.ts';
import { parseXml, type XmlElement } from './parse-xml.ts';

/** `[xml]"<a><b/></a>"`: elements and attributes are properties, several of one name are an array, an element with
 *  nothing but text is that text.
 *  @throws XmlError */
export function xmlDocument(text: string): PsObject {
  const root = parseXml(text);
  return new PsObject({ typeName: 'System.Xml.XmlDocument', text: '#document' })
    .set(root.name, elementValue(root))
    .set('DocumentElement', elementValue(root));
}

function elementValue(element: XmlElement): PsValue {
  const isPlain = element.children.length === 0 && element.attributes.size === 0;
  return isPlain ? element.text : elementObject(element);
}

function elementObject(element: XmlElement): PsObject {
  const object = new PsObject({ typeName: 'System.Xml.XmlElement', text: element.name });
  for (const [name, value] of element.attributes) object.set(name, value);
  for (const child of element.children) {
    const former = object.has(child.name) ? object.get(child.name) : undefined;
    const value = elementValue(child);
    if (former === undefined) object.set(child.name, value);
    else object.set(child.name, [...(Array.isArray(former) ? former : [former]), value]);
  }
  if (element.text.trim() !== '') object.set('#text', element.text);
  return object.set('InnerText', innerText(element));
}

function innerText(element: XmlElement): string {
  return element.text + element.children.map(innerText).join('');
}
