import type { Exclusion } from "../suite.ts";

const NO_OVERFLOW =
  "An offset cannot overflow: what is too far is outside of the blob, a ValueError and no OverflowError.";

/** All of them, which docs/conformance.md lists. */
export const EXCLUSIONS: readonly Exclusion[] = [
  {
    reason:
      "A name in the SQL and a sequence of values is an error, as in Python 3.14; 3.12 and 3.13 warn of it.",
    cases: ["test_dbapi.CursorTests.test_execute_named_param_and_sequence"],
    pythons: ["3.12", "3.13"],
  },
  {
    reason:
      "Parameters that an adapter takes out of their own list are bound as they were; Python raises IndexError.",
    cases: ["test_regression.RegressionTests.test_bind_mutating_list"],
  },
  {
    reason:
      "A statement that is too long with its parameters is traced without them, as in Python; but no error is reported besides.",
    cases: ["test_hooks.TraceCallbackTests.test_trace_too_much_expanded_sql"],
  },
  {
    reason: NO_OVERFLOW,
    cases: ["test_dbapi.BlobTests.test_blob_seek_overflow_error"],
    pythons: ["3.13"],
  },
  { reason: NO_OVERFLOW, cases: ["test_dbapi.BlobTests.test_blob_seek_error"], pythons: ["3.11", "3.12"] },
  {
    reason: "The command runs any number of statements that it is given.",
    cases: ["test_cli.CommandLineInterface.test_cli_execute_too_much_sql"],
    pythons: ["3.12", "3.13"],
  },
  {
    reason: "The command has its own name and help.",
    cases: ["test_cli.CommandLineInterface.test_cli_help"],
    pythons: ["3.12", "3.13"],
  },
  {
    reason:
      "As in Python 3.13, a dump looks for violated foreign keys first, which this schema does not allow.",
    cases: ["test_dump.DumpTests.test_table_dump"],
    pythons: ["3.11", "3.12"],
  },
  {
    reason: "Python 3.12 has taken it out.",
    cases: [
      "test_dbapi.ModuleTests.test_shared_cache_deprecated",
      "test_factory.TextFactoryTests.test_optimized_unicode",
    ],
    pythons: ["3.11"],
  },
  {
    reason:
      "The runtime asks a window function for all of its results in the same way: it has `value`, and `finalize` is not called.",
    cases: [
      "test_userfunctions.WindowFunctionTests.test_win_exception_in_finalize",
      "test_userfunctions.WindowFunctionTests.test_win_missing_finalize",
    ],
    variant: "plain",
  },
  {
    reason: "The runtime has no collations.",
    cases: [
      "test_hooks.CollationTests.test_collation_is_used",
      "test_hooks.CollationTests.test_collation_register_twice",
      "test_hooks.CollationTests.test_collation_returns_large_integer",
      "test_hooks.CollationTests.test_create_collation_bad_upper",
      "test_hooks.CollationTests.test_create_collation_not_ascii",
      "test_hooks.CollationTests.test_deregister_collation",
    ],
    variant: "plain",
  },
  {
    reason: "The runtime has no progress handler.",
    cases: [
      "test_hooks.ProgressTests.test_cancel_operation",
      "test_hooks.ProgressTests.test_clear_handler",
      "test_hooks.ProgressTests.test_error_in_progress_handler",
      "test_hooks.ProgressTests.test_error_in_progress_handler_result",
      "test_hooks.ProgressTests.test_opcode_count",
      "test_hooks.ProgressTests.test_progress_handler_used",
      "test_regression.RegressionTests.test_bpo37347",
    ],
    variant: "plain",
  },
  {
    reason: "The runtime has no progress handler.",
    cases: ["test_hooks.ProgressTests.test_progress_handler_keyword_args"],
    variant: "plain",
    pythons: ["3.13"],
  },
];
