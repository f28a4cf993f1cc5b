import {
  DatabaseError,
  DataError,
  IntegrityError,
  InterfaceError,
  InternalError,
  NotSupportedError,
  OperationalError,
  ProgrammingError,
  SqliteError,
  SqliteWarning,
} from "./errors.ts";

/** The errors as attributes of a connection: PEP 249's optional extension. */
export class ErrorAttributes {
  /** `Warning` of this module. */
  readonly Warning: typeof SqliteWarning = SqliteWarning;
  /** `Error` of this module. */
  readonly Error: typeof SqliteError = SqliteError;
  /** `InterfaceError` of this module. */
  readonly InterfaceError: typeof InterfaceError = InterfaceError;
  /** `DatabaseError` of this module. */
  readonly DatabaseError: typeof DatabaseError = DatabaseError;
  /** `DataError` of this module. */
  readonly DataError: typeof DataError = DataError;
  /** `OperationalError` of this module. */
  readonly OperationalError: typeof OperationalError = OperationalError;
  /** `IntegrityError` of this module. */
  readonly IntegrityError: typeof IntegrityError = IntegrityError;
  /** `InternalError` of this module. */
  readonly InternalError: typeof InternalError = InternalError;
  /** `ProgrammingError` of this module. */
  readonly ProgrammingError: typeof ProgrammingError = ProgrammingError;
  /** `NotSupportedError` of this module. */
  readonly NotSupportedError: typeof NotSupportedError = NotSupportedError;
}
