/** The highest protocol there is. */
export const HIGHEST_PROTOCOL = 5;
/** The protocol that is written unless another is asked for: that of CPython 3.14. */
export const DEFAULT_PROTOCOL = 5;
/** The version of the format that is written, as CPython counts them. */
export const FORMAT_VERSION = "5.0";
/** The versions that are read. */
export const COMPATIBLE_FORMATS: readonly string[] = ["1.0", "1.1", "1.2", "1.3", "2.0", "3.0", "4.0", "5.0"];
