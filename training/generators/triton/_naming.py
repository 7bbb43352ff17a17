"""The names that different people give to the same thing in a kernel; a file is renamed as a whole, consistently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from training.generators.renaming import names_of, substituted

SYNONYMS: Mapping[str, Sequence[str]] = {
    "pid": ("pid", "pid", "program", "prog_id", "block_id", "pid0"),
    "pid_m": ("pid_m", "pid_m", "m_block", "bm", "pid_row"),
    "pid_n": ("pid_n", "pid_n", "n_block", "bn", "pid_col"),
    "row": ("row", "row_idx", "row_id", "r", "pid"),
    "offsets": ("offsets", "offs", "off", "idx", "offset", "xindex"),
    "cols": ("cols", "col_offsets", "offs", "offs_n", "col", "c"),
    "rows": ("rows", "row_offsets", "offs_m", "rows"),
    "offs_m": ("offs_m", "rm", "offs_am", "m_idx", "row_idx"),
    "offs_n": ("offs_n", "rn", "offs_bn", "n_idx", "col_idx"),
    "offs_k": ("offs_k", "rk", "k_idx", "ks"),
    "mask": ("mask", "mask", "mask", "valid", "in_bounds", "msk", "m"),
    "acc": ("acc", "acc", "accumulator", "total", "_acc"),
    "BLOCK_SIZE": ("BLOCK_SIZE", "BLOCK_SIZE", "BLOCK", "XBLOCK", "TILE", "BLOCK_N", "BLK"),
    "BLOCK_M": ("BLOCK_M", "BLOCK_M", "BLOCK_SIZE_M", "BM", "TILE_M", "ROWS"),
    "BLOCK_N": ("BLOCK_N", "BLOCK_N", "BLOCK_SIZE_N", "BN", "TILE_N"),
    "BLOCK_K": ("BLOCK_K", "BLOCK_K", "BLOCK_SIZE_K", "BK", "TILE_K"),
    "GROUP_M": ("GROUP_M", "GROUP_SIZE_M", "GROUP"),
    "n_elements": ("n_elements", "n_elements", "n", "numel", "N", "size", "xnumel"),
    "n_cols": ("n_cols", "n_cols", "N", "num_cols", "cols_total", "D"),
    "n_rows": ("n_rows", "n_rows", "M", "num_rows", "B"),
    "x_ptr": ("x_ptr", "x_ptr", "X", "in_ptr", "input_ptr", "x_pointer", "in_ptr0"),
    "y_ptr": ("y_ptr", "y_ptr", "Y", "other_ptr", "in_ptr1"),
    "out_ptr": ("out_ptr", "out_ptr", "output_ptr", "O", "Out", "dst_ptr", "o_ptr"),
    "a_ptr": ("a_ptr", "a_ptr", "A", "lhs_ptr"),
    "b_ptr": ("b_ptr", "b_ptr", "B", "rhs_ptr"),
    "c_ptr": ("c_ptr", "c_ptr", "C", "res_ptr"),
    "w_ptr": ("w_ptr", "weight_ptr", "W", "gamma_ptr"),
    "bias_ptr": ("bias_ptr", "bias_ptr", "beta_ptr", "Bias"),
    "stride_row": ("stride_row", "row_stride", "stride_xm", "x_row_stride", "stride"),
    "a_ptrs": ("a_ptrs", "a_ptrs", "a_block_ptr", "pa"),
    "b_ptrs": ("b_ptrs", "b_ptrs", "b_block_ptr", "pb"),
    "q_ptr": ("q_ptr", "Q", "query_ptr"),
    "k_ptr": ("k_ptr", "K", "key_ptr"),
    "v_ptr": ("v_ptr", "V", "value_ptr"),
    "m_i": ("m_i", "m_i", "running_max", "row_max"),
    "l_i": ("l_i", "l_i", "running_sum", "row_sum"),
    "eps": ("eps", "eps", "epsilon"),
    "mean": ("mean", "mean", "mu", "avg"),
    "var": ("var", "var", "variance", "sigma2"),
    "rstd": ("rstd", "rstd", "inv_std", "rsigma"),
}
OF_THE_LANGUAGE = frozenset({"mask", "acc"})
"""Names of the language's own keyword arguments, which stay where they are keywords."""
SPOKEN_FOR = frozenset({"tl", "triton", "torch", "F", "math", "self"})


def renamed(code: str, rng: Random, more: Mapping[str, Sequence[str]]) -> str:
    """Every name of the tables replaced by one of its synonyms that the file does not use yet."""
    taken = names_of(code) | SPOKEN_FOR
    chosen: dict[str, str] = {}
    for name, options in {**SYNONYMS, **more}.items():
        new = rng.choice(options)
        if name in taken and new not in taken:
            chosen[name] = new
            taken.add(new)
    return substituted(code, chosen, OF_THE_LANGUAGE)
