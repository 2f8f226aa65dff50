"""`make bench`: the real server on a seeded lyceum, each page beside a calibration page of the same run."""
