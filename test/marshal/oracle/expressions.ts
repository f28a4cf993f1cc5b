/** An expression of Python, and since when it is one (`"3"`, `"3.14"`). */
export type Expression = readonly [source: string, since?: string];

const INTS: readonly string[] = [
  ..."0|1|-1|127|128|255|256|2**14|2**15-1|2**15|2**15+1|-2**15|2**16|2**30-1|2**30|2**30+1|-2**30".split(
    "|",
  ),
  ..."2**31-1|2**31|2**31+1|-2**31|-2**31-1|2**32|2**45-1|2**45|2**53|2**53+1|-2**53-1|2**60-1|2**60".split(
    "|",
  ),
  ..."2**62|2**63-1|2**63|2**63+1|-2**63|-2**63-1|2**64|2**75|2**1000|2**1000-1|-2**1000|3**700".split("|"),
  "True",
  "False",
];

const FLOATS: readonly string[] = [
  ..."0.0|-0.0|1.0|-1.0|0.1|1.5|1/3.0|1e16|1e17|1e22|1e300|-1e-300|5e-324|2.0**53|2.0**60|2.0**1023".split(
    "|",
  ),
  ..."float('inf')|float('-inf')|float('nan')|1.7976931348623157e308|2.2250738585072014e-308".split("|"),
  ..."0j|1j|-0.0-0j|complex(1.5,-2)|complex(float('inf'),5e-324)|complex(0.0,float('nan'))".split("|"),
];

const TEXTS: readonly string[] = [
  ..."u''|u'a'|u'ab'|u'shop'|u'two words'|u'\\xe9'|u'caf\\xe9'|u'\\u20ac'|u'\\U0001f600'|u'\\0\\n\\x7f'".split(
    "|",
  ),
  ..."u'a'*254|u'a'*255|u'a'*256|u'a b'*30000|u'\\xe9'*255|u'\\xe9'*256|u'\\u20ac'*30000".split("|"),
  ..."u'\\ud800'|u'\\udc00x'|u'x\\udfff'|u'\\udc00\\ud800'|u'__proto__'|u'constructor'".split("|"),
  ..."b''|b'a'|b'\\x80\\xff'|b'shop'|b'a'*255|b'a'*256|b'\\0'*70000".split("|"),
];

const CONTAINERS: readonly string[] = [
  ..."None|Ellipsis|StopIteration|()|(1,)|(None,True,False)|((),((),))|[]|[1,2.5]|[[],[[]]]|{}|{1:2}".split(
    "|",
  ),
  ..."(0,)*255|(0,)*256|(u'a',)*1000|[None]*255|[None]*256|tuple(range(300))|list(range(-5,300))".split("|"),
  ..."{u'a':1,u'b':[2]}|{u'10':1,u'9':2,u'a':3}|{u'__proto__':{u'polluted':1}}|{(1,2):{None:()}}".split("|"),
  ..."{1.5:1,u'x':2,b'y':3,None:4,(1,u'z'):5}|{-0.0:1}|{2.0:u'float'}|{True:1}|{1:True}|{2**70:0}".split("|"),
  ..."dict((i,str(i)) for i in range(300))|dict((u'k%d'%i,i) for i in range(300))".split("|"),
  ..."set()|set([1])|set([1.0])|set([True])|set([u'a',u'b',u'c'])|set([1,2.5,u'x',b'y',None,(1,2)])".split(
    "|",
  ),
  ..."set(range(1000))|set([-0.0])|set([float('nan')])|set([frozenset([1,2]),frozenset()])|set([(1,(2,))])".split(
    "|",
  ),
  ..."frozenset()|frozenset([1])|frozenset([u'a',b'a'])|frozenset([frozenset([frozenset()])])".split("|"),
  ..."frozenset(range(300))|frozenset([(1,2),(1,2.5),(u'x',None)])|[set([u'a']),frozenset([u'a'])]".split(
    "|",
  ),
  ..."deep(100)|[deep(50)]*3|code()|code('def f(a, *b, c=1):\\n  return lambda: a')|[code(), 1]".split("|"),
];

const SHARED: readonly string[] = [
  "(lambda x: [x, x])([1])",
  "(lambda x: (x, x))((1.5,))",
  "(lambda x: {1: x, 2: x})(set([1]))",
  "(lambda x: [x, (x, [x])])({u'a': None})",
  "(lambda x: [x, x])(frozenset([1]))",
  "(lambda x: [set([x]), x])(frozenset([(1, 2)]))",
  "(lambda x: [x, {x: x}])((u'a', (u'b',)))",
  "(lambda x, y: [x, y, x, y])([], [])",
  "(lambda x: [x, x])(u'a text that is shared')",
  "(lambda x: [x, x, [x]])(123456789)",
  "(lambda x: [x, x])(2**100)",
  "(lambda x: [x, x])(1.25)",
  "(lambda x: [x, x])(1.25j)",
  "(lambda x: [x, x])(b'some bytes')",
  "(lambda x: [x, x])(code())",
  "[laughs(11)]",
];

const CYCLES: readonly string[] = [
  "cycle_in_list()",
  "cycle_in_dict()",
  "[cycle_in_list(), cycle_in_dict()]",
];

const SINCE_3: ReadonlySet<string> = new Set(["code('def f(a, *b, c=1):\\n  return lambda: a')"]);

/** Values that every version of the format can hold. */
export const PLAIN: readonly Expression[] = [...INTS, ...FLOATS, ...TEXTS, ...CONTAINERS].map((source) =>
  SINCE_3.has(source) ? [source, "3"] : [source],
);

/** What needs references, if it is not to be written again and again. */
export const GRAPHS: readonly Expression[] = SHARED.map((source) => [source]);

/** What needs references, if it is not to go on for ever. */
export const ENDLESS: readonly Expression[] = CYCLES.map((source) => [source]);

/** What only Python 2 keeps apart. */
export const PYTHON_2: readonly Expression[] = [
  ..."long(0)|long(1)|-long(7)|long(2**40)|[1,long(1)]|'str'|''|'caf\\xe9'|[u'a','a']|{'a':1}|{u'a':1}".split(
    "|",
  ),
  ..."set(['a','b'])|('a'*300,u'a'*300)|{long(1):'\\xff'}|['shop','shop',['shop']]|2**40|[2**62,-2**62]".split(
    "|",
  ),
].map((source) => [source]);

/** What there is from version 5 on. */
export const SLICES: readonly Expression[] = [
  ..."slice(None)|slice(1)|slice(1,2)|slice(1,2,3)|slice(u'a',(1,),None)|[slice(1)]|(slice(1.5),)".split("|"),
  ..."(lambda x: [x, x])(slice(1, 2))|{slice(1): slice(2)}|set([slice(1)])|slice(slice(1), [])".split("|"),
].map((source) => [source, "3.14"]);

/** The expressions that a Python understands. */
export function sourcesFor(short: string, expressions: readonly Expression[]): string[] {
  return expressions
    .filter(([, since]) => since === undefined || rank(short) >= rank(since))
    .map(([source]) => source);
}

function rank(version: string): number {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major * 100 + minor;
}
