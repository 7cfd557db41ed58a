/** A value that is made at its first use, and not at the start of every isolate. Pure. */
export function once<Value extends object>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
