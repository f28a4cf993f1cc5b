/** Whether a factory is that class, or one that extends it; other factories are called without `new`. */
export function isClassOf<A extends unknown[], T>(
  factory: ((...args: A) => T) | (new (...args: A) => T),
  base: abstract new (...args: never) => unknown,
): factory is new (
  ...args: A
) => T {
  return (factory as unknown) === base || factory.prototype instanceof base;
}
