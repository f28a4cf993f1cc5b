interface DateFields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

interface TimeFields {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
}

/** `2024-01-02`. */
export function dateText({ year, month, day }: DateFields): string {
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
}

/** `03:04:05`, or `03:04:05.000006` where there are microseconds. */
export function timeText({ hour, minute, second, microsecond }: TimeFields): string {
  const clock = `${padded(hour, 2)}:${padded(minute, 2)}:${padded(second, 2)}`;
  return microsecond === 0 ? clock : `${clock}.${padded(microsecond, 6)}`;
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, "0");
}
