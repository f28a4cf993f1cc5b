import { describeEachMarshal } from "./marshal-oracle.ts";
import { testRandomGraphs } from "./random-graphs.ts";

describeEachMarshal("random graphs", (_, oracle) => testRandomGraphs(oracle));
