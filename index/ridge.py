"""Solves a large symmetric positive definite system in the memory of its matrix alone.

A blocked Cholesky factorisation, right-looking (Golub and Van Loan, Matrix Computations, 4.2.9).
LAPACK's would do in one call, but torch copies the matrix for it, which takes gigabytes for 30,000
questions, and OpenBLAS, which scipy has it from, crashes on 29,000 on some processors.
"""

import numpy as np
import torch

from index.types import FloatArray

_BLOCK = 2048


def solve_in_place(matrix: FloatArray, targets: FloatArray, block: int = _BLOCK) -> FloatArray:
    """The solution of ``matrix @ x = targets``, (n, m).

    Args:
        matrix: (n, n) float32, symmetric positive definite; overwritten.
        targets: (n, m) float32.
        block: Rows that are factorised at a time.

    Raises:
        torch.linalg.LinAlgError: If the matrix is not positive definite.
    """
    a = torch.from_numpy(matrix)
    x = torch.from_numpy(targets).clone()
    blocks = [slice(first, first + block) for first in range(0, len(a), block)]
    for own in blocks:
        a[own, own] = torch.linalg.cholesky(a[own, own])
        x[own] = _lower(a[own, own], x[own])
        if own.stop < len(a):
            a[own.stop :, own] = _lower(a[own, own], a[own.stop :, own].mT).mT
            x[own.stop :] -= a[own.stop :, own] @ x[own]
        for other in blocks[own.stop // block :]:
            a[other.start :, other] -= a[other.start :, own] @ a[other, own].mT
    for own in reversed(blocks):
        x[own] -= a[own.stop :, own].mT @ x[own.stop :]
        x[own] = torch.linalg.solve_triangular(a[own, own].mT, x[own], upper=True)
    return np.asarray(x.numpy())


def _lower(factor: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    found: torch.Tensor = torch.linalg.solve_triangular(factor, wanted, upper=False)
    return found
