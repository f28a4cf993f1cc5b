export function repr(value: unknown): string {
  return Object.prototype.toString.call(value);
}

export function brief(value: unknown): string {
  return repr(value);
}
