"""A quantile taken by itself is numpy's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kyc.authenticity.quantiles import quantile

LUMA = st.floats(-255, 255, width=32)


@given(arrays.arrays(np.float32, st.tuples(st.integers(1, 9), st.integers(1, 9)), elements=LUMA), st.floats(0, 1))
def test_it_is_numpys(values: np.ndarray, share: float) -> None:
    assert quantile(values, share) == pytest.approx(float(np.quantile(values.astype(np.float64), share)), abs=1e-4)


def test_it_leaves_the_values_as_they_were() -> None:
    values = np.array([3.0, 1.0, 2.0])
    assert quantile(values, 0.5) == 2.0
    assert values.tolist() == [3.0, 1.0, 2.0]
