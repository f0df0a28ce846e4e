# SPDX-License-Identifier: Apache-2.0
"""Writes the arrays that NumPyArrayTests reads back: python3 make_arrays.py (numpy 2)."""
import numpy as np

np.save("float32.npy", np.array([[1.5, -2.0, 0.1], [3e38, 1e-40, 0.0]], np.float32))
np.save("float16.npy", np.array([1.5, -2.0, 65504.0, 6e-8], np.float16))
np.save("int8.npy", np.array([[-128, 127], [0, -1]], np.int8))
np.save("int32.npy", np.array([0, 7, 2_000_000_000], np.int32))
np.save("int64.npy", np.array([-1, 1 << 40], np.int64))
np.save("empty.npy", np.zeros((0, 384), np.float32))
np.save("scalar.npy", np.float32(2.5))
np.save("fortran.npy", np.asfortranarray(np.arange(6, dtype=np.float32).reshape(2, 3)))
np.save("float64.npy", np.array([1.0, 2.0]))
with open("version2.npy", "wb") as file:
    np.lib.format.write_array(file, np.array([1.0, 2.0], np.float32), version=(2, 0))
