/** Python expressions whose values are compared with each other, some of them equal. */
export const COMPARABLE: readonly string[] = [
  ..."0|-0.0|1|1.0|True|False|None|''|'a'|b'a'|b''|'1'|1.5|1j|0.1|1/3|-7|5e-324|2.0**60|2**60".split("|"),
  ..."2**53|2**53+1|float(2**53)|10**30|1e30|int(1e30)|10**6000|10**400|2**70|-2**70".split("|"),
  ..."float('inf')|float('-inf')|complex(1.5,0)|complex(1.5,1)|complex(0,0)|complex(float('inf'),0)".split(
    "|",
  ),
  ..."fractions.Fraction(3,2)|fractions.Fraction(1,10)|fractions.Fraction(0.1)|fractions.Fraction(0)".split(
    "|",
  ),
  ..."fractions.Fraction(1,3)|fractions.Fraction(-7)|fractions.Fraction(1,10**30)".split("|"),
  ..."decimal.Decimal('1.5')|decimal.Decimal('1.50')|decimal.Decimal('0.1')|decimal.Decimal(0.1)".split("|"),
  ..."decimal.Decimal('1E30')|decimal.Decimal(1e30)|decimal.Decimal('1E6000')|decimal.Decimal('10E5999')".split(
    "|",
  ),
  ..."decimal.Decimal('1E400')|decimal.Decimal('1E-30')|decimal.Decimal(5e-324)|decimal.Decimal('-0')".split(
    "|",
  ),
  ..."decimal.Decimal('Infinity')|decimal.Decimal('-Infinity')|decimal.Decimal('-7.0')".split("|"),
  ..."decimal.Decimal('1E+999999999999')|decimal.Decimal('1E-999999999999')|decimal.Decimal('1'+'0'*400+'.5')".split(
    "|",
  ),
  ..."()|(1,)|(1.0,)|(True,)|(1,2)|(1,(2,3))|(1.0,(2,decimal.Decimal(3)))|(None,'a')".split("|"),
  ..."frozenset()|frozenset([1])|frozenset([1.0])|frozenset([(1,2),3])|frozenset([3,(1.0,2)])".split("|"),
  ..."range(0)|range(5,5)|range(1)|range(0,1,5)|range(0,10,3)|range(0,11,3)|range(0,12,3)|range(0,13,3)|range(5)".split(
    "|",
  ),
  ..."slice(1)|slice(None,1)|slice(None,1.0)|slice(1,2)|Ellipsis|NotImplemented".split("|"),
  ..."datetime.date(2024,1,2)|datetime.datetime(2024,1,2)|datetime.datetime(2024,1,2,fold=1)".split("|"),
  "datetime.datetime(2024,1,2,tzinfo=datetime.timezone.utc)",
  "datetime.datetime(2024,1,2,1,tzinfo=datetime.timezone(datetime.timedelta(hours=1)))",
  "datetime.datetime(2024,1,2,1,tzinfo=datetime.timezone(datetime.timedelta(hours=1),'x'))",
  "datetime.datetime(2024,1,1,23,59,59,999999,tzinfo=datetime.timezone(datetime.timedelta(microseconds=-1)))",
  "datetime.datetime(1,1,1,tzinfo=datetime.timezone(datetime.timedelta(hours=1)))",
  "datetime.datetime(9999,12,31,23,59,59,999999,tzinfo=datetime.timezone(datetime.timedelta(hours=-1)))",
  "datetime.timezone.utc",
  "datetime.timezone(datetime.timedelta(0),'x')",
  "datetime.timezone(datetime.timedelta(hours=1))",
  ..."datetime.time(0)|datetime.time(1)|datetime.time(1,fold=1)|datetime.time(1,tzinfo=datetime.timezone.utc)".split(
    "|",
  ),
  "datetime.time(2,tzinfo=datetime.timezone(datetime.timedelta(hours=1)))",
  ..."datetime.timedelta(0)|datetime.timedelta(1)|datetime.timedelta(hours=24)|uuid.UUID(int=1)|uuid.UUID(int=2)".split(
    "|",
  ),
  ..."int|len|ValueError|shop.Item|shop.Money|'\\U0001f600'|'\\ud800'".split("|"),
];

/** The same for what Python cannot hash. */
export const UNHASHABLE: readonly string[] = [
  ..."slice([],1)|slice(1,[2])|bytearray(b'a')|bytearray(b'b')|[]|[1]|[1.0]|[1,2]|[[1],(2,)]|set()|{1}|{True}|{3,(1.0,2)}".split(
    "|",
  ),
  ..."{}|{1:2}|{1.0:2}|{True:2.0}|{'a':1}|{'a':[1]}|{3:4,1:2}|{1:2,5:0}|{(1,2):3}|{(1.0,2):3}".split("|"),
  ..."collections.OrderedDict()|collections.OrderedDict([(1,2)])|collections.defaultdict(int,{1:2})".split(
    "|",
  ),
  ..."collections.OrderedDict([(1,2),(3,4)])|collections.OrderedDict([(3,4),(1,2)])".split("|"),
  ..."collections.Counter()|collections.Counter({1:2})|collections.Counter({1:2,5:0})|collections.Counter({5:0})".split(
    "|",
  ),
  ..."collections.deque()|collections.deque([1])|collections.deque([1],5)|collections.deque([1.0])".split(
    "|",
  ),
  ..."types.SimpleNamespace()|types.SimpleNamespace(a=1)|types.SimpleNamespace(a=1.0)".split("|"),
  ..."array.array('i')|array.array('i',[1])|array.array('d',[1])|array.array('q',[1])|array.array('u','a')".split(
    "|",
  ),
];

/** The same for what only the exact profile keeps apart. */
export const EXACT_ONLY: readonly string[] = ["'\\ud83d\\ude00'", "'\\U0001f600'", "('\\ud83d\\ude00',)"];
