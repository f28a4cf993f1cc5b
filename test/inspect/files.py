"""Writes the files that people have, one for each way of making them, below the folder that is named.

Nothing here is loaded. `Evil` stands for a payload: pickling it writes a call of os.system, which is never made.
"""

import bz2
import gzip
import io
import lzma
import os
import pickle
import sys
import tarfile
import zipfile
import zlib

FOLDER = sys.argv[1]


class Evil:
    def __reduce__(self):
        return os.system, ("true",)


GOOD = pickle.dumps({"list": [1, 2, 3], "text": "x" * 100}, 4)
EVIL = pickle.dumps(Evil(), 0)


def write(verdict, name, data):
    with open(os.path.join(FOLDER, verdict + "-" + name), "wb") as file:
        file.write(data)


def both(name, pack):
    write("safe", name, pack(GOOD))
    write("dangerous", name, pack(EVIL))


def zipped(method, **options):
    def pack(data):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", method, **options) as archive:
            archive.writestr("README.txt", "This is a text.\n" * 100)
            archive.writestr("folder/", "")
            archive.writestr("member.dat", data)
        return file.getvalue()

    return pack


def streamed(data):
    class Unseekable(io.RawIOBase):
        def __init__(self):
            self.parts = []

        def writable(self):
            return True

        def write(self, part):
            self.parts.append(bytes(part))
            return len(part)

    file = Unseekable()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("large", "w", force_zip64=True) as member:
            member.write(data)
        archive.writestr("small", data)
    return b"".join(file.parts)


def tarred(form, mode="w"):
    def pack(data):
        file = io.BytesIO()
        with tarfile.open(fileobj=file, mode=mode, format=form) as archive:
            for name in ("d/" * 60 + "member", "\u00e9t\u00e9", "short"):
                info = tarfile.TarInfo(name)
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
            link = tarfile.TarInfo("link")
            link.type, link.linkname = tarfile.SYMTYPE, "short"
            archive.addfile(link)
        return file.getvalue()

    return pack


both("plain.pickle", lambda data: data)
both("gzip.gz", gzip.compress)
both("zlib.z", zlib.compress)
both("bzip2.bz2", bz2.compress)
both("xz.xz", lzma.compress)
both("lzma.lzma", lambda data: lzma.compress(data, format=lzma.FORMAT_ALONE))
both("twice.gz.bz2", lambda data: bz2.compress(gzip.compress(data)))
both("stored.zip", zipped(zipfile.ZIP_STORED))
both("deflated.zip", zipped(zipfile.ZIP_DEFLATED))
both("streamed.zip", streamed)
both("ustar.tar", tarred(tarfile.USTAR_FORMAT))
both("gnu.tar", tarred(tarfile.GNU_FORMAT))
both("pax.tar", tarred(tarfile.PAX_FORMAT))
both("pax.tgz", tarred(tarfile.PAX_FORMAT, "w:gz"))
both("pax.txz", tarred(tarfile.PAX_FORMAT, "w:xz"))
both("bzip2.zip", zipped(zipfile.ZIP_BZIP2))
both("lzma.zip", zipped(zipfile.ZIP_LZMA))
both("pickled.zip", lambda data: pickle.dumps({"zip": zipped(zipfile.ZIP_DEFLATED)(data)}, 4))

try:
    import numpy
except ImportError:
    numpy = None
if numpy is not None:

    def saved(save, *args, **kwargs):
        file = io.BytesIO()
        save(file, *args, **kwargs)
        return file.getvalue()

    fields = [("a", "<f8"), ("b", [("Object", "<i4", (2,))])]
    write("safe", "floats.npy", saved(numpy.save, numpy.arange(1000.0)))
    write("safe", "fields.npy", saved(numpy.save, numpy.zeros(3, dtype=fields)))
    write("safe", "texts.npy", saved(numpy.save, numpy.array(["a", "bcd"])))
    write("safe", "objects.npy", saved(numpy.save, numpy.array([1, "a", None], dtype=object)))
    write("dangerous", "objects.npy", saved(numpy.save, numpy.array([Evil()], dtype=object)))
    mixed = numpy.zeros(1, dtype=[("a", "<f8"), ("b", "O")])
    mixed[0]["b"] = Evil()
    write("dangerous", "fields.npy", saved(numpy.save, mixed))
    for save in (numpy.savez, numpy.savez_compressed):
        name = save.__name__ + ".npz"
        write("safe", name, saved(save, a=numpy.zeros(100000), b=numpy.arange(3)))
        write("dangerous", name, saved(save, a=numpy.zeros(3), b=numpy.array([Evil()], dtype=object)))

try:
    import joblib
except ImportError:
    joblib = None
if joblib is not None and numpy is not None:
    for method in ("none", "zlib", "gzip", "bz2", "xz", "lzma"):
        compress = 0 if method == "none" else (method, 3)
        value = {"array": numpy.arange(100.0), "list": [1, 2]}
        for verdict, more in (("safe", None), ("dangerous", Evil())):
            path = os.path.join(FOLDER, verdict + "-" + method + ".joblib")
            joblib.dump([value, more], path, compress=compress)

try:
    import torch
except ImportError:
    torch = None
if torch is not None:
    for name, options in (("zip.pt", {}), ("legacy.pt", {"_use_new_zipfile_serialization": False})):
        weights = {"weight": torch.arange(1000.0), "bias": torch.zeros(3)}
        torch.save(weights, os.path.join(FOLDER, "safe-" + name), **options)
        torch.save([weights, Evil()], os.path.join(FOLDER, "dangerous-" + name), **options)

print(" ".join(module.__name__ for module in (numpy, joblib, torch) if module))
