"""The objects of the harmless half of the corpus."""

from .standard import standard_files


def library_files():
    """Files of the libraries that are installed here."""
    from . import arrays, estimators, frames, tensors

    for module in (arrays, frames, estimators, tensors):
        for name, data in module.files():
            yield module.__name__.split(".")[-1] + "/" + name, data


__all__ = ["library_files", "standard_files"]
