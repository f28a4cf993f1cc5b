// Sends a large buffer beside its pickle, not within it: neither side copies a byte of it (PEP 574).
// In Python: pickle.loads(data, buffers=buffers)
import { dumps, loads, type PickleBuffer } from "pantry/pickle";

interface Image {
  readonly width: number;
  readonly pixels: Uint8Array;
}

const image: Image = { width: 2000, pixels: new Uint8Array(4_000_000).fill(200) };

const buffers: PickleBuffer[] = [];
const data = dumps(image, { bufferCallback: (buffer) => void buffers.push(buffer) });

const copy = loads<Image>(data, { buffers: buffers.map((buffer) => buffer.raw()) });
const isSame = copy.pixels.buffer === image.pixels.buffer;
console.log(
  `${data.length} bytes of pickle, ${copy.pixels.length} bytes beside it, ${isSame ? "not copied" : "copied"}`,
);
if (!isSame) process.exitCode = 1;
