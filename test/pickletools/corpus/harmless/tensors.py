"""torch: tensors, state dicts, modules, optimizers, in both layouts of its files."""

import collections
import io
import pickle

import torch
from torch import nn

torch.manual_seed(5)
KINDS = [
    torch.float32,
    torch.float64,
    torch.float16,
    torch.bfloat16,
    torch.int8,
    torch.uint8,
    torch.int16,
    torch.int32,
    torch.int64,
    torch.bool,
    torch.complex64,
]
MODULES = {
    "linear": nn.Linear(3, 2),
    "convolution": nn.Conv2d(1, 2, 3),
    "recurrent": nn.LSTM(3, 2),
    "gated": nn.GRU(3, 2, 2),
    "embedding": nn.Embedding(5, 3),
    "attention": nn.MultiheadAttention(4, 2),
    "transformer": nn.TransformerEncoderLayer(4, 2, 8),
    "normalized": nn.BatchNorm1d(3),
    "layer-norm": nn.LayerNorm(3),
    "bilinear": nn.Bilinear(2, 2, 2),
    "activations": nn.Sequential(nn.ReLU(), nn.GELU(), nn.Softmax(dim=1), nn.Sigmoid(), nn.Tanh(), nn.Dropout(0.1)),
    "pooling": nn.Sequential(
        nn.MaxPool2d(2), nn.AvgPool2d(2), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Upsample(scale_factor=2)
    ),
    "lists": nn.ModuleList([nn.Linear(2, 2)]),
    "dicts": nn.ModuleDict({"a": nn.Linear(2, 2)}),
    "losses": nn.ModuleList([nn.CrossEntropyLoss(), nn.MSELoss(), nn.BCELoss()]),
    "network": nn.Sequential(
        collections.OrderedDict([("one", nn.Linear(4, 3)), ("act", nn.ReLU()), ("two", nn.Linear(3, 2))])
    ),
}


def objects():
    for kind in KINDS:
        yield "tensor-" + str(kind).split(".")[1], torch.zeros(3, dtype=kind)
    yield "parameter", nn.Parameter(torch.ones(2))
    yield "gradient", torch.ones(2, requires_grad=True)
    yield "view", torch.arange(10)[2:5]
    yield "transposed", torch.ones(2, 3).t()
    yield "sparse", torch.eye(3).to_sparse()
    yield "quantized", torch.quantize_per_tensor(torch.ones(2), 0.1, 0, torch.qint8)
    yield "named", {
        "weight": torch.ones(2),
        "step": 5,
        "size": torch.Size([1, 2]),
        "device": torch.device("cpu"),
        "dtype": torch.float32,
    }
    yield "shared", [torch.ones(4)] * 2
    yield "generator-state", torch.get_rng_state()[:16].clone()
    for name, module in MODULES.items():
        yield "state-" + name, module.state_dict()
        yield "module-" + name, module
    for kind in (torch.optim.SGD, torch.optim.Adam, torch.optim.RMSprop):
        network = nn.Linear(2, 1)
        optimizer = kind(network.parameters(), lr=0.1)
        network(torch.ones(1, 2)).sum().backward()
        optimizer.step()
        yield "optimizer-" + kind.__name__, optimizer.state_dict()
        yield "checkpoint-" + kind.__name__, {
            "epoch": 3,
            "model": network.state_dict(),
            "optimizer": optimizer.state_dict(),
            "loss": 0.5,
        }


def files():
    for name, value in objects():
        for layout, new in (("zip", True), ("legacy", False)):
            file = io.BytesIO()
            try:
                torch.save(value, file, _use_new_zipfile_serialization=new)
            except Exception:
                continue
            yield "%s.%s.pt" % (name, layout), file.getvalue()
        try:
            data = pickle.dumps(value, 2)
        except Exception:
            continue
        yield name + ".pkl", data
