"""Reads a shelf that is on a Redis or Valkey, or a cluster of them, with Python's own client: redis-py.

    python read_remote_shelf.py redis://127.0.0.1:6379 NAME [KEY]

What a pickle names is run when Python reads it: read only what comes from those you trust.
"""

import pickle
import sys
import zlib
from collections.abc import Mapping

import redis


class RemoteShelf(Mapping):
    """A shelf, as a mapping from texts to values."""

    def __init__(self, client, name):
        self.client, self.name = client, name
        layout, buckets = client.hmget("shelf:{%s}:meta" % name, "layout", "buckets")
        if layout != b"1":
            raise LookupError("no shelf %r of layout 1" % name)
        self.buckets = ["shelf:{%s:%d}" % (name, number) for number in range(int(buckets))]

    def __getitem__(self, key):
        field = key.encode()
        value = self.client.hget(self.buckets[zlib.crc32(field) % len(self.buckets)], field)
        if value is None:
            raise KeyError(key)
        return pickle.loads(value)

    def __iter__(self):
        return (field.decode() for bucket in self.buckets for field in self.client.hkeys(bucket))

    def __len__(self):
        return sum(map(self.client.hlen, self.buckets))


if __name__ == "__main__":
    url, name, *keys = sys.argv[1:]
    client = redis.Redis.from_url(url)
    if client.info("cluster")["cluster_enabled"]:
        client = redis.RedisCluster.from_url(url)
    shelf = RemoteShelf(client, name)
    for key in keys or sorted(shelf):
        print("%s: %r" % (key, shelf[key]))
