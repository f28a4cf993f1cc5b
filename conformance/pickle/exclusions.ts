import type { Exclusion } from "../suite.ts";

/** All of them, which docs/conformance.md lists. */
export const EXCLUSIONS: readonly Exclusion[] = [
  {
    reason:
      "A `str` of Python 2 is read as ASCII, latin-1, UTF-8 or bytes; koi8-r is for the program to decode.",
    cases: [
      "test_pickle.CUnpicklerTests.test_empty_bytestring",
      "test_pickle.InMemoryPickleTests.test_empty_bytestring",
      "test_pickle.PyUnpicklerTests.test_empty_bytestring",
    ],
  },
  {
    reason:
      "The copy is of protocol 5, where Python's own reader takes names apart: None for a name is an AttributeError there.",
    cases: ["test_pickle.PyUnpicklerTests.test_bad_ext_inverted_registry"],
    pythons: ["3.13"],
  },
  {
    reason: "How many bytes C's structs take; the classes of the bridge have a dict more.",
    cases: ["test_pickle.SizeofTests.test_pickler", "test_pickle.SizeofTests.test_unpickler"],
  },
  {
    reason: "C's types cannot be changed; the classes of the bridge are written in Python.",
    cases: ["test_pickle.HeapTypesTests.test_immutable"],
    pythons: ["3.12", "3.13"],
  },
];
