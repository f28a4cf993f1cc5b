/** A container that is being read. Its values lie on the reader's stack until it is complete. */
export class Frame {
  /** The type code; -1 for what is around the whole. */
  type = -1;
  /** Where it begins, in bytes from the beginning of the stream. */
  offset = 0;
  /** Where its values begin on the stack. */
  base = 0;
  /** How many values are to come; negative for a dict, which ends with a NULL. */
  left = 1;
  /** Whether some of the values are keys or members. */
  hasKeys = false;
  /** The index to refer to it by; -1 for none. */
  index = -1;
  /** The container itself, made before its time since something in it refers to it. */
  target: object | undefined;
}
