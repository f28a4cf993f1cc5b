import { describeEachPython } from "../../oracle/each-python.ts";
import { testRandomGraphs } from "./random-graphs.ts";

describeEachPython("random graphs", testRandomGraphs);
