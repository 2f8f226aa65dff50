"""`make bench`: the real server on a seeded lyceum, each page beside a calibration page of the same run.

The milliseconds tell of this machine, the multiples of the calibration page of the product. `pages` is the list of
what is measured and its goals, `visitor` a browser as far as the measurement needs one, `seed` runs inside the product.
"""
