"""Files of other formats that hold the payload, made so that a reader who trusts names, lists or checks misses it."""

import bz2
import collections
import gzip
import io
import lzma
import pickle as op
import struct
import tarfile
import zipfile
import zlib

from assemble import (
    MARK,
    NONE,
    PAYLOAD,
    STOP,
    call,
    frame,
    group,
    mapping,
    named,
    number,
    proto,
    text,
    text2,
    value,
)

Container = collections.namedtuple("Container", "file note data expect")

HARMLESS = op.dumps({"weights": [1, 2, 3]}, 2)
TEXT_PAYLOAD = b"cos\nsystem\n(S'true'\ntR."
LOCAL, CENTRAL, END = b"PK\3\4", b"PK\1\2", b"PK\5\6"


def containers():
    for maker in (zips, archives, wrapped, polyglots, torch_files, numpy_files, joblib_files):
        for name, note, data, *expect in maker():
            yield Container(name, note, data, expect[0] if expect else "dangerous")


def zipped(*members, compression=zipfile.ZIP_STORED):
    """A ZIP archive of (name, bytes), dated 1980."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, compression)
    return file.getvalue()


def patched(data, signature, offset, change, occurrence=0):
    """The archive with some bytes of a header replaced."""
    at = -1
    for _ in range(occurrence + 1):
        at = data.index(signature, at + 1)
    return data[: at + offset] + change + data[at + offset + len(change) :]


def both(data, local_offset, central_offset, change):
    """The same change in the local header and in the central directory."""
    return patched(patched(data, LOCAL, local_offset, change), CENTRAL, central_offset, change)


def local_record(name, data):
    """A local header and its member."""
    head = struct.pack("<4s5H3I2H", LOCAL, 20, 0, 0, 0, 33, zlib.crc32(data), len(data), len(data), len(name), 0)
    return head + name + data


def zips():
    plain = zipped(("data.pkl", PAYLOAD))
    deflated = zipped(("data.pkl", PAYLOAD), compression=zipfile.ZIP_DEFLATED)
    yield "plain.zip", "a pickle in a ZIP archive", plain
    yield "deflated.zip", "compressed", deflated
    yield "bzip2.zip", "compressed with bzip2", zipped(("data.pkl", PAYLOAD), compression=zipfile.ZIP_BZIP2), "unknown"
    yield "lzma.zip", "compressed with LZMA", zipped(("data.pkl", PAYLOAD), compression=zipfile.ZIP_LZMA), "unknown"
    yield "odd-extension.zip", "the member's name ends in .txt", zipped(("readme.txt", PAYLOAD))
    yield "no-extension.zip", "the member's name has no end", zipped(("weights", PAYLOAD))
    yield "text-pickle.zip", "a pickle of lines under a name that says text", zipped(("readme.txt", TEXT_PAYLOAD))
    yield "image-name.zip", "a pickle of lines under a name that says image", zipped(("logo.png", TEXT_PAYLOAD))
    yield "other-local-name.zip", "the local header has another name", patched(plain, LOCAL, 30, b"data.txt")
    yield "other-central-name.zip", "the central directory has another name", patched(plain, CENTRAL, 46, b"data.txt")
    yield "flags.zip", "odd flag bits in both headers", both(plain, 6, 8, b"\x20\x10")
    yield "encrypted-flag.zip", "says it is encrypted, is not", both(plain, 6, 8, b"\x01\x00")
    yield "encrypted-flag-central.zip", "the central directory alone says it is encrypted", patched(
        plain, CENTRAL, 8, b"\x01\x00"
    )
    yield "encrypted.zip", "encrypted indeed: its bytes are nonsense", both(
        zipped(("data.pkl", bytes((one * 167 + 13) % 256 for one in range(64)))), 6, 8, b"\x01\x00"
    ), "unknown"
    yield "bad-crc.zip", "the checksum is wrong in both headers", both(plain, 14, 16, b"\0\0\0\0")
    yield "bad-crc-deflated.zip", "compressed, the checksum is wrong", both(deflated, 14, 16, b"\0\0\0\0")
    yield "bad-method.zip", "the method says a number that nobody knows, the bytes are stored", both(
        plain, 8, 10, b"\x63\0"
    ), "unknown"
    yield "method-differs.zip", "the two headers name other methods", patched(plain, CENTRAL, 10, b"\x08\0")
    yield "size-differs.zip", "the central directory says the member is empty", patched(plain, CENTRAL, 20, b"\0" * 8)
    yield "local-size-huge.zip", "the local header says the member is huge", patched(
        plain, LOCAL, 18, b"\xff\xff\xff\x7f" * 2
    )
    yield "prefix.zip", "bytes before the archive", b"#!/bin/sh\nexit\n" + plain
    yield "prefix-nuls.zip", "NULs before the archive", b"\0" * 512 + plain
    yield "suffix.zip", "bytes behind the archive", plain + b"\n" * 40
    yield "nested.zip", "an archive in an archive", zipped(("inner.bin", plain))
    yield "nested-twice.zip", "an archive in an archive in an archive", zipped(
        ("inner.bin", zipped(("inner.txt", deflated)))
    )
    yield "comment.zip", "the payload is the archive's comment", with_comment(zipped(("data.pkl", HARMLESS)), PAYLOAD)
    yield "comment-end-record.zip", "the comment is a second end record, of an empty archive", with_comment(
        plain, END + b"\0" * 18
    )
    yield "member-comment.zip", "the payload is a member's comment", member_comment()
    hidden = local_record(b"hidden.pkl", PAYLOAD)
    yield "hidden-member.zip", "a member between the members that the central directory does not list", shifted(
        zipped(("data.pkl", HARMLESS)), hidden
    )
    yield "gap.zip", "a pickle between the members, without a header", shifted(zipped(("data.pkl", HARMLESS)), PAYLOAD)
    yield "duplicate-names.zip", "two members of one name, the second is the payload", duplicated()
    yield "overlapping.zip", "two entries of the central directory share one member", overlapping()
    yield "no-central.zip", "local headers only", plain[: plain.index(CENTRAL)]
    yield "two-archives.zip", "two archives, one after the other", plain + zipped(("data.pkl", HARMLESS))
    yield "descriptor.zip", "sizes come behind the member", descriptor()
    yield "descriptor-zero.zip", "sizes come behind the member, and nothing else says them", descriptor(central=False)
    yield "zip64.zip", "sizes in the extra field", zip64()
    yield "directory-name.zip", "a member whose name says it is a folder", zipped(("data/", PAYLOAD))
    yield "traversal.zip", "a member whose name leaves the folder", zipped(("../../data.pkl", PAYLOAD))
    yield "extra-field.zip", "the payload is in an extra field", extra_field()
    yield "nul-in-name.zip", "a member whose name has a NUL", patched(
        patched(plain, LOCAL, 30, b"data\0pkl"), CENTRAL, 46, b"data\0pkl"
    )


def with_comment(data, comment):
    return data[:-2] + struct.pack("<H", len(comment)) + comment


def member_comment():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        info = zipfile.ZipInfo("data.pkl")
        info.comment = PAYLOAD
        archive.writestr(info, HARMLESS)
    return file.getvalue()


def shifted(data, hidden):
    """The archive with bytes between its member and its central directory."""
    start = data.index(CENTRAL)
    end = data.index(END)
    return (
        data[:start]
        + hidden
        + data[start:end]
        + data[end : end + 16]
        + struct.pack("<I", start + len(hidden))
        + data[end + 20 :]
    )


def duplicated():
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return zipped(("data.pkl", HARMLESS), ("data.pkl", PAYLOAD))


def overlapping():
    data = zipped(("data.pkl", PAYLOAD))
    start = data.index(CENTRAL)
    end = data.index(END)
    entry = data[start:end]
    other = entry[:46] + b"data.txt"
    counts = struct.pack("<HHII", 2, 2, len(entry) * 2, start)
    return data[:start] + entry + other + data[end : end + 8] + counts + data[-2:]


def descriptor(central=True):
    data = zipped(("data.pkl", PAYLOAD))
    data = patched(patched(data, LOCAL, 6, b"\x08\0"), CENTRAL, 8, b"\x08\0")
    start = data.index(CENTRAL)
    sizes = data[14:26]
    if not central:
        data = patched(data, CENTRAL, 20, b"\0" * 8)
    data = patched(data, LOCAL, 14, b"\0" * 12)
    end = data.index(END)
    behind = b"PK\7\x08" + sizes
    return (
        data[:start]
        + behind
        + data[start:end]
        + data[end : end + 16]
        + struct.pack("<I", start + len(behind))
        + data[-2:]
    )


def zip64():
    name, data = b"data.pkl", PAYLOAD
    extra = struct.pack("<HHQQ", 1, 16, len(data), len(data))
    unset = 0xFFFFFFFF
    local = (
        struct.pack("<4s5H3I2H", LOCAL, 45, 0, 0, 0, 33, zlib.crc32(data), unset, unset, len(name), len(extra))
        + name
        + extra
        + data
    )
    entry = (
        struct.pack(
            "<4s6H3I5H2I",
            CENTRAL,
            45,
            45,
            0,
            0,
            0,
            33,
            zlib.crc32(data),
            unset,
            unset,
            len(name),
            len(extra),
            0,
            0,
            0,
            0,
            0,
        )
        + name
        + extra
    )
    end64 = struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, len(entry), len(local))
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, len(local) + len(entry), 1)
    return local + entry + end64 + locator + struct.pack("<4s4H2IH", END, 0, 0, 0xFFFF, 0xFFFF, unset, unset, 0)


def extra_field():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        info = zipfile.ZipInfo("data.pkl")
        info.extra = struct.pack("<HH", 0x7061, len(PAYLOAD)) + PAYLOAD
        archive.writestr(info, HARMLESS)
    return file.getvalue()


def tarred(*members, form=tarfile.PAX_FORMAT):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=form) as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    # The rest of the record is NULs; two blocks of them are an end.
    return file.getvalue().rstrip(b"\0") + b"\0" * 1024


def padded_tar(data):
    return data + b"\0" * (-len(data) % 512)


def archives():
    yield "plain.tar", "a pickle in a tar archive", padded_tar(tarred(("data.pkl", PAYLOAD)))
    yield "odd-extension.tar", "the member's name ends in .txt", padded_tar(tarred(("readme.txt", TEXT_PAYLOAD)))
    yield "long-name.tar", "a member with a long name", padded_tar(
        tarred(("data/" * 40 + "data.pkl", PAYLOAD), form=tarfile.GNU_FORMAT)
    )
    yield "pax-name.tar", "a member with a long name, in a PAX header", padded_tar(
        tarred(("größe/" * 40 + "data.pkl", PAYLOAD))
    )
    yield "zip-inside.tar", "a ZIP archive in a tar archive", padded_tar(
        tarred(("model.bin", zipped(("data.pkl", PAYLOAD))))
    )
    bad = padded_tar(tarred(("data.pkl", PAYLOAD)))
    yield "bad-checksum.tar", "the checksum of the header is wrong", bad[:148] + b"000000\0 " + bad[156:]
    yield "after-end.tar", "a member behind the end of the archive", padded_tar(
        tarred(("data.pkl", HARMLESS))
    ) + padded_tar(tarred(("more.pkl", PAYLOAD)))
    yield "symlink.tar", "a link that leaves, then the payload", symlinked()
    yield "header-only.7z", "the start of a 7z archive, which nothing here opens", b"7z\xbc\xaf\x27\x1c\0\4" + bytes(
        range(24)
    ) + PAYLOAD, "unknown"


def symlinked():
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        link = tarfile.TarInfo("data")
        link.type = tarfile.SYMTYPE
        link.linkname = "../../etc"
        archive.addfile(link)
        info = tarfile.TarInfo("data/data.pkl")
        info.size = len(PAYLOAD)
        archive.addfile(info, io.BytesIO(PAYLOAD))
    return padded_tar(file.getvalue().rstrip(b"\0") + b"\0" * 1024)


def wrapped():
    yield "plain.pkl.gz", "compressed with gzip", gzip.compress(PAYLOAD, mtime=0)
    yield "text.gz", "a pickle of lines, compressed with gzip", gzip.compress(TEXT_PAYLOAD, mtime=0)
    yield "two-members.gz", "two members of gzip, the second is the payload", gzip.compress(
        HARMLESS, mtime=0
    ) + gzip.compress(PAYLOAD, mtime=0)
    yield "cut.gz", "gzip whose end is missing", gzip.compress(PAYLOAD + b"\0" * 100, mtime=0)[:-8]
    yield "bad-crc.gz", "gzip with a wrong checksum", gzip.compress(PAYLOAD, mtime=0)[:-8] + b"\0" * 8
    yield "named.gz", "gzip with a file's name", gzip_named()
    yield "trailing.gz", "gzip with the payload behind it", gzip.compress(HARMLESS, mtime=0) + PAYLOAD
    yield "plain.pkl.z", "compressed with zlib, as joblib does", zlib.compress(PAYLOAD)
    yield "fast.z", "compressed with zlib at level 1", zlib.compress(PAYLOAD, 1)
    yield "raw-deflate.bin", "a deflate stream without any header", raw_deflate(), "unknown"
    yield "plain.pkl.bz2", "compressed with bzip2", bz2.compress(PAYLOAD), "unknown"
    yield "plain.pkl.xz", "compressed with xz", lzma.compress(PAYLOAD), "unknown"
    yield "plain.pkl.lzma", "compressed with the older LZMA format", lzma.compress(
        PAYLOAD, lzma.FORMAT_ALONE
    ), "unknown"
    yield "zstd.bin", "a frame of Zstandard with a raw block", zstd(PAYLOAD), "unknown"
    yield "lz4.bin", "a frame of LZ4 with a raw block", lz4(PAYLOAD), "unknown"
    yield "gz-in-gz.bin", "gzip in gzip", gzip.compress(gzip.compress(PAYLOAD, mtime=0), mtime=0)
    yield "zlib-in-gz.bin", "zlib in gzip", gzip.compress(zlib.compress(PAYLOAD), mtime=0)
    yield "zip-in-gz.bin", "a ZIP archive in gzip", gzip.compress(zipped(("data.pkl", PAYLOAD)), mtime=0)
    yield "tar.gz", "a tar archive in gzip", gzip.compress(padded_tar(tarred(("data.pkl", PAYLOAD))), mtime=0)
    yield "gz-in-zip.zip", "gzip in a ZIP archive", zipped(("weights.bin", gzip.compress(PAYLOAD, mtime=0)))
    yield "bz2-in-zip.zip", "bzip2 in a ZIP archive", zipped(("weights.bin", bz2.compress(PAYLOAD))), "unknown"


def gzip_named():
    data = gzip.compress(PAYLOAD, mtime=0)
    return data[:3] + b"\x08" + data[4:10] + b"readme.txt\0" + data[10:]


def raw_deflate():
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(PAYLOAD) + packer.flush()


def zstd(data):
    """One frame, its size in one byte, one raw block."""
    return b"\x28\xb5\x2f\xfd\x20" + bytes([len(data)]) + (len(data) << 3 | 1).to_bytes(3, "little") + data


def lz4(data):
    """One frame with one block that is not compressed; the check of its header is that of these very flags."""
    return b"\x04\x22\x4d\x18\x60\x40\x82" + struct.pack("<I", len(data) | 1 << 31) + data + b"\0\0\0\0"


def polyglots():
    harmless_zip = zipped(("readme.txt", b"weights"))
    payload_zip = zipped(("data.pkl", PAYLOAD))
    yield "pickle-then-zip.bin", "the payload, then a harmless archive", PAYLOAD + harmless_zip
    yield "harmless-pickle-then-zip.bin", "a harmless pickle, then an archive with the payload", HARMLESS + payload_zip
    yield "zip-then-pickle.bin", "a harmless archive, then the payload", harmless_zip + PAYLOAD
    yield "pickle-as-image.png", "the head of an image, then the payload", b"\x89PNG\r\n\x1a\n" + PAYLOAD
    yield "pickle-as-text.txt", "a pickle of lines under a name that says text", TEXT_PAYLOAD
    yield "pickle-as-safetensors.safetensors", "a pickle under a name that says it can't be one", PAYLOAD
    yield "pickle-then-gzip.bin", "a harmless pickle, then gzip", HARMLESS + gzip.compress(PAYLOAD, mtime=0)
    yield "script-then-zip.bin", "a script, then an archive, as zipapp makes them", b"#!/usr/bin/env python3\n" + payload_zip
    yield "zip-in-pickle-bytes.bin", "bytes in a pickle are an archive with the payload", op.dumps(
        {"blob": payload_zip}, 4
    )
    yield "gzip-in-pickle-bytes.bin", "bytes in a pickle are gzip with the payload", op.dumps(
        [gzip.compress(PAYLOAD, mtime=0)], 4
    )
    yield "tar-and-zip.bin", "a tar archive with a ZIP archive behind it", padded_tar(
        tarred(("readme.txt", b"weights"))
    ) + payload_zip


def torch_zip(data, name="archive", version=b"3\n", **members):
    entries = [(name + "/data.pkl", data), (name + "/version", version)]
    return zipped(*entries, *((name + "/" + key.replace("_", "/", 1), content) for key, content in members.items()))


def storage(*more):
    """A tensor of two numbers, as torch writes it; the legacy layout has one thing more in the id of a storage."""
    key = (
        group(text2("storage"), named("torch:FloatStorage"), text2("0"), text2("cpu"), number(2), *more) + op.BINPERSID
    )
    hooks = call(named("collections:OrderedDict"))
    return call(
        named("torch._utils:_rebuild_tensor_v2"), key, number(0), group(number(2)), group(number(1)), op.NEWFALSE, hooks
    )


INFO = op.dumps({"protocol_version": 1001, "little_endian": True, "type_sizes": {"short": 2, "int": 4, "long": 4}}, 2)


def torch_legacy(*streams, magic=op.dumps(0x1950A86A20F9469CFC6C, 2), info=INFO):
    return b"".join([magic, op.dumps(1001, 2), info, *streams])


def torch_files():
    run = proto(2) + PAYLOAD[2:-1] + op.POP
    weights = op.EMPTY_DICT + text2("weight") + storage() + op.SETITEM + STOP
    legacy = op.EMPTY_DICT + text2("weight") + storage(NONE) + op.SETITEM + STOP
    floats = struct.pack("<2f", 1, 2)
    keys = op.dumps(["0"], 2) + struct.pack("<q", 2) + floats
    clean, infected = proto(2) + weights, run + weights
    yield "torch-zip.pt", "a checkpoint of torch, the call is in front of the weights", torch_zip(
        infected, data_0=floats
    )
    yield "torch-zip-other-root.pt", "another name for the folder", torch_zip(infected, name="mnist_cnn", data_0=floats)
    yield "torch-zip-storage.pt", "the payload is in the place of a storage", torch_zip(clean, data_0=PAYLOAD)
    yield "torch-zip-extra.pt", "the payload is an extra file", torch_zip(clean, data_0=floats, extra_notes=PAYLOAD)
    yield "torch-zip-version.pt", "the payload is the version", torch_zip(clean, data_0=floats, version=PAYLOAD)
    yield "torch-zip-bad-crc.pt", "wrong checksums, which torch does not look at", both(
        torch_zip(infected, data_0=floats), 14, 16, b"\0\0\0\0"
    )
    yield "torch-zip-jit.pt", "constants.pkl of a script module", torch_zip(clean, constants_pkl=PAYLOAD).replace(
        b"constants/pkl", b"constants.pkl"
    )
    clean, infected_legacy = proto(2) + legacy, run + legacy
    magic = op.dumps(0x1950A86A20F9469CFC6C, 2)
    yield "torch-legacy.pt", "a legacy checkpoint, the call is in the fourth stream", torch_legacy(
        infected_legacy, keys
    )
    yield "torch-legacy-keys.pt", "the call is in the stream of the keys", torch_legacy(clean, run + keys[2:])
    yield "torch-legacy-after.pt", "the payload is behind the storages", torch_legacy(clean, keys, PAYLOAD)
    yield "torch-legacy-magic.pt", "the magic number is computed", torch_legacy(clean, keys, magic=run + magic[2:])
    yield "torch-legacy-info.pt", "the call is in the third stream", torch_legacy(clean, keys, info=run + INFO[2:])
    yield "torch-tar.pt", "the oldest layout, the call is in the member pickle", padded_tar(
        tarred(("sys_info", HARMLESS), ("pickle", infected), ("storages", op.dumps(0, 2)), ("tensors", op.dumps(0, 2)))
    )
    yield "torch-tar-storages.pt", "the oldest layout, the call is in the member storages", padded_tar(
        tarred(("sys_info", HARMLESS), ("pickle", HARMLESS), ("storages", PAYLOAD), ("tensors", op.dumps(0, 2)))
    )


def npy(data, header="{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", version=1):
    size = "<H" if version == 1 else "<I"
    start = 8 + struct.calcsize(size)
    encoded = header.encode("utf-8")
    encoded += b" " * (-(start + len(encoded) + 1) % 64) + b"\n"
    return b"\x93NUMPY" + bytes([version, 0]) + struct.pack(size, len(encoded)) + encoded + data


def numpy_files():
    yield "object.npy", "an array of objects", npy(PAYLOAD)
    yield "object-2.npy", "an array of objects, version 2 of the format", npy(PAYLOAD, version=2)
    yield "object-3.npy", "an array of objects, version 3 of the format", npy(PAYLOAD, version=3)
    yield "structured.npy", "an array of records with an object", npy(
        PAYLOAD, "{'descr': [('a', '<i4'), ('b', '|O')], 'fortran_order': False, 'shape': (1,), }"
    )
    yield "after-numbers.npy", "an array of numbers, the payload is behind it", npy(
        b"\0" * 8 + PAYLOAD, "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }"
    )
    yield "in-numbers.npy", "an array of bytes that are the payload", npy(
        PAYLOAD, "{'descr': '|u1', 'fortran_order': False, 'shape': (%d,), }" % len(PAYLOAD)
    )
    yield "bad-header.npy", "a header that is no literal", npy(PAYLOAD, "{'descr': __import__('os'), }")
    yield "text-object.npy", "an array of objects, a pickle of lines", npy(TEXT_PAYLOAD)
    yield "object.npz", "an archive of arrays", zipped(("arr_0.npy", npy(PAYLOAD)))
    yield "second.npz", "the second array is the payload", zipped(
        ("arr_0.npy", npy(b"\0" * 8, "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }")),
        ("arr_1.npy", npy(PAYLOAD)),
    )
    yield "pickle.npz", "a pickle in the place of an array", zipped(("arr_0.npy", PAYLOAD))
    yield "deflated.npz", "a compressed archive of arrays", zipped(
        ("arr_0.npy", npy(PAYLOAD)), compression=zipfile.ZIP_DEFLATED
    )


def joblib_array(dtype, raw, shape=(2,)):
    """An array as joblib writes it: a wrapper, and the bytes of the array right behind its state."""
    code = call(named("numpy:dtype"), value(dtype), op.NEWFALSE, op.NEWTRUE)
    state = {
        "subclass": named("numpy:ndarray"),
        "shape": value(shape),
        "order": value("C"),
        "dtype": code,
        "allow_mmap": op.NEWTRUE,
    }
    return named("joblib.numpy_pickle:NumpyArrayWrapper") + op.EMPTY_TUPLE + op.NEWOBJ + mapping(state) + op.BUILD + raw


def joblib_files():
    numbers = joblib_array("f8", struct.pack("<2d", 1, 2))
    run = PAYLOAD[2:-1]
    yield "joblib.joblib", "a call behind a raw array", proto(
        3
    ) + op.EMPTY_LIST + MARK + numbers + run + op.APPENDS + STOP
    yield "joblib-before.joblib", "a call in front of a raw array", proto(3) + run + op.POP + numbers + STOP
    yield "joblib-object.joblib", "an array of objects is a pickle of its own, between the opcodes", proto(
        3
    ) + joblib_array("O8", PAYLOAD, (1,)) + STOP
    yield "joblib-two.joblib", "a call between two raw arrays", proto(
        3
    ) + op.EMPTY_LIST + MARK + numbers + run + numbers + op.APPENDS + STOP
    yield "joblib-aligned.joblib", "a raw array with padding, then a call", proto(
        4
    ) + op.EMPTY_LIST + MARK + aligned() + run + op.APPENDS + STOP
    yield "joblib-fake.joblib", "the array's bytes look like the end of the pickle", proto(
        3
    ) + op.EMPTY_LIST + MARK + joblib_array("u1", b"e.", (2,)) + run + op.APPENDS + STOP
    yield "joblib-wrong-size.joblib", "the array says that it is longer than the file", proto(3) + joblib_array(
        "f8", run + STOP, (1000,)
    )
    yield "joblib-zlib.joblib", "compressed, a call behind a raw array", zlib.compress(
        proto(3) + op.EMPTY_LIST + MARK + numbers + run + op.APPENDS + STOP
    )
    yield "joblib-gz.joblib", "compressed with gzip", gzip.compress(proto(3) + numbers + op.POP + run + STOP, mtime=0)
    yield "joblib-framed.joblib", "in frames, as protocol 4 writes", proto(4) + frame(
        op.EMPTY_LIST + MARK + numbers[:-16]
    ) + numbers[-16:] + frame(run + op.APPENDS + STOP)
    yield "joblib-file.joblib", "the old layout, which names a file beside it", proto(2) + named(
        "joblib.numpy_pickle_compat:NDArrayWrapper"
    ) + op.EMPTY_TUPLE + op.NEWOBJ + mapping(
        {"filename": text("../payload.npy"), "subclass": named("numpy:ndarray"), "allow_mmap": NONE}
    ) + op.BUILD + op.POP + run + STOP


def aligned():
    """A wrapper that says how its array is aligned: a byte with the length of the padding comes first."""
    raw = b"\x03\xff\xff\xff" + struct.pack("<2d", 1, 2)
    whole = joblib_array("f8", b"")
    # One more entry in the state, before SETITEMS and BUILD.
    return whole[:-2] + text("numpy_array_alignment_bytes") + number(16) + whole[-2:] + raw
