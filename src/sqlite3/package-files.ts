/** A file of the package, wherever that is: its folder is two levels up from here, and from the chunks that `dist` is made of. */
export function packageFile(path: string): URL {
  return new URL(`../../${path}`, import.meta.url);
}
