"""What a case of the corpus is."""

import collections

# name: what its file is called; note: what it shows; data: the bytes; event: what must be seen where it is live, one
# text or several of which one must be seen; expect: the least that an audit must say; starts: the offsets that
# readers start at, in turn; shared: whether one unpickler reads them all, with one memo; inner: how the bytes are
# wrapped ("base64", "hex", …), when what is live is inside of text.
Case = collections.namedtuple("Case", "name note data event expect starts shared inner")


def case(name, note, data, event="call os.system", expect="dangerous", starts=(0,), shared=False, inner=None):
    return Case(name, note, data, (event,) if isinstance(event, str) else tuple(event), expect, starts, shared, inner)
