// The methods of the types that ordinary data is made of: they are pickled as an attribute of their type, by name. `str.format`
// and `str.format_map` are not here, for they look up attributes that the text names.
export const METHODS = `
builtins: bytearray.append bytearray.capitalize bytearray.center bytearray.clear bytearray.copy bytearray.count
  bytearray.decode bytearray.endswith bytearray.expandtabs bytearray.extend bytearray.find bytearray.fromhex
  bytearray.hex bytearray.index bytearray.insert bytearray.isalnum bytearray.isalpha bytearray.isascii
  bytearray.isdigit bytearray.islower bytearray.isspace bytearray.istitle bytearray.isupper bytearray.join
  bytearray.ljust bytearray.lower bytearray.lstrip bytearray.maketrans bytearray.partition bytearray.pop
  bytearray.remove bytearray.removeprefix bytearray.removesuffix bytearray.replace bytearray.reverse
  bytearray.rfind bytearray.rindex bytearray.rjust bytearray.rpartition bytearray.rsplit bytearray.rstrip
  bytearray.split bytearray.splitlines bytearray.startswith bytearray.strip bytearray.swapcase bytearray.title
  bytearray.translate bytearray.upper bytearray.zfill bytes.capitalize bytes.center bytes.count bytes.decode
  bytes.endswith bytes.expandtabs bytes.find bytes.fromhex bytes.hex bytes.index bytes.isalnum bytes.isalpha
  bytes.isascii bytes.isdigit bytes.islower bytes.isspace bytes.istitle bytes.isupper bytes.join bytes.ljust
  bytes.lower bytes.lstrip bytes.maketrans bytes.partition bytes.removeprefix bytes.removesuffix bytes.replace
  bytes.rfind bytes.rindex bytes.rjust bytes.rpartition bytes.rsplit bytes.rstrip bytes.split bytes.splitlines
  bytes.startswith bytes.strip bytes.swapcase bytes.title bytes.translate bytes.upper bytes.zfill
  complex.conjugate dict.clear dict.copy dict.fromkeys dict.get dict.items dict.keys dict.pop dict.popitem
  dict.setdefault dict.update dict.values float.as_integer_ratio float.conjugate float.fromhex float.hex
  float.is_integer frozenset.copy frozenset.difference frozenset.intersection frozenset.isdisjoint
  frozenset.issubset frozenset.issuperset frozenset.symmetric_difference frozenset.union int.as_integer_ratio
  int.bit_count int.bit_length int.conjugate int.from_bytes int.is_integer int.to_bytes list.append list.clear
  list.copy list.count list.extend list.index list.insert list.pop list.remove list.reverse list.sort
  range.count range.index set.add set.clear set.copy set.difference set.difference_update set.discard
  set.intersection set.intersection_update set.isdisjoint set.issubset set.issuperset set.pop set.remove
  set.symmetric_difference set.symmetric_difference_update set.union set.update str.capitalize str.casefold
  str.center str.count str.encode str.endswith str.expandtabs str.find str.index str.isalnum str.isalpha
  str.isascii str.isdecimal str.isdigit str.isidentifier str.islower str.isnumeric str.isprintable str.isspace
  str.istitle str.isupper str.join str.ljust str.lower str.lstrip str.maketrans str.partition str.removeprefix
  str.removesuffix str.replace str.rfind str.rindex str.rjust str.rpartition str.rsplit str.rstrip str.split
  str.splitlines str.startswith str.strip str.swapcase str.title str.translate str.upper str.zfill tuple.count
  tuple.index
collections: ChainMap.clear ChainMap.copy ChainMap.fromkeys ChainMap.get ChainMap.items ChainMap.keys
  ChainMap.new_child ChainMap.pop ChainMap.popitem ChainMap.setdefault ChainMap.update ChainMap.values
  Counter.clear Counter.copy Counter.elements Counter.fromkeys Counter.get Counter.items Counter.keys
  Counter.most_common Counter.pop Counter.popitem Counter.setdefault Counter.subtract Counter.total
  Counter.update Counter.values OrderedDict.clear OrderedDict.copy OrderedDict.fromkeys OrderedDict.get
  OrderedDict.items OrderedDict.keys OrderedDict.move_to_end OrderedDict.pop OrderedDict.popitem
  OrderedDict.setdefault OrderedDict.update OrderedDict.values deque.append deque.appendleft deque.clear
  deque.copy deque.count deque.extend deque.extendleft deque.index deque.insert deque.pop deque.popleft
  deque.remove deque.reverse deque.rotate
datetime: date.ctime date.fromisocalendar date.fromisoformat date.fromordinal date.fromtimestamp
  date.isocalendar date.isoformat date.isoweekday date.replace date.strftime date.timetuple date.today
  date.toordinal date.weekday datetime.astimezone datetime.combine datetime.ctime datetime.date datetime.dst
  datetime.fromisocalendar datetime.fromisoformat datetime.fromordinal datetime.fromtimestamp
  datetime.isocalendar datetime.isoformat datetime.isoweekday datetime.now datetime.replace datetime.strftime
  datetime.strptime datetime.time datetime.timestamp datetime.timetuple datetime.timetz datetime.today
  datetime.toordinal datetime.tzname datetime.utcfromtimestamp datetime.utcnow datetime.utcoffset
  datetime.utctimetuple datetime.weekday time.dst time.fromisoformat time.isoformat time.replace time.strftime
  time.tzname time.utcoffset timedelta.total_seconds timezone.dst timezone.fromutc timezone.tzname
  timezone.utcoffset`;
