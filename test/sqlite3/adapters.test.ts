import { describe, expect, it } from "vitest";
import { DateOnly, DateTime, Instance, TimeDelta, TimeOnly, TimeZone } from "pantry/python";
import { Adapters, adapt, adapters, PrepareProtocol, registerAdapter } from "../../src/sqlite3/adapters.ts";
import { ProgrammingError } from "../../src/sqlite3/errors.ts";

class Point {
  constructor(
    readonly x = 1,
    readonly y = 2,
  ) {}
}
