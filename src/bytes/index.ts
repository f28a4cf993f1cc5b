export {
  decodeRawText,
  decodeRawUnicodeEscape,
  encodeRawPoints,
  encodeRawText,
  hasEscape,
  hexDigit,
  RAW_BYTES_A_POINT,
  RAW_BYTES_A_UNIT,
} from "./raw-unicode-escape.ts";
export { ByteReader, EndOfBytes } from "./reader.ts";
export { replaceCharacters } from "./replace.ts";
export {
  type DecodingErrors,
  decodeLatin1,
  decodeText,
  type Encoding,
  encodingNamed,
  encodingOption,
} from "./text.ts";
export {
  codePointsOf,
  decodeCodePoints,
  decodeUtf8,
  encodeCodePointsInto,
  fromCodePoints,
  hasSurrogatePair,
  utf8Length,
} from "./utf8.ts";
export { ByteWriter } from "./writer.ts";
