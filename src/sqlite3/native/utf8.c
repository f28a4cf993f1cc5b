#include "helper.h"

#include <string.h>

// How many units of UTF-16 the text takes, -1 if it is no UTF-8: overlong forms, surrogates and what lies
// above U+10FFFF are none. It is ASCII if that is the number of its bytes.
int64_t utf16_length(const unsigned char *bytes, size_t length) {
  int64_t units = 0;
  size_t at = 0;
  while (at < length) {
    uint64_t eight;
    if (length - at >= sizeof eight) {
      memcpy(&eight, bytes + at, sizeof eight);
      if ((eight & 0x8080808080808080u) == 0) {
        at += sizeof eight;
        units += sizeof eight;
        continue;
      }
    }
    unsigned char lead = bytes[at];
    if (lead < 0x80) {
      at += 1;
      units += 1;
      continue;
    }
    int more = lead < 0xc2 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf5 ? 3 : 0;
    if (more == 0 || length - at <= (size_t)more) return -1;
    unsigned char low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    unsigned char high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (bytes[at + 1] < low || bytes[at + 1] > high) return -1;
    for (int index = 2; index <= more; index += 1) {
      if ((bytes[at + index] & 0xc0) != 0x80) return -1;
    }
    at += (size_t)more + 1;
    units += more == 3 ? 2 : 1;
  }
  return units;
}
