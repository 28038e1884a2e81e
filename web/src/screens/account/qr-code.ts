import qrcode from 'qrcode-generator';

/** Rows of dark (true) and light modules, without the quiet zone. */
export type QrCode = readonly (readonly boolean[])[];

/** A QR code with correction level M, as small as the text allows. ISO/IEC 18004 */
export function qrCode(text: string): QrCode {
  const code = qrcode(0, 'M');
  code.addData(text, 'Byte');
  code.make();
  const modules = Array.from({ length: code.getModuleCount() }, (_, index) => index);
  return modules.map((row) => modules.map((column) => code.isDark(row, column)));
}
