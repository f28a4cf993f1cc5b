import { Bucket, bucketFault } from "../../../src/dbm/gnu/bucket.ts";
import { Header, headerAvailFault, headerFault } from "../../../src/dbm/gnu/header.ts";
import { sniffLayout } from "../../../src/dbm/gnu/layout.ts";
import { StackBlock } from "../../../src/dbm/gnu/stack-block.ts";

/** Where everything is in a file, a line for each thing: all of it but the bytes that mean nothing. */
export function structureOf(bytes: Uint8Array<ArrayBuffer>): string[] {
  const layout = sniffLayout(bytes);
  if (!layout) throw new Error("no GDBM file");
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const header = new Header(layout, bytes.slice(0, layout.int(view, 4)));
  const fault = headerFault(header, bytes.length) ?? headerAvailFault(header);
  if (fault) throw new Error(fault.reason);
  const { directory, directoryBits, nextBlock, bucketSize, stack } = header;
  const lines = [`${bytes.length} bytes, next ${nextBlock}, directory ${directoryBits} at ${directory}`];
  lines.push(`header: ${regionsOf(header)}; ${header.numsync} syncs`);
  for (let address = stack; address !== 0; ) {
    const size = layout.stackBlockSize(header.avail.capacity);
    const block = new StackBlock(layout, address, bytes.slice(address, address + size));
    lines.push(`stack ${address}: ${regionsOf(block)}`);
    address = block.next;
  }
  for (let index = 0, last = 0; index < 2 ** directoryBits; index += 1) {
    const address = layout.offset(view, directory + index * layout.offsetSize);
    if (address === last) continue;
    last = address;
    const bucket = new Bucket(layout, address, bytes.slice(address, address + bucketSize));
    const wrong = bucketFault(bucket, header, index, bytes.length);
    if (wrong) throw new Error(wrong.reason);
    lines.push(`${index} at ${address}: ${bucket.bits} bits, ${bucket.count} keys; ${regionsOf(bucket)}`);
    for (const [slot, element] of bucket.elements()) lines.push(`${slot}: ${Object.values(element)}`);
  }
  return lines;
}

function regionsOf({ avail }: Pick<Header, "avail">): string {
  return [...avail.regions()].map(({ address, size }) => `${address}+${size}`).join(" ");
}
