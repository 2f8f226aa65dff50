"""The matrix for pages, papers and the command line."""

from jetekchi.compliance.selectors.matrix import (
    Cell,
    LeaderMatrix,
    Line,
    Matrix,
    leader_matrix,
    matrix_of,
    matrix_rows,
    to_json,
    to_text,
)
from jetekchi.compliance.selectors.paper import leader_paper, matrix_paper
from jetekchi.compliance.selectors.todo import duty_rows, open_rows

__all__ = [
    "Cell",
    "LeaderMatrix",
    "Line",
    "Matrix",
    "duty_rows",
    "leader_matrix",
    "leader_paper",
    "matrix_of",
    "matrix_paper",
    "matrix_rows",
    "open_rows",
    "to_json",
    "to_text",
]
