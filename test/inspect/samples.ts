// The same bytes packed by CPython 3.13.

/** Every byte once, a text forty times, and zeros. */
export const SAMPLE: Uint8Array = Uint8Array.from(
  Array.from({ length: 256 }, (_, byte) => byte).concat(
    Array.from("pantry ".repeat(40), (letter) => letter.charCodeAt(0)),
    new Array(500).fill(0),
  ),
);

export const BZ2: Uint8Array = bytes(`
  QlpoOTFBWSZTWSytMUUAAAN/////////////////////////////////////////////sAD2mEAAAAABMAACYAEyYAAAAjAJgAAA
  AAAAAAAAAAAAAAAAAANNBMAESpDCMRk0wATJkxBgACYATAAEyYAAAEYE0xNMBMAEwCMJhNMTExMBMmAAjTAAAJgIaaYTEmAAmAAJ
  gAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABxl3QAN8YF0hkaGxzp9QdHh/q9YgIeuRdgjJCUmJygpKissLeyXPnaGBCEAF5gY
  9skJSYnKCkqKywtLi8wMTIzNDU2Nzg5Ojs8PT4/QEFCQ0RFRkdISUpLTE1OT1BRUlNUVV1e8a+wMLExsjKzOwAAgaGlqa2xtbm9w
  cXJzdB4AAQOqoIQgDm8hD5XkAAQPA2AAIHnovT2+DQAAg8y8++d+f4D0QPpgoOEhYaHiPVExUXGRsdHyEjJSctLzEzNTc5Oz0/QU
  NFR0lLTU9RU1VXWVtdX2FjZWdpa21vcXN1d3l7fX+Bg4WHiYuNj5GTlZeZm52foaOlp6mrra+xs7W3ubu9v8HDxcfJy83P0dPV19
  naA7gIDvA+Hj5f/z9PX2D/f3+Pn6+xdyRThQkCytMUU=
`);

export const XZ: Uint8Array = bytes(`
  /Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AQLAPhdAAAAUlAKhPmbsoAhqWnWJ+A+BlpfBI1T1AS6OVcFCcFVJN6duHFZMWChn/lv
  SXPyyOqMuhqLKWkhgP4zg2avRm3snomKC4PwPA6Jjj/tX+eekNkc/zL0suA5UbLSFBW0xXG62wbjeZqfuzjBsACskwuqBhkDEggV
  W5vISPAyLv4toIfI8KTg0lHrjWdWkrJNhMXxhjHfamJbwnkt2fc8c7p0dAfYPKlWIiShZvhahF8wZ9L2S0kufyDr2/gQDpR4d8c/
  a++0zZXib/ZEbgbPC4Iay9t68FeNmP+QwD7mwRJBde4DKJbrCvN5OIdJuFzsAsI+dSDSquAAAAXpQx0QhCOHAAGUAowIAADTi/6W
  scRn+wIAAAAABFla
`);

export const LZMA: Uint8Array = bytes(`
  XQAAgAD//////////wAAAFJQCoT5m7KAIalp1ifgPgZaXwSNU9QEujlXBQnBVSTenbhxWTFgoZ/5b0lz8sjqjLoaiylpIYD+M4Nm
  r0Zt7J6JiguD8DwOiY4/7V/nnpDZHP8y9LLgOVGy0hQVtMVxutsG43man7s4wbAArJMLqgYZAxIIFVubyEjwMi7+LaCHyPCk4NJR
  641nVpKyTYTF8YYx32piW8J5Ldn3PHO6dHQH2DypViIkoWb4WoRfMGfS9ktJLn8g69v4EA6UeHfHP2vvtM2V4m/2RG4GzwuCGsvb
  evBXjZj/kMA+5sESQXXuAyiW6wrzeTiHSbhc7ALCPnUhBS3T///oQIAA
`);

function bytes(base64: string): Uint8Array {
  return Buffer.from(base64, "base64");
}
