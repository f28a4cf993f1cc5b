// The far end of the bridge of copyreg: Python's tests call, `pantry/copyreg` does it.
import { serve } from "../serve.ts";
import { COPYREG_OPERATIONS } from "./operations.ts";

await serve(COPYREG_OPERATIONS);
