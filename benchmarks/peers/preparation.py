"""pandas at its best on the case of ./bench --preparation: a CSV file on its way to float32 arrays of inputs and targets.

Numbers get their median where cells are missing, a column that says so, and are scaled by mean and deviation; categories become one-hot,
missing ones a category of their own. Two ways to read are timed, and the faster counts: kinds found by pandas, and kinds given.
"""
import resource
import sys
import time

import numpy as np
import pandas as pd

REPETITIONS = 3


def prepare(frame):
    columns = []
    for name in frame.columns:
        if name == "target":
            continue
        column = frame[name]
        if column.dtype.kind in "fi":
            values = column.to_numpy(dtype=np.float64)
            missing = np.isnan(values)
            if missing.any():
                mean, deviation = np.nanmean(values), np.nanstd(values)
                values = np.where(missing, np.nanmedian(values), values)
                columns.append(((values - mean) / deviation).astype(np.float32)[:, None])
                columns.append(missing.astype(np.float32)[:, None])
            else:
                columns.append(((values - values.mean()) / values.std()).astype(np.float32)[:, None])
        else:
            category = column.astype("category").cat
            codes, count = category.codes.to_numpy(), len(category.categories)
            has_missing = (codes < 0).any()
            codes = np.where(codes < 0, count, codes)
            columns.append(np.eye(count + has_missing, dtype=np.float32)[codes])
    return np.concatenate(columns, axis=1), frame["target"].to_numpy(dtype=np.float32)


def found(path):
    return pd.read_csv(path)


def given(path):
    names = pd.read_csv(path, nrows=0).columns
    kinds = {name: "category" if name.startswith("category") else np.float32 for name in names}
    return pd.read_csv(path, dtype=kinds)


def main(path):
    for name, read in (("found", found), ("given", given)):
        seconds = []
        for _ in range(REPETITIONS):
            start = time.perf_counter()
            inputs, targets = prepare(read(path))
            seconds.append(time.perf_counter() - start)
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        times = ", ".join(f"{each:.2f}" for each in seconds)
        print(f"pandas {name}  {len(targets)} x [{inputs.shape[1]}]  {times} s  at most {most} MiB")


main(sys.argv[1])
