"""How the threads of the encoder and of NumPy share the machine."""

import os

from threadpoolctl import threadpool_limits


def share_cores() -> None:
    """Have idle threads of the encoder sleep, not spin; to be called before torch is imported.

    OpenMP's threads wait in a busy loop by default. On two cores that others use too, a question
    then took 0.9 s of wall and 0.6 s of processor time, with this 0.06 s and 0.04 s. A setting
    of the user's own stays.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def multiply_alone() -> None:
    """Have NumPy multiply in one thread from now on; to be called when all is built.

    A question multiplies hundreds of small matrices, each of which OpenBLAS shares out among
    threads that wait for one another. On two cores that others use too, 40 questions read three
    times each took 25 s of wall and 16 s of processor time, with this 4.5 s and 2.6 s. A build
    has large matrices and wants all threads; one that follows in this process has but one. A
    setting of the user's own stays.
    """
    if not {"OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"} & set(os.environ):
        threadpool_limits(1, user_api="blas")
