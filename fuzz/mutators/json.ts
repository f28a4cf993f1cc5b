// Changes of JSON, value by value.
import type { Dice } from "../../test/pickletools/mutants.ts";
import type { Mutator } from "../target.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Pieces of tagged JSON. */
const VALUES: readonly string[] = [
  ...[
    '{"$tuple":[]}',
    '{"$set":[1]}',
    '{"$frozenset":["a"]}',
    '{"$dict":[[1,2]]}',
    '{"$frozendict":[["a",1]]}',
    '{"$ordereddict":[]}',
    '{"$counter":[["a",1]]}',
  ],
  ...[
    '{"$int":"12345678901234567890"}',
    '{"$int2":"1"}',
    '{"$long":"1"}',
    '{"$float":"nan"}',
    '{"$float":"-0.0"}',
    '{"$float":"inf"}',
    '{"$complex":"(1+2j)"}',
  ],
  ...[
    '{"$bytes":"YQ=="}',
    '{"$bytearray":""}',
    '{"$str":[55296,97]}',
    '{"$str2":"\\u00e9"}',
    '{"$decimal":"1.50"}',
    '{"$fraction":"1/3"}',
    '{"$range":[0,10,2]}',
  ],
  ...[
    '{"$date":"2024-02-29"}',
    '{"$time":"01:02:03.000004"}',
    '{"$datetime":"2024-01-02T03:04:05"}',
    '{"$datetime":{"local":"2024-01-02T03:04:05","fold":1,"tzinfo":{"$timezone":[0]}}}',
    '{"$timedelta":[1,2,3]}',
    '{"$timezone":[{"$timedelta":[0,3600,0]}]}',
  ],
  ...[
    '{"$uuid":"00000000-0000-0000-0000-000000000000"}',
    '{"$path":["PurePosixPath","a"]}',
    '{"$ellipsis":null}',
    '{"$notimplemented":null}',
    '{"$undefined":null}',
    '{"$jsdate":0}',
    '{"$jsdate":null}',
  ],
  ...[
    '{"$global":["os","system"]}',
    '{"$extension":1}',
    '{"$persistent":"a"}',
    '{"$slice":[null,1,2]}',
    '{"$deque":{"items":[1],"maxlen":2}}',
    '{"$defaultdict":{"factory":null,"entries":[]}}',
    '{"$namespace":{"a":1}}',
  ],
  ...[
    '{"$object":{"$a":1}}',
    '{"$object":{"__proto__":1}}',
    '{"__proto__":1}',
    '{"$array":{"typecode":"i","items":[1]}}',
    '{"$exception":{"class":{"$global":["builtins","ValueError"]},"args":["a"]}}',
    '{"$error":{"name":"Error","message":"a"}}',
  ],
  ...[
    '{"$instance":{"class":{"$global":["a","B"]},"args":[1],"state":{"x":1}}}',
    '{"$code":{"python":"3.12"}}',
    '{"$ref":1}',
    '{"$id":1,"$tuple":[{"$ref":1}]}',
    '{"$javascript":"a"}',
  ],
  ...["null", "true", "0", "-0", "1.5", "1e400", "9007199254740993", '""', '"a"', '"\\ud800"', "[]", "{}"],
];

/** All of them as bytes. */
export const JSON_TOKENS: readonly Uint8Array[] = VALUES.map((text) => encoder.encode(text));

/** A place in JSON: what holds it, and its key. */
interface Place {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

/** Does something to one of the places of JSON, or to the text where it is none. */
function atPlaces(change: (places: readonly Place[], dice: Dice) => void): Mutator {
  return (bytes, dice) => {
    const root: { value: unknown } = { value: null };
    try {
      root.value = JSON.parse(decoder.decode(bytes));
    } catch {
      return dice.pick(JSON_TOKENS);
    }
    change(placesIn(root), dice);
    return encoder.encode(JSON.stringify(root.value) ?? "null");
  };
}

function placesIn(root: object): Place[] {
  const places: Place[] = [];
  const open = [root as Record<string, unknown>];
  for (let holder = open.pop(); holder; holder = open.pop()) {
    for (const key of Object.keys(holder)) {
      places.push({ holder, key });
      if (typeof holder[key] === "object" && holder[key] !== null)
        open.push(holder[key] as Record<string, unknown>);
    }
  }
  return places;
}

function set({ holder, key }: Place, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

/** All changes that know JSON. */
export const JSON_MUTATORS: readonly Mutator[] = [
  // Another value.
  atPlaces((places, dice) => set(dice.pick(places), JSON.parse(dice.pick(VALUES)))),
  // A value that is elsewhere.
  atPlaces((places, dice) => {
    const { holder, key } = dice.pick(places);
    set(dice.pick(places), structuredClone(holder[key]));
  }),
  // A member more.
  atPlaces((places, dice) => {
    const lists = places.map(({ holder, key }) => holder[key]).filter((value) => Array.isArray(value));
    if (lists.length > 0) dice.pick(lists).push(JSON.parse(dice.pick(VALUES)));
  }),
  // A member less.
  atPlaces((places, dice) => {
    const { holder, key } = dice.pick(places);
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else if (places.length > 1 && holder !== places[0]?.holder) delete holder[key];
  }),
];
