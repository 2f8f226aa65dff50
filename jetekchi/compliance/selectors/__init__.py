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
from jetekchi.compliance.selectors.paper import Signer, leader_paper, matrix_paper, paper_of
from jetekchi.compliance.selectors.todo import duty_rows, open_rows

__all__ = [
    "Cell",
    "LeaderMatrix",
    "Line",
    "Matrix",
    "Signer",
    "duty_rows",
    "leader_matrix",
    "leader_paper",
    "matrix_of",
    "matrix_paper",
    "matrix_rows",
    "paper_of",
    "open_rows",
    "to_json",
    "to_text",
]
